"""`flask topics find|rejoin`: started in a process of its own, which brings scipy."""

import sys
from datetime import UTC, datetime
from pathlib import Path

import click
from flask import current_app
from flask.cli import with_appcontext

from hotline.aside import run_aside
from hotline.topic_rejoining import COMMAND, rejoin
from workflows.errors import Refused

PASSED_ON = {"ignore_unknown_options": True, "help_option_names": []}
ANEW = ("rejoin",)


@click.command("topics", context_settings=PASSED_ON)
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
@with_appcontext
def topics_command(arguments: tuple[str, ...]) -> None:
    """Find hot topics in a table of messages: find. Join those of the last days anew, as the job does: rejoin."""
    if arguments == ANEW:
        try:
            changed = rejoin(Path(current_app.instance_path), at=datetime.now(UTC))
        except Refused as refused:
            click.echo(str(refused), err=True)
            sys.exit(2)
        click.echo(f"热点已重新归并，改动 {changed:,} 个。")
        return
    run_aside([*COMMAND, "--folder", str(Path.cwd()), *arguments])
