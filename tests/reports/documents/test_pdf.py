"""The PDF: as large as the paper, its sentences as text, its types inside, and nothing of a text read as code."""

from io import BytesIO

import pypdfium2
import pytest
from pypdfium2 import raw

from reports.documents import pdf, typesetting
from reports.documents.fonts import PaperFonts
from reports.documents.paper import Heading, Paper, Paragraph, Said
from reports.documents.typesetting import CannotTypeset, why_not
from reports.workbooks.sheet import safe_text
from tests.attack.test_intake_corpus import payloads
from tests.support.papers import SENTENCE, make_formal, make_paper, make_table, of_text

TYPES = PaperFonts()
MM = 72 / 25.4


def opened(paper: Paper) -> pypdfium2.PdfDocument:
    return pypdfium2.PdfDocument(BytesIO(pdf.write(paper, TYPES)))


def text_of(document: pypdfium2.PdfDocument) -> list[str]:
    """Return the text of each page without line breaks and spaces."""
    return ["".join(page.get_textpage().get_text_range().split()) for page in document]


def tops(document: pypdfium2.PdfDocument, page: int, word: str) -> list[float]:
    """Return how far below the page's upper edge, in millimetres, the word stands each time."""
    sheet = document[page].get_textpage()
    found, places = sheet.search(word), []
    while (hit := found.get_next()) is not None:
        _left, _bottom, _right, top = sheet.get_charbox(hit[0])
        places.append((document[page].get_height() - top) / MM)
    return places


def test_every_page_is_a4_and_the_annex_begins_a_new_one() -> None:
    document = opened(make_paper())

    assert len(document) >= 2
    for page in document:
        assert (round(page.get_width() / MM), round(page.get_height() / MM)) == (210, 297)
    pages = text_of(document)
    assert "附件明细表" in pages[-1]
    assert "附件" not in pages[0]


def test_its_sentences_are_text_that_can_be_searched() -> None:
    text = "".join(text_of(opened(make_paper())))

    for said in (
        SENTENCE,
        "一、受理情况",
        "（一）区县",
        "临水市12345热线日报",
        "2026年第3期（总第74期）",
        "统计口径：按受理时间归期。",
        "抄送：各区政府。",
        "受理数走势（件）",
    ):
        assert said in text


def test_a_formal_paper_has_its_number_addressee_copy_and_secrecy() -> None:
    first = text_of(opened(make_formal()))[0]

    for said in (
        "000012",
        "秘密★1年",
        "特急",
        "临水市12345热线文件",
        "临热线〔2026〕3号",
        "各区政府，市直各单位：",
    ):
        assert said in first
    mark = tops(opened(make_formal()), 0, "临水市12345热线文件")[0]
    assert mark == pytest.approx(37 + 35, abs=3), "35 mm below the top of the type area"


def test_a_full_page_has_22_lines_of_28_characters() -> None:
    body = Paragraph((Said("热" * 2000),))

    document = opened(make_paper(blocks=(Heading(1, "热"), body)))

    lines = document[1].get_textpage().get_text_range().split()
    full = [line for line in lines if set(line) == {"热"}]
    assert len(full) == 22
    assert {len(line) for line in full[:-1]} == {28}


def test_page_numbers_stand_outside_between_dashes() -> None:
    document = opened(make_paper(blocks=(make_table(120),)))

    for place, page in enumerate(document):
        sheet = page.get_textpage()
        assert f"—{place + 1}—" in "".join(sheet.get_text_range().split())
        footer = sheet.get_text_bounded(bottom=0, top=35 * MM)
        assert "".join(footer.split()) == f"—{place + 1}—"
        half = page.get_width() / 2
        side = sheet.get_text_bounded(left=half, bottom=0, top=35 * MM)
        assert bool(side.strip()) is (place % 2 == 0)


def test_a_long_table_repeats_its_header_on_every_page() -> None:
    pages = text_of(opened(make_paper(blocks=(make_table(120),))))

    with_lines = [page for page in pages if "单位" in page]
    assert len(with_lines) > 2
    assert all("受理情况序号承办单位" in page for page in with_lines)
    assert "单位120" in "".join(pages)


def test_the_types_are_inside_the_file() -> None:
    document = opened(make_paper())

    embedded = set()
    for page in document:
        for item in page.get_objects(filter=[raw.FPDF_PAGEOBJ_TEXT]):
            font = raw.FPDFTextObj_GetFont(item.raw)
            embedded.add(raw.FPDFFont_GetIsEmbedded(font))
    assert embedded == {1}


def test_the_file_names_its_issuer_and_is_the_same_each_time() -> None:
    document = opened(make_paper())

    assert document.get_metadata_value("Title") == "2026年3月热线受理办理情况"
    assert document.get_metadata_value("Author") == "临水市12345热线"
    assert pdf.write(make_paper(), TYPES) == pdf.write(make_paper(), TYPES)


@pytest.mark.parametrize(
    "text",
    [
        "#panic(1)",
        '#read("/etc/passwd")',
        "*粗* _斜_ $x^2$ @ref <label>",
        '"); panic("x',
        "\\u{41} // 注释",
        "一\n二",
        "漏\x00水",
        "= 标题",
        "[#import]",
    ],
)
def test_text_is_never_code(text: str) -> None:
    said = "".join(safe_text(text).split())

    pages = "".join(text_of(opened(of_text(text))))

    assert pages.count(said) >= 5


def test_a_machine_without_chinese_types_says_so_instead_of_printing_boxes(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert why_not(TYPES) == ""
    monkeypatch.setattr(typesetting, "families", lambda: frozenset({"DejaVu Sans"}))

    assert "没有可用的中文字体" in why_not(TYPES)
    with pytest.raises(CannotTypeset, match="请管理员安装"):
        pdf.write(make_paper(), TYPES)


def test_a_paper_that_does_not_end_is_given_up_with_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(typesetting, "PATIENCE", 0.001)

    with pytest.raises(CannotTypeset, match="请缩短统计周期"):
        pdf.write(make_paper(), TYPES)


def test_a_source_that_is_wrong_is_a_fault_of_ours_and_says_where() -> None:
    with pytest.raises(RuntimeError, match=r"the press ended with 1: (.|\n)*unknown variable: nonsense"):
        typesetting.typeset(b"#nonsense", {}, form="pdf")


def test_the_same_paper_says_the_same_in_every_form() -> None:
    paper = make_paper()
    text = "".join(text_of(opened(paper)))

    for said in paper.said():
        assert "".join(said.text.split()) in text


@pytest.mark.shared
def test_the_corpus_of_hostile_inputs_is_set_as_text() -> None:
    texts = [
        text[:200] for _, kind, text in payloads() if kind in {"XSS", "SSTI", "UNICODE", "FORMULA", "SQLI"}
    ]
    assert len(texts) > 80
    blocks = tuple(block for text in texts for block in of_text(text).blocks[1:3])

    pages = "".join(text_of(opened(make_paper(blocks=blocks))))

    plain = [text for text in texts if text.isascii() and text.isprintable() and len(text) < 60]
    assert len(plain) > 20
    assert not [text for text in plain if "".join(text.split()) not in pages]
