"""How messages leave the house: one small sender for each gateway."""
