"""Every select() that a page, a report or a workflow needs, always inside what a user may see."""
