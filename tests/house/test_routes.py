"""Every route is guarded, every URL reads alike, every command has its help."""

import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from flask import Flask

from app import create_app
from tests.support.settings import settings_for


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """Build the app without looking at its database."""
    folder: Path = tmp_path_factory.mktemp("house")
    return create_app(settings_for(f"sqlite:///{folder}/none.sqlite3", folder))


def test_every_route_says_who_may_enter(house: Flask) -> None:
    views = house.view_functions.items()
    assert not [name for name, view in views if name != "static" and not hasattr(view, "guard")]


def test_urls_are_kebab_case_with_typed_parts(house: Flask) -> None:
    odd = [
        rule.rule for rule in house.url_map.iter_rules() if rule.endpoint != "static" and _is_odd(rule.rule)
    ]
    assert not odd


def _is_odd(url: str) -> bool:
    fixed = re.sub(r"<[^>]+>", "", url)
    untyped = [part for part in re.findall(r"<([^>]+)>", url) if ":" not in part]
    return bool(untyped) or fixed != fixed.lower() or "_" in fixed


def test_what_changes_something_is_never_a_get(house: Flask) -> None:
    verbs = ("create", "update", "delete", "dispatch", "sign_for", "close", "decide", "remove", "add", "send")
    reading = [
        rule.endpoint
        for rule in house.url_map.iter_rules()
        if rule.methods == {"GET", "HEAD", "OPTIONS"} and rule.endpoint.split(".")[-1].startswith(verbs)
    ]
    assert not reading


def test_every_command_says_what_it_does(house: Flask) -> None:
    ours = [
        command for name, command in _commands(house.cli) if name.split()[0] not in {"db", "run", "shell"}
    ]
    assert ours
    assert not [command.name for command in ours if not command.help]


def _commands(group: click.Group, path: str = "") -> Iterator[tuple[str, click.Command]]:
    for name, command in group.commands.items():
        yield f"{path}{name}", command
        if isinstance(command, click.Group):
            yield from _commands(command, f"{path}{name} ")
