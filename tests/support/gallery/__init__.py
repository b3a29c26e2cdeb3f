"""A small app that shows the house's macros and scripts on pages of their own, without a database."""
