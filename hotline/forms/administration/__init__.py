"""What administrators fill in: people, reference tables, dictionaries, rules, the calendar."""
