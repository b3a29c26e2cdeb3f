"""Papers: what they say, and the writers that make Word, PDF and Excel of them."""
