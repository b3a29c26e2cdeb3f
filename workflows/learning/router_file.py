"""A router as one file: a line of JSON (the card) and plain arrays. Opening it runs nothing and trusts nothing.

Layout: magic, length of the header, header (JSON: card, where each array lies, checksum of the arrays), arrays.
It is written whole under another name and then renamed, so a reader meets the old one or the new one.
"""

from __future__ import annotations

import hashlib
import json
import os
import struct
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from workflows.errors import Refused

FAMILY = b"MQT-ROUTER-"
MAGIC = FAMILY + b"3\n"
LENGTH = struct.Struct("<Q")
LONGEST_HEADER = 4 << 20
ALIGN = 64
KINDS_OF_NUMBER = frozenset({"<u8", "<f2", "<f4", "<f8"})
CHUNK = 1 << 20

Arrays = dict[str, NDArray[Any]]


class BadRouter(Refused):
    """A file that is no router, or no longer what was written; str() says so."""


@dataclass(frozen=True)
class Router:
    """A router that was opened: its card and its arrays, which stay in the file until they are used."""

    card: dict[str, Any]
    arrays: Arrays

    @property
    def labels(self) -> list[str]:
        """The labels that it can propose."""
        return list(self.card["labels"])


def write_router(file: Path, card: dict[str, Any], arrays: Arrays) -> int:
    """Write a router, for its owner's eyes; return the number of bytes."""
    places, bodies, at, digest = {}, [], 0, hashlib.sha256()
    for name, array in arrays.items():
        plain = np.ascontiguousarray(array, dtype=array.dtype.newbyteorder("<"))
        body = plain.tobytes()
        body += bytes(-len(body) % ALIGN)
        places[name] = {"kind": plain.dtype.str, "shape": list(plain.shape), "at": at}
        bodies.append(body)
        digest.update(body)
        at += len(body)
    header = json.dumps(
        {"card": card, "arrays": places, "bytes": at, "sha256": digest.hexdigest()}, ensure_ascii=False
    ).encode()
    header += b" " * (-(len(MAGIC) + LENGTH.size + len(header)) % ALIGN)
    file.parent.mkdir(parents=True, exist_ok=True)
    unfinished = file.with_name(f".{file.name}.{os.getpid()}")
    try:
        with unfinished.open("xb") as out:
            unfinished.chmod(0o600)
            for part in (MAGIC, LENGTH.pack(len(header)), header, *bodies):
                out.write(part)
            out.flush()
            os.fsync(out.fileno())
        unfinished.replace(file)
    finally:
        unfinished.unlink(missing_ok=True)
    return len(MAGIC) + LENGTH.size + len(header) + at


def open_router(file: Path) -> Router:
    """Open a router; BadRouter where the file is missing, foreign, cut or changed."""
    try:
        with file.open("rb") as raw:
            if (magic := raw.read(len(MAGIC))) != MAGIC:
                raise BadRouter(foreign(file, magic))
            length = LENGTH.unpack(raw.read(LENGTH.size))[0]
            if length > LONGEST_HEADER:
                raise BadRouter("模型文件校验不符，请重新训练。")
            header = json.loads(raw.read(length))
            start, digest = raw.tell(), hashlib.sha256()
            while chunk := raw.read(CHUNK):
                digest.update(chunk)
        if digest.hexdigest() != header["sha256"]:
            raise BadRouter("模型文件校验不符，请重新训练。")
        arrays = {name: placed(file, start, place) for name, place in header["arrays"].items()}
        return Router(header["card"], arrays)
    except FileNotFoundError:
        raise BadRouter(f"没有分派模型文件：{file}。请先运行 flask routing train。") from None
    except (OSError, ValueError, KeyError, TypeError, AttributeError, struct.error) as error:
        raise BadRouter("模型文件校验不符，请重新训练。") from error


def foreign(file: Path, magic: bytes) -> str:
    """Return why a file that does not begin as a router of this version does cannot be opened."""
    if magic.startswith(FAMILY):
        return f"{file.name} 是其他版本训练的分派模型，请重新训练。"
    return f"{file.name} 不是分派模型文件。"


def placed(file: Path, start: int, place: dict[str, Any]) -> NDArray[Any]:
    """Return one array of the file, mapped: its pages are read when needed and shared between processes."""
    if place["kind"] not in KINDS_OF_NUMBER:
        raise BadRouter("模型文件校验不符，请重新训练。")
    shape = tuple(place["shape"])
    return np.memmap(file, dtype=place["kind"], mode="r", offset=start + place["at"], shape=shape)
