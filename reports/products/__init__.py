"""What leaders read: each product gathers its figures and says them as a paper."""
