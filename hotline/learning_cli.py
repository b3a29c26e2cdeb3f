"""What the commands that learn have in common: refusals as sentences, and the folder they were called from."""

from __future__ import annotations

from collections.abc import Callable
from functools import update_wrapper
from pathlib import Path
from typing import Any

import click

from workflows.errors import Refused

FILE = click.Path(dir_okay=False, path_type=Path)
FOLDER = click.Path(file_okay=False, path_type=Path)


class Unusable(click.ClickException):
    """An order or a table that nothing can be done with: its sentence, and exit code 2."""

    exit_code = 2


def refusing(command: Callable[..., None]) -> Callable[..., None]:
    """Turn a refusal into its sentence and exit code 2."""

    def run(*arguments: Any, **options: Any) -> None:
        try:
            command(*arguments, **options)
        except Refused as refused:
            raise Unusable(str(refused)) from None
        except OSError as error:
            raise Unusable(f"文件无法读写：{error.filename}（{error.strerror}）。") from None

    return update_wrapper(run, command)
