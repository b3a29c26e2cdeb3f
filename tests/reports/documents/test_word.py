"""The Word file: page, grid, types and head of GB/T 9704-2012, read back from the file itself."""

import subprocess
import zipfile
from io import BytesIO
from typing import Any
from unittest.mock import Mock
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

import docx
import pytest
from docx.shared import Mm

from reports.documents import typesetting, word
from reports.documents.drawing import drawn
from reports.documents.fonts import PaperFonts
from reports.documents.paper import Chart, Paper
from reports.workbooks.sheet import safe_text
from tests.attack.test_intake_corpus import payloads
from tests.support.papers import SENTENCE, make_chart, make_formal, make_paper, make_table, of_text

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
TYPES = PaperFonts()


def written(paper: Paper, types: PaperFonts = TYPES) -> dict[str, Element]:
    """Write the paper and return the parts of the file that are XML, by name."""
    with zipfile.ZipFile(BytesIO(word.write(paper, types))) as parts:
        return {
            name: ElementTree.fromstring(parts.read(name))
            for name in parts.namelist()
            if name.endswith(".xml")
        }


def body_of(paper: Paper) -> Element:
    return written(paper)["word/document.xml"]


def lines_of(tree: Element) -> list[str]:
    return ["".join(t.text or "" for t in p.iter(f"{W}t")) for p in tree.iter(f"{W}p")]


def value(element: Element | None, name: str = "val") -> str | None:
    return None if element is None else element.get(f"{W}{name}")


def paragraph(tree: Element, text: str) -> Element:
    return next(p for p in tree.iter(f"{W}p") if text in "".join(t.text or "" for t in p.iter(f"{W}t")))


def test_the_page_is_a4_with_the_margins_and_the_grid_of_the_standard() -> None:
    section = docx.Document(BytesIO(word.write(make_paper(), TYPES))).sections[0]

    assert (section.page_width, section.page_height) == (Mm(210).twips * 635, Mm(297).twips * 635)
    assert [round(m.mm) for m in (section.top_margin, section.left_margin) if m] == [37, 28]
    assert [round(m.mm) for m in (section.bottom_margin, section.right_margin) if m] == [35, 26]
    grid = body_of(make_paper()).find(f".//{W}docGrid")
    assert (value(grid, "type"), value(grid, "linePitch")) == ("lines", "579")
    narrower = written(make_paper())["word/styles.xml"].find(f"{W}docDefaults//{W}rPr/{W}spacing")
    assert value(narrower) == "-5"
    close = [
        style.find(f"{W}pPr/{W}autoSpaceDN")
        for style in written(make_paper())["word/styles.xml"].iter(f"{W}style")
    ]
    assert {value(each) for each in close if each is not None} == {"0"}, (
        "no room between Chinese signs and digits"
    )


def test_body_and_headings_are_set_in_the_types_of_their_level() -> None:
    parts = written(make_paper())
    styles = parts["word/styles.xml"]

    default = styles.find(f"{W}docDefaults//{W}rFonts")
    assert value(default, "eastAsia") == "仿宋_GB2312"
    assert {value(default, script) for script in ("ascii", "hAnsi", "cs")} == {"Times New Roman"}
    assert value(styles.find(f"{W}docDefaults//{W}sz")) == "32"
    looks = {value(style, "styleId"): style for style in styles.iter(f"{W}style")}
    for style, font in (("Heading1", "黑体"), ("Heading2", "楷体_GB2312"), ("Heading3", "仿宋_GB2312")):
        assert value(looks[style].find(f".//{W}rFonts"), "eastAsia") == font
        assert value(looks[style].find(f".//{W}sz")) == "32"
        assert value(looks[style].find(f".//{W}b")) == "0"
        assert looks[style].find(f".//{W}color") is None
    assert value(looks["Normal"].find(f".//{W}ind"), "firstLineChars") == "200"
    heading = paragraph(parts["word/document.xml"], "一、受理情况")
    assert value(heading.find(f".//{W}pStyle")) == "Heading1"
    assert "（一）区县" in lines_of(parts["word/document.xml"])


def test_a_reader_without_the_types_is_told_what_replaces_them() -> None:
    table = written(make_paper())["word/fontTable.xml"]

    others = {value(font, "name"): value(font.find(f"{W}altName")) for font in table}
    assert set(others) == {"方正小标宋简体", "仿宋_GB2312", "黑体", "楷体_GB2312"}
    assert "Noto Serif CJK SC" in (others["仿宋_GB2312"] or "")


