"""`flask city load`: loads a city pack from cities/ or from any folder."""

from datetime import UTC, datetime
from pathlib import Path

import click
from flask.cli import AppGroup

from config import ROOT
from models.transaction import unit_of_work
from workflows.city_pack.complaints import BadPack
from workflows.city_pack.loading import load
from workflows.city_pack.reading import read
from workflows.errors import Refused

city_cli = AppGroup("city", help="The city this installation serves.")


def folder_of(name: str) -> Path:
    """Return the folder of a pack, named as in cities/ or by its path."""
    for folder in (ROOT / "cities" / name, Path(name)):
        if (folder / "city.toml").is_file():
            return folder
    known = "、".join(sorted(file.parent.name for file in ROOT.glob("cities/*/city.toml")))
    raise click.ClickException(f"没有找到城市包“{name}”（目录中须有 city.toml）。现有：{known or '无'}。")


@city_cli.command("load")
@click.argument("pack", metavar="NAME_OR_DIRECTORY")
@click.option("--overwrite", is_flag=True, help="Also replace what was changed on the administration pages.")
def load_city(pack: str, *, overwrite: bool) -> None:
    """Load a city pack; loading it again adds nothing and leaves local changes alone."""
    try:
        found = read(folder_of(pack))
    except BadPack as error:
        raise click.ClickException(str(error)) from error
    try:
        with unit_of_work():
            loaded = load(found, at=datetime.now(UTC), overwrite=overwrite)
    except Refused as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"已载入{loaded.city}。")
    for count in loaded.counts:
        click.echo(f"  {count}")
    if loaded.kept:
        click.echo("  与城市包不同的本地修改已保留；如要改回城市包的内容，请加 --overwrite。")
