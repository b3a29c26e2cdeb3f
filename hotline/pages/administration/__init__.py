"""The pages of administrators: one module for each table they keep."""
