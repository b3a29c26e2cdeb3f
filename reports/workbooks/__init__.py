"""Workbooks: figures as Excel files, the way the real monthly sheets look."""
