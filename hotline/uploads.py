"""Takes files in: known types by their first bytes, limited in number and size, kept under generated names."""

import hashlib
import os
import re
import secrets
import unicodedata
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from flask import current_app
from werkzeug.datastructures import FileStorage

from config import MEBIBYTE
from workflows.attachments import MOST_AT_ONCE, StoredFile
from workflows.errors import BadInput

# What a file begins with, and what that makes it. Office files are told apart by what they contain.
BEGINNINGS: tuple[tuple[bytes, int, str], ...] = (
    (b"\xff\xd8\xff", 0, "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", 0, "image/png"),
    (b"WEBP", 8, "image/webp"),
    (b"%PDF-", 0, "application/pdf"),
    (b"WAVE", 8, "audio/wav"),
    (b"#!AMR", 0, "audio/amr"),
    (b"ID3", 0, "audio/mpeg"),
    (b"\xff\xfb", 0, "audio/mpeg"),
    (b"\xff\xf3", 0, "audio/mpeg"),
    (b"\xff\xf2", 0, "audio/mpeg"),
    (b"ftyp", 4, "video/mp4"),
)
OFFICE = {
    "word/document.xml": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xl/workbook.xml": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
ENDINGS = {
    "image/jpeg": (".jpg", ".jpeg"),
    "image/png": (".png",),
    "image/webp": (".webp",),
    "application/pdf": (".pdf",),
    "audio/wav": (".wav",),
    "audio/amr": (".amr",),
    "audio/mpeg": (".mp3",),
    "video/mp4": (".mp4",),
    "text/plain": (".txt",),
    OFFICE["word/document.xml"]: (".docx",),
    OFFICE["xl/workbook.xml"]: (".xlsx",),
}
ACCEPTED = ",".join(ending for endings in ENDINGS.values() for ending in endings)
SENTENCE = "只能上传图片（jpg、png、webp）、文档（pdf、docx、xlsx、txt）、录音（mp3、wav、amr）和视频（mp4）"
HEAD = 4096
CHUNK = MEBIBYTE
LONGEST_NAME = 120


@contextmanager
def kept(files: Iterable[FileStorage]) -> Iterator[list[StoredFile]]:
    """Keep the files on disk for a step; if the step fails they are taken away again."""
    stored: list[StoredFile] = []
    try:
        given = [file for file in files if file and file.filename]
        if len(given) > MOST_AT_ONCE:
            raise BadInput(f"一次最多上传 {MOST_AT_ONCE} 个附件。", "files")
        stored.extend(keep(file) for file in given)
        yield stored
    except BaseException:
        remove(file.stored_name for file in stored)
        raise


def remove(stored_names: Iterable[str]) -> None:
    """Take files away that no row names any more."""
    for name in stored_names:
        path_of(name).unlink(missing_ok=True)


def keep(file: FileStorage) -> StoredFile:
    """Check one file and write it to its place, whole and on disk before anything refers to it."""
    name = clean_name(file.filename or "")
    media_type = type_of(file, name)
    stored_name = secrets.token_hex(16)
    target = path_of(stored_name)
    target.parent.mkdir(parents=True, exist_ok=True)
    unfinished = target.with_suffix(".part")
    digest, size = hashlib.sha256(), 0
    try:
        with unfinished.open("wb") as out:
            while chunk := file.stream.read(CHUNK):
                digest.update(chunk)
                size += len(chunk)
                out.write(chunk)
            out.flush()
            os.fsync(out.fileno())
        unfinished.rename(target)
        sync_folder(target.parent)
    finally:
        unfinished.unlink(missing_ok=True)
    return StoredFile(stored_name, name, media_type, size, digest.hexdigest())


def sync_folder(folder: Path) -> None:
    """Make the new name itself survive a power failure."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def path_of(stored_name: str) -> Path:
    """Return where a file lies: in a folder named after its first two characters."""
    uploads: Path = current_app.config["SETTINGS"].uploads_dir
    return uploads / stored_name[:2] / stored_name


def clean_name(given: str) -> str:
    """Return the name a person gave, without folders, controls and direction marks, of a fair length."""
    name = re.split(r"[\\/]", unicodedata.normalize("NFC", given))[-1]
    name = "".join(c for c in name if unicodedata.category(c)[0] != "C").strip().strip(".")
    stem, dot, ending = name.rpartition(".")
    return f"{stem[: LONGEST_NAME - len(ending)]}{dot}{ending[:10]}" if stem else name[:LONGEST_NAME]


def type_of(file: FileStorage, name: str) -> str:
    """Return what the file is by its content; BadInput where that is not taken, or belies its ending."""
    file.stream.seek(0)
    head = file.stream.read(HEAD)
    file.stream.seek(0)
    if not head:
        raise BadInput(f"附件“{name}”是空文件。", "files")
    found = next((kind for mark, at, kind in BEGINNINGS if head[at : at + len(mark)] == mark), None)
    if found is None and head.startswith(b"PK\x03\x04"):
        found = office_type(file)
    if found is None and is_text(head):
        found = "text/plain"
    if found is None or not name.casefold().endswith(ENDINGS[found]):
        raise BadInput(f"附件“{name}”不能上传：{SENTENCE}，且内容须与扩展名一致。", "files")
    return found


def office_type(file: FileStorage) -> str | None:
    """Return which office file a zip is; only its list of contents is read, nothing is unpacked."""
    try:
        with zipfile.ZipFile(file.stream) as archive:
            inside = set(archive.namelist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError):
        return None
    finally:
        file.stream.seek(0)
    if any(name.endswith("vbaProject.bin") for name in inside):
        return None
    return next((kind for part, kind in OFFICE.items() if part in inside), None)


def is_text(head: bytes) -> bool:
    """Say whether it is plain text, in UTF-8 or GB18030, and no page or program."""
    if b"\0" in head or head.lstrip()[:1] in (b"<", b"#"):
        return False
    for encoding in ("utf-8", "gb18030"):
        for cut in range(4):
            try:
                head[: len(head) - cut].decode(encoding)
            except UnicodeDecodeError:
                continue
            return True
    return False


def disposition(name: str) -> str:
    """Return the header that saves a file under its name, Chinese included (RFC 6266)."""
    plain = re.sub(r"[^A-Za-z0-9._-]", "_", name)
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