def test_page_numbers_stand_outside() -> None:
    parts = written(make_paper())

    assert parts["word/settings.xml"].find(f"{W}evenAndOddHeaders") is not None
    footers = [tree for name, tree in parts.items() if name.startswith("word/footer")]
    sides = {value(tree.find(f".//{W}jc")) for tree in footers}
    assert sides == {"left", "right"}
    for tree in footers:
        assert "".join(lines_of(tree)) == "—  —"
        assert [i.text for i in tree.iter(f"{W}instrText")] == [" PAGE "]
        assert {value(size) for size in tree.iter(f"{W}sz")} == {"28"}


def test_a_bulletin_has_its_red_mark_issue_issuer_and_day() -> None:
    tree = body_of(make_paper())

    lines = [line for line in lines_of(tree) if line]
    assert lines[:4] == [
        "临水市12345热线日报",
        "2026年第3期（总第74期）",
        "临水市12345热线2026年4月1日",
        "2026年3月热线受理办理情况",
    ]
    mark = paragraph(tree, "临水市12345热线日报")
    assert value(mark.find(f".//{W}color")) == "D9001B"
    rule = paragraph(tree, "临水市12345热线2026年4月1日").find(f".//{W}pBdr/{W}bottom")
    assert (value(rule, "color"), value(rule, "space")) == ("D9001B", "11")
    title = paragraph(tree, "2026年3月热线受理办理情况")
    assert value(title.find(f".//{W}sz")) == "44"
    assert value(title.find(f".//{W}rFonts"), "eastAsia") == "方正小标宋简体"


def test_a_formal_paper_has_number_addressee_copy_and_secrecy() -> None:
    tree = body_of(make_formal())

    lines = lines_of(tree)
    assert lines[:4] == ["000012", "秘密★1年", "特急", "临水市12345热线文件"]
    assert lines[4:9] == ["", "", "临热线〔2026〕3号", "", ""], (
        "two lines above the number and below the rule"
    )
    assert value(paragraph(tree, "临热线〔2026〕3号").find(f".//{W}jc")) == "center"
    assert "各区政府，市直各单位：" in lines
    mark = paragraph(tree, "文件")
    # Three lines of the grid and this distance are the 35 mm of the standard.
    before = int(value(mark.find(f".//{W}spacing"), "before") or 0)
    assert before / 20 + 3 * 28.99 == pytest.approx(35 * 72 / 25.4, abs=0.1)


def test_the_sentence_the_signature_and_the_annex_are_there() -> None:
    tree = body_of(make_paper())
    lines = lines_of(tree)

    assert SENTENCE in lines
    assert lines.index("附件") < lines.index("明细表") < lines.index("明细")
    assert value(paragraph(tree, "附件").find(f".//{W}pageBreakBefore"), "val") is None
    assert paragraph(tree, "附件").find(f".//{W}pageBreakBefore") is not None
    assert "抄送：各区政府。" in lines
    day = next(
        p for p in tree.iter(f"{W}p") if "".join(t.text or "" for t in p.iter(f"{W}t")) == "2026年4月1日"
    )
    assert value(day.find(f".//{W}ind"), "rightChars") == "400"


def test_a_table_repeats_its_header_and_its_columns_fill_the_type_area() -> None:
    table = next(body_of(make_paper(blocks=(make_table(300),))).iter(f"{W}tbl"))

    rows = list(table.iter(f"{W}tr"))
    assert len(rows) == 2 + 300 + 1
    assert [row.find(f"{W}trPr/{W}tblHeader") is not None for row in rows[:3]] == [True, True, False]
    assert all(row.find(f"{W}trPr/{W}cantSplit") is not None for row in rows)
    widths = [int(value(column, "w") or 0) for column in table.iter(f"{W}gridCol")]
    assert sum(widths) == pytest.approx(156 / 25.4 * 1440, abs=5)
    head = [cell.find(f"{W}tcPr/{W}gridSpan") for cell in rows[0].iter(f"{W}tc")]
    assert [value(span) for span in head] == [None, None, "2", None]
    merged = [value(cell.find(f"{W}tcPr/{W}vMerge")) for cell in rows[0].iter(f"{W}tc")]
    assert merged == ["restart", "restart", None, "restart"]
    for row in rows:
        width = sum(int(value(w, "w") or 0) for w in row.iter(f"{W}tcW"))
        assert width == sum(widths), "a reader that adds up cells finds the table as wide in every line"


