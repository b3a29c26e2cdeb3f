"""What operators type: one module for each group of commands."""

from flask import Flask

from hotline.commands.clock import clock_cli

GROUPS = (clock_cli,)


def init_app(app: Flask) -> None:
    """Register every group."""
    for group in GROUPS:
        app.cli.add_command(group)
