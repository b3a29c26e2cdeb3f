"""A router learnt, kept in a file, opened, asked; and files that are none."""

import json
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest
from scipy.sparse import csr_matrix

from tests.support.labelled_texts import made_up
from workflows.learning.corpus import corpus_of, rarities, weighed
from workflows.learning.fitting import Fitted, TooLittle, fit
from workflows.learning.folds import folds, groups
from workflows.learning.members import fit_linear
from workflows.learning.packing import arrays_of, card_of
from workflows.learning.predicting import Predictor
from workflows.learning.router_file import FAMILY, LENGTH, MAGIC, BadRouter, open_router, write_router
from workflows.learning.settings import LETTERS, NOTES, LeastSquares, Machines, settings_for
from workflows.learning.words import words

AT = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def fitted() -> Fitted:
    texts, labels = zip(*made_up(240), strict=True)
    return fit(texts, labels, seed=5, say=lambda _: None)


@pytest.fixture(scope="module")
def file(fitted: Fitted, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("routers") / "one.router"
    card = card_of(fitted, trained_at=AT, columns=["text"], label_column="label", rows=240)
    write_router(path, card, arrays_of(fitted))
    return path


def test_it_learns_and_says_how_well(fitted: Fitted) -> None:
    assert fitted.labels == ("供热", "公交", "市容")
    assert fitted.scores.count == 240
    assert fitted.scores.accuracy > 0.85


def test_the_file_predicts_what_the_members_say(fitted: Fitted, file: Path) -> None:
    predictor = Predictor(open_router(file), words)
    texts = [text for text, _ in made_up(240)]
    rows = np.arange(40)
    said = fitted.linear[0].scores(fitted.corpus, fitted.settings, rows)
    for row in rows:
        ranked = predictor.predict(texts[row]).ranked
        assert ranked[0].label == fitted.labels[said[row].argmax()]
        assert 0 < ranked[0].confidence < 1
        assert ranked[0].confidence >= ranked[1].confidence >= ranked[2].confidence


def test_new_texts_go_where_they_belong_with_words_that_say_why(file: Path) -> None:
    predictor = Predictor(open_router(file), words)
    text = "我家在清水湾，暖气不热，室温太低"

    assert predictor.predict(text).ranked[0].label == "供热"
    assert "暖气" in predictor.words_for(text, "供热")
    assert set(predictor.words_for(text, "供热")) <= {"暖气", "室温", "不热", "清水", "清水湾", "太低"}


@pytest.mark.parametrize("text", ["", "Ω≈ç√", "\ud800"])
def test_a_text_that_says_nothing_gets_no_confidence(file: Path, text: str) -> None:
    prediction = Predictor(open_router(file), words).predict(text)

    assert len(prediction.ranked) == 3
    assert prediction.ranked[0].confidence == 0


def test_the_file_is_for_its_owner_and_holds_no_text(file: Path) -> None:
    content = file.read_bytes()

    assert file.stat().st_mode & 0o777 == 0o600
    assert list(file.parent.glob(".*")) == []
    assert not [word for word in ("暖气不热", "幸福小区") if word.encode() in content]


@pytest.mark.parametrize("place", [3, len(MAGIC) + 2, 200, -1])
def test_a_changed_byte_is_noticed(file: Path, tmp_path: Path, place: int) -> None:
    content = bytearray(file.read_bytes())
    content[place] ^= 0x55
    other = tmp_path / "changed.router"
    other.write_bytes(content)

    with pytest.raises(BadRouter, match="模型文件"):
        open_router(other)


@pytest.mark.parametrize("content", [b"", MAGIC, MAGIC + LENGTH.pack(2**60), MAGIC + LENGTH.pack(2) + b"[]"])
def test_what_is_no_router_is_refused(tmp_path: Path, content: bytes) -> None:
    other = tmp_path / "foreign.router"
    other.write_bytes(content)

    with pytest.raises(BadRouter):
        open_router(other)


def test_a_router_of_an_earlier_version_is_to_be_trained_again(tmp_path: Path) -> None:
    other = tmp_path / "old.router"
    other.write_bytes(FAMILY + b"2\n" + LENGTH.pack(2) + b"{}")

    with pytest.raises(BadRouter, match="其他版本训练的分派模型，请重新训练"):
        open_router(other)


def test_arrays_of_objects_are_refused(tmp_path: Path) -> None:
    header = json.dumps(
        {"card": {}, "arrays": {"a": {"kind": "|O", "shape": [1], "at": 0}}, "sha256": ""}
    ).replace('"sha256": ""', '"sha256": "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"')
    other = tmp_path / "objects.router"
    other.write_bytes(MAGIC + LENGTH.pack(len(header)) + header.encode())

    with pytest.raises(BadRouter):
        open_router(other)


@pytest.mark.parametrize("how", [LeastSquares(0.5), Machines(0.3), Machines(1.0, balanced=True)])
@pytest.mark.parametrize("seen", [[0, 1, 3], [1, 3], [2]])
def test_a_member_never_proposes_a_label_that_it_has_not_seen(
    how: LeastSquares | Machines, seen: list[int]
) -> None:
    labels = np.repeat(seen, 6)
    features = csr_matrix(np.eye(4, dtype=np.float32)[labels])

    weights, base = fit_linear(features, labels, 4, how)

    assert np.array_equal((features @ weights + base).argmax(axis=1), labels)
    assert weights.shape == (4, 4)


@pytest.mark.parametrize("labels", [["甲"] * 20, ["甲"] * 10 + ["乙"] * 4, []])
def test_too_little_is_refused(labels: list[str]) -> None:
    with pytest.raises(TooLittle, match="至少需要 2 个类别、每类 5 件"):
        fit(["文本"] * len(labels), labels, seed=5, say=lambda _: None)


def test_near_identical_texts_stay_on_one_side() -> None:
    texts = [text for text, _ in made_up(90)]
    texts += [text + "。" for text in texts[:30]]
    corpus = corpus_of(texts, ("characters",), 2)
    grouped = groups(weighed(corpus, rarities(corpus, np.arange(len(texts))), (1,)))
    labels = np.arange(len(texts)) % 3

    fold = folds(labels, grouped, 4, seed=2)

    assert np.array_equal(grouped[:30], grouped[90:])
    assert all(len(set(fold[grouped == group])) == 1 for group in set(grouped))
    assert set(fold) == {0, 1, 2, 3}


def test_letters_have_a_head_and_notes_do_not() -> None:
    assert settings_for(218) is LETTERS
    assert settings_for(49) is NOTES
