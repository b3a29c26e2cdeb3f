"""Brings a database to where work can begin: migrations, city pack, demo accounts and cases where none are.

Safe to repeat. Prints the demo accounts that still open the door; says nothing else unless something fails.
"""

import contextlib
import io
import sys
from pathlib import Path

import click
from flask import Flask
from flask.cli import ScriptInfo

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from app import create_app  # noqa: E402


def run(app: Flask, *arguments: str) -> str:
    """Run `flask ARGUMENTS` within this process and return what it printed."""
    said = io.StringIO()
    with contextlib.redirect_stdout(said):
        failed = app.cli.main(
            list(arguments),
            prog_name="flask",
            obj=ScriptInfo(create_app=lambda: app),
            standalone_mode=False,
        )
    if failed:
        raise click.ClickException(f"flask {' '.join(arguments)} failed.")
    return said.getvalue()


def main(city: str, weeks: str) -> str:
    """Prepare the database of the environment's settings for the city; return the demo accounts' list.

    `weeks` of demo cases are made where there are none yet.
    """
    app = create_app()
    run(app, "db", "upgrade")
    run(app, "city", "load", city)
    if app.config["SETTINGS"].production:
        return ""
    accounts = run(app, "users", "demo")
    if accounts:
        run(app, "demo", "--weeks", weeks)
    return accounts


if __name__ == "__main__":
    try:
        sys.stdout.write(main(*sys.argv[1:]))
    except click.ClickException as error:
        sys.exit(error.format_message())
