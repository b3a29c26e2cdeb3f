"""Files that come with a step: known types only, whole on disk before the row, sent back under their own name."""

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask

from models.attachment import Attachment
from models.base import db
from models.vocabulary import Action, CaseState
from tests.support.desk import Desk
from tests.support.office import make_office
from tests.support.pages import Page, Visitor

pytestmark = pytest.mark.one_database

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 40
PDF = b"%PDF-1.7\n..."


def office_file(*parts: str) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for part in parts:
            archive.writestr(part, "<x/>")
    return packed.getvalue()


@pytest.fixture
def desk(app: Flask, visit: Callable[..., Visitor]) -> Desk:
    """Return the people of an office at their browsers."""
    assert app
    return Desk(make_office(), visit)


def upload(desk: Desk, content: bytes, name: str, *, status: int = 200) -> Page:
    case = desk.office.case_in(CaseState.HANDLING)
    fields = {"note": "已到现场", "files": (io.BytesIO(content), name)}
    return desk.take("officer", case, Action.NOTE_PROGRESS, status=status, **fields)


def stored(app: Flask) -> list[Path]:
    return [path for path in app.config["SETTINGS"].uploads_dir.rglob("*") if path.is_file()]


TAKEN = [
    ("现场照片.png", PNG, "image/png"),
    ("照片.JPG", b"\xff\xd8\xff\xe0....", "image/jpeg"),
    ("图.webp", b"RIFF\x00\x00\x00\x00WEBPVP8 ", "image/webp"),
    ("批复.pdf", PDF, "application/pdf"),
    ("录音.mp3", b"ID3\x03....", "audio/mpeg"),
    ("录音.wav", b"RIFF\x00\x00\x00\x00WAVEfmt ", "audio/wav"),
    ("录音.amr", b"#!AMR\n....", "audio/amr"),
    ("视频.mp4", b"\0\0\0\x18ftypmp42", "video/mp4"),
    ("说明.txt", "情况说明".encode("gb18030"), "text/plain"),
    ("表.docx", office_file("word/document.xml"), "officedocument.wordprocessingml"),
    ("表.xlsx", office_file("xl/workbook.xml"), "officedocument.spreadsheetml"),
]


@pytest.mark.parametrize(("name", "content", "kind"), TAKEN, ids=[name for name, *_ in TAKEN])
def test_a_file_of_a_known_type_comes_back_whole_under_its_own_name(
    desk: Desk, app: Flask, name: str, content: bytes, kind: str
) -> None:
    page = upload(desk, content, name)

    answer = desk.visitor("officer").client.get(page.links()[name], buffered=True)

    assert answer.data == content
    assert kind in answer.mimetype
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Disposition"].startswith("attachment; filename=")
    assert "filename*=UTF-8''%" in answer.headers["Content-Disposition"]
    row = db.session.scalars(db.select(Attachment)).one()
    assert row.event_id is not None
    assert [path.name for path in stored(app)] == [row.stored_name]


REFUSED = [
    ("空.png", b""),
    ("程序.exe", b"MZ\x90\0"),
    ("网页.txt", b"<html><script>alert(1)</script>"),
    ("假照片.png", PDF),
    ("宏.docx", office_file("word/document.xml", "word/vbaProject.bin")),
    ("压缩.zip", office_file("a.txt")),
    ("图.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>"),
    ("坏.xlsx", b"PK\x03\x04" + b"\0" * 30),
]


@pytest.mark.parametrize(("name", "content"), REFUSED, ids=[name for name, _ in REFUSED])
def test_any_other_file_is_refused_with_a_sentence_and_the_words_stay(
    desk: Desk, app: Flask, name: str, content: bytes
) -> None:
    page = upload(desk, content, name, status=422)

    assert f"附件“{name}”" in page.text
    assert "已到现场" in page.html
    assert not stored(app)
    assert not db.session.scalars(db.select(Attachment)).all()


@pytest.mark.both_databases
def test_a_step_that_is_refused_leaves_no_file_behind(desk: Desk, app: Flask) -> None:
    case = desk.office.case_in(CaseState.HANDLING)
    form = desk.open("officer", case).follow(Action.NOTE_PROGRESS.label)
    case.title = "同时被他人修改"
    db.session.commit()

    form.fill(note="已到现场", files=(io.BytesIO(PNG), "现场.png")).press(
        Action.NOTE_PROGRESS.label, status=409
    )

    assert not stored(app)


def test_folders_and_hidden_marks_in_a_name_are_dropped(desk: Desk) -> None:
    page = upload(desk, PNG, "../../etc/照\u202e片.png")

    assert "照片.png" in page.links()


def test_a_department_without_a_part_cannot_fetch_a_file(desk: Desk) -> None:
    page = upload(desk, PNG, "现场.png")
    stranger = desk.office.person("officer", department=desk.office.other)

    desk.visitor(stranger).get(page.links()["现场.png"], status=404)


def test_voices_are_only_for_those_who_may_know_the_caller(desk: Desk) -> None:
    page = upload(desk, b"ID3\x03....", "录音.mp3")
    url = page.links()["录音.mp3"]
    colleague = desk.office.person("officer", department=desk.office.bureau)

    assert desk.visitor("dispatcher").client.get(url, buffered=True).status_code == 200
    assert desk.visitor(colleague).client.get(url, buffered=True).status_code == 404
    case_id = int(url.split("/")[2])
    assert "录音.mp3" not in desk.visitor(colleague).get(f"/cases/{case_id}").text
