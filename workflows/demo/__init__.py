"""Makes cases that never were, for showing the house and for measuring it: always the same for one seed."""
