"""What the clock opens: the table of jobs, and running each due time exactly once."""
