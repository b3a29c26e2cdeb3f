"""Runs a command in a process of its own, for what must not enter the web server."""

import subprocess
from collections.abc import Sequence

import click

from config import ROOT


def run_aside(command: Sequence[str]) -> None:
    """Run the command from the house's folder, pass on what it says, and end as it ends."""
    with subprocess.Popen(  # noqa: S603
        command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8"
    ) as worker:
        for line in worker.stdout or ():
            click.echo(line, nl=False)
    raise SystemExit(worker.returncode)
