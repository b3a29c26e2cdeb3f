"""What administrators change: people, tables, rules, the calendar; each change is in the audit log."""
