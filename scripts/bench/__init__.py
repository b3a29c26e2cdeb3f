"""The benchmark: fill a database, serve it, time what people do most, write the table."""