def test_an_empty_cell_is_no_higher_than_the_others() -> None:
    table = next(body_of(make_paper(blocks=(make_table(),))).iter(f"{W}tbl"))

    empty = [p for p in table.iter(f"{W}p") if not list(p.iter(f"{W}t"))]
    assert empty
    assert {value(p.find(f"{W}pPr/{W}rPr/{W}sz")) for p in empty} == {"24"}


def test_the_properties_of_a_paragraph_are_in_the_order_word_wants() -> None:
    order = [
        "pStyle", "keepNext", "pageBreakBefore", "pBdr", "tabs", "autoSpaceDE", "autoSpaceDN", "snapToGrid", "spacing",
        "ind", "jc", "outlineLvl", "rPr",
    ]  # fmt: skip
    parts = written(make_formal())
    for name in ("word/document.xml", "word/styles.xml", "word/footer1.xml", "word/footer2.xml"):
        for found in parts[name].iter(f"{W}pPr"):
            places = [
                order.index(part.tag.removeprefix(W)) for part in found if part.tag.removeprefix(W) in order
            ]
            assert places == sorted(places)
            assert len(places) == len(found), [part.tag for part in found]


def test_charts_are_pictures_as_wide_as_the_type_area_with_a_text_for_those_who_do_not_see() -> None:
    paper = make_paper()
    document = docx.Document(BytesIO(word.write(paper, TYPES)))

    pictures = list(document.inline_shapes)
    assert [round(picture.width.mm) for picture in pictures] == [156, 156]
    assert {p._inline.docPr.get("descr") for p in pictures} == {"受理数走势（件）"}
    drawings = [drawn(block) for block in paper.blocks if isinstance(block, Chart)]
    assert [p.height / p.width for p in pictures] == pytest.approx(
        [drawing.height / drawing.width for drawing in drawings], rel=0.01
    ), "each stands in its own place"


@pytest.mark.parametrize(("charts", "runs"), [(0, 0), (3, 1)])
def test_all_charts_of_a_paper_are_set_by_one_run_of_the_press(
    charts: int, runs: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = Mock(wraps=subprocess.run)
    monkeypatch.setattr(subprocess, "run", run)

    word.write(make_paper(blocks=(make_chart(),) * charts), TYPES)

    assert run.call_count == runs


def test_where_nothing_can_be_drawn_the_numbers_are_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(typesetting, "families", frozenset)

    tree = body_of(make_paper())

    assert "受理数走势（件）：3/15，3/210，3/30。" in lines_of(tree)


def test_the_file_names_its_issuer_and_day() -> None:
    properties = docx.Document(BytesIO(word.write(make_paper(), TYPES))).core_properties

    assert (properties.author, properties.title) == ("临水市12345热线", "2026年3月热线受理办理情况")
    assert properties.created is not None
    assert f"{properties.created:%Y-%m-%d}" == "2026-04-01"
    assert properties.comments == ""


def test_the_city_s_types_are_used() -> None:
    parts = written(make_paper(), PaperFonts(body="某仿宋", title="某标宋"))

    fonts = {value(f, "eastAsia") for f in parts["word/document.xml"].iter(f"{W}rFonts")}
    assert {"某标宋", "某仿宋"} & fonts == {"某标宋", "某仿宋"}
    assert "仿宋_GB2312" not in fonts


@pytest.mark.parametrize(
    "text",
    ["<w:t>&amp;</w:t>", "漏\x00水\x0b\ud800", "一\n二\t三", "=1+1", "{{ 7*7 }}", "]]>", "\u202e倒", ""],
)
def test_text_is_text_and_what_xml_cannot_hold_is_left_out(text: str) -> None:
    kept = safe_text(text)

    tree = body_of(of_text(text))

    said = "".join(kept.split("\n")).replace("\t", "")
    assert sum(said in line for line in lines_of(tree)) >= 5
    assert not list(tree.iter("w:t"))


@pytest.mark.shared
def test_the_corpus_of_hostile_inputs_is_written_and_read_back() -> None:
    texts = [
        text[:200] for _, kind, text in payloads() if kind in {"XSS", "SSTI", "UNICODE", "FORMULA", "SQLI"}
    ]
    assert len(texts) > 80
    lines: list[Any] = [make_table(1)]
    paper = make_paper(
        blocks=tuple(block for text in texts for block in of_text(text).blocks[1:2]) + tuple(lines)
    )

    found = lines_of(body_of(paper))

    flat = {"".join(safe_text(text).split("\n")).replace("\t", "") for text in texts}
    assert flat <= set(found)
