"""`flask routing train|predict|evaluate`: started in a process of its own, which brings scikit-learn."""

import subprocess
import sys
from pathlib import Path

import click
from flask import current_app
from flask.cli import with_appcontext

from config import ROOT

COMMAND = (sys.executable, "-m", "hotline.routing_cli")
PASSED_ON = {"ignore_unknown_options": True, "help_option_names": []}


@click.command("routing", context_settings=PASSED_ON)
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
@with_appcontext
def routing_command(arguments: tuple[str, ...]) -> None:
    """Learn which department or class a text belongs to: train, predict, evaluate."""
    routers = Path(current_app.instance_path) / "routers"
    here = ["--routers", str(routers.resolve()), "--folder", str(Path.cwd())]
    with subprocess.Popen(  # noqa: S603
        [*COMMAND, *here, *arguments],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
    ) as worker:
        for line in worker.stdout or ():
            click.echo(line, nl=False)
    raise SystemExit(worker.returncode)
