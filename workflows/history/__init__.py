"""Brings the cases of an old hotline system into this one: reads, checks and writes a history file."""
