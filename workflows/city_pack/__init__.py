"""A city as data (城市包): reads its files, says everything that is wrong with them, loads all or nothing."""
