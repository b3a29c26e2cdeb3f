"""Figures: counts in, rates and comparisons out (pure)."""
