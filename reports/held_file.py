"""Held cases as a file of some megabytes, and back: small numbers beside one another take the least space."""

from __future__ import annotations

import json
from collections.abc import Mapping
from io import BytesIO
from typing import Any

import numpy as np

from models.vocabulary import Cohort, Dimension
from reports.besides import Besides, from_columns, to_columns
from reports.held_cases import HeldCases, Keys, Numbers, moment, stamp


def to_bytes(held: HeldCases) -> bytes:
    """Return all of it as a file."""
    columns: dict[str, Any] = {
        "at": np.array([stamp(held.at)]),
        "parts": np.array(held.parts, dtype=np.str_),
        "part-bits": held.part_bits,
        "is-whole": np.array([held.is_whole]),
        "spans": np.array([[stamp(start), stamp(end)] for start, end in held.spans], dtype=np.int64),
        "minutes": held.minutes.astype(np.int32),
        "ids": np.diff(held.ids, prepend=0),
        "ended": held.ended - held.moments[Cohort.RECEIVED],
    }
    for dimension, keys in held.keys.items():
        columns[f"names-{dimension}"] = np.array(keys.names, dtype=np.str_)
        columns[f"keys-{dimension}"] = keys.places
    for cohort, names in held.measures.items():
        columns[f"measures-{cohort}"] = np.array(names, dtype=np.str_)
        columns[f"moments-{cohort}"] = _told(held.moments, cohort)
        columns[f"bits-{cohort}"] = held.bits[cohort]
    answers = json.dumps(held.beside.answers, ensure_ascii=False).encode()
    columns["beside"] = np.frombuffer(answers, dtype=np.uint8)
    columns.update(to_columns(held.beside.events))
    stream = BytesIO()
    np.savez_compressed(stream, **columns)
    return stream.getvalue()


def from_bytes(content: bytes) -> HeldCases:
    """Read what `to_bytes` wrote."""
    with np.load(BytesIO(content), allow_pickle=False) as file:
        dimensions = [Dimension(name[5:]) for name in file.files if name.startswith("keys-")]
        cohorts = [Cohort(name[5:]) for name in file.files if name.startswith("bits-")]
        received = np.cumsum(file[f"moments-{Cohort.RECEIVED}"])
        return HeldCases(
            moment(int(file["at"][0])),
            tuple((moment(int(start)), moment(int(end))) for start, end in file["spans"]),
            np.cumsum(file["ids"]),
            {d: Keys([str(n) for n in file[f"names-{d}"]], file[f"keys-{d}"]) for d in dimensions},
            {c: received if c is Cohort.RECEIVED else file[f"moments-{c}"] + received for c in cohorts},
            {cohort: file[f"bits-{cohort}"] for cohort in cohorts},
            file["ended"] + received,
            {cohort: tuple(str(name) for name in file[f"measures-{cohort}"]) for cohort in cohorts},
            tuple(str(part) for part in file["parts"]),
            file["part-bits"],
            bool(file["is-whole"][0]),
            file["minutes"] if "minutes" in file.files else np.array([], dtype=np.int64),
            Besides(
                json.loads(file["beside"].tobytes()) if "beside" in file.files else {}, from_columns(file)
            ),
        )


def _told(moments: Mapping[Cohort, Numbers], cohort: Cohort) -> Numbers:
    """Return moments as they are written: how long after the one before, or after the case was received.

    Small numbers take half the space. That a difference with NEVER overflows is no loss: the sum comes back.
    """
    received = moments[Cohort.RECEIVED]
    return np.diff(received, prepend=0) if cohort is Cohort.RECEIVED else moments[cohort] - received
