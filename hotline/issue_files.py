"""Files of issues on disk: written whole before their row, read only if they are still what was written."""

import hashlib
import logging
import os
import secrets
from collections.abc import Iterable
from pathlib import Path

from flask import current_app

from hotline.uploads import sync_folder
from models.report_issue import IssueFile
from models.vocabulary import IssueFileKind
from workflows.report_issues import KeptFile

logger = logging.getLogger(__name__)


class Tampered(Exception):
    """A file is not what was kept; str() is the sentence for the user."""

    def __init__(self, file: IssueFile) -> None:
        super().__init__(
            f"“{file.file_name}”与保存时登记的校验值（SHA-256）不符或已缺失，可能被改动过，已拒绝使用。"
            "请立即联系系统管理员，从备份中恢复原文件。"
        )
        self.file = file


def keep(content: bytes, kind: IssueFileKind, file_name: str) -> KeptFile:
    """Write a file to its place, whole and on disk before anything refers to it."""
    stored_name = secrets.token_hex(16)
    target = path_of(stored_name)
    target.parent.mkdir(parents=True, exist_ok=True)
    unfinished = target.with_suffix(".part")
    try:
        with unfinished.open("wb") as out:
            out.write(content)
            out.flush()
            os.fsync(out.fileno())
        unfinished.rename(target)
        sync_folder(target.parent)
    finally:
        unfinished.unlink(missing_ok=True)
    return KeptFile(kind, stored_name, file_name, len(content), hashlib.sha256(content).hexdigest())


def read(file: IssueFile) -> bytes:
    """Return the file's content. Raises Tampered where it is missing or not what was kept."""
    try:
        content = path_of(file.stored_name).read_bytes()
    except FileNotFoundError:
        content = b""
    if hashlib.sha256(content).hexdigest() != file.sha256:
        logger.error("file %d of issue %d is not what was kept", file.id, file.issue_id)
        raise Tampered(file)
    return content


def remove(stored_names: Iterable[str]) -> None:
    """Take files away that no row names."""
    for name in stored_names:
        if name:
            path_of(name).unlink(missing_ok=True)


def path_of(stored_name: str) -> Path:
    """Return where a file lies: in a folder named after its first two characters."""
    issues: Path = current_app.config["SETTINGS"].issues_dir
    return issues / stored_name[:2] / stored_name
