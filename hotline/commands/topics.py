"""`flask topics find`: started in a process of its own, which brings scipy."""

import sys
from pathlib import Path

import click
from flask.cli import with_appcontext

from hotline.aside import run_aside

PASSED_ON = {"ignore_unknown_options": True, "help_option_names": []}


@click.command("topics", context_settings=PASSED_ON)
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
@with_appcontext
def topics_command(arguments: tuple[str, ...]) -> None:
    """Find hot topics in a table of messages: find."""
    run_aside([sys.executable, "-m", "hotline.topics_cli", "--folder", str(Path.cwd()), *arguments])
