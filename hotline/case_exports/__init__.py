"""Exports of lists: which lists there are, their columns and lines, and how a file is made of them."""
