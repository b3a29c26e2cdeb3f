"""`flask routing train|predict|evaluate`: from files in a process of its own; train without --from: from the cases."""

from datetime import UTC, datetime
from pathlib import Path

import click
from flask import current_app
from flask.cli import with_appcontext

from hotline.aside import run_aside
from hotline.router_training import COMMAND, train_version
from models.queries import router_versions
from models.router_version import Purpose, VersionState
from models.transaction import unit_of_work
from workflows.errors import Refused
from workflows.routing_versions import ask_training

PASSED_ON = {"ignore_unknown_options": True, "help_option_names": []}
FROM_CASES = ("train",)
OF_A_VERSION = "train-version"


@click.command("routing", context_settings=PASSED_ON)
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
@with_appcontext
def routing_command(arguments: tuple[str, ...]) -> None:
    """Learn which department or class a text belongs to: train, predict, evaluate."""
    folder = (Path(current_app.instance_path) / "routers").resolve()
    if arguments == FROM_CASES:
        train_from_cases(folder)
        return
    if arguments[:1] == (OF_A_VERSION,):
        click.echo("训练完毕。" if train_version(int(arguments[1]), folder, say=click.echo) else "无需训练。")
        return
    here = ["--routers", str(folder), "--folder", str(Path.cwd())]
    run_aside([*COMMAND, *here, *arguments])


def train_from_cases(folder: Path) -> None:
    """Train a version for each purpose from the closed cases; exit code 2 where none came of it."""
    trained = 0
    for purpose in Purpose:
        try:
            with unit_of_work():
                version_id = ask_training(purpose, by=None, at=datetime.now(UTC)).id
        except Refused as refused:
            click.echo(str(refused))
            continue
        train_version(version_id, folder, say=click.echo)
        version = router_versions.find(version_id)
        if version is not None and version.state is VersionState.READY:
            trained += 1
            click.echo(f"版本 {version_id} 已训练，请在“分派模型”页面查看并启用。")
    raise SystemExit(0 if trained else 2)
