"""The doors: pages for people, jobs for the clock, commands for operators."""
