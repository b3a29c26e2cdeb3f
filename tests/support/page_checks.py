"""What must be true of every page, whoever sees it: valid HTML, one heading, labels, CSRF, no stray None."""

import re
from collections import Counter
from collections.abc import Mapping
from functools import lru_cache
from xml.etree.ElementTree import Element, TreeBuilder

from lxml import etree
from markupever import HtmlOptions, Parser

NO_LABEL_NEEDED = {"hidden", "submit", "button", "image", "reset"}
UNSEEN = {"script", "style", "template", "noscript"}
BLOCKS = {"p", "div", "li", "td", "th", "dt", "dd", "option", "label", "h1", "h2", "h3", "br"}
STRAY = re.compile(
    r"\bNone\b|\bUndefined\b|\bundefined\b|\bNaN\b|\{\{|\}\}|\{%|<[A-Z]\w+ object|"
    r"\b(?:CaseState|Action|Channel|Kind|Urgency|Permission|Rating)\.[A-Z_]+"
)


def parse(html: str, *, fragment: bool = False) -> tuple[Element, list[str]]:
    """Return the tree of a page or fragment, and what the HTML5 parser complained of; neither is to be changed."""
    tree, complaints = _parsed(html, fragment)
    return tree, list(complaints)


@lru_cache(maxsize=4)
def _parsed(html: str, fragment: bool) -> tuple[Element, tuple[str, ...]]:
    """Parse it, once for the check and for who reads on."""
    tree: Element = etree.fromstring(
        html if html.strip() else "<html></html>", etree.HTMLParser(target=PlainTree())
    )
    return tree, tuple(_complaints(html, fragment))


class PlainTree(TreeBuilder):
    """Builds plain elements of what the quick parser reads; who holds one may tell it from others by identity."""

    def start(self, tag: str, attrs: Mapping[str, str], /) -> Element:  # type: ignore[override]
        """Open an element; the parser gives its attributes as something else than the dict wanted here."""
        return super().start(tag, dict(attrs))


def _complaints(html: str, fragment: bool) -> list[str]:
    """Return what a parser by the standard finds wrong, each with the first line that brings it about."""
    found: dict[str, int | None] = dict.fromkeys(_errors(html, fragment))
    lines = html.splitlines(keepends=True) if found else []
    for number in range(1, len(lines) + 1):
        # The parser does not say where it was; a page that has faults may take its time.
        for error in _errors("".join(lines[:number]), fragment):
            if error in found and found[error] is None:
                found[error] = number
    return [f"line {number}: {error}" for error, number in found.items()]


def _errors(html: str, fragment: bool) -> list[str]:
    parser = Parser(HtmlOptions(full_document=not fragment))
    parser.process(html)
    parser.finish()
    return parser.errors()


def text_of(element: Element) -> str:
    """Return the text that a reader sees in the element, white space joined."""
    seen: list[str] = []
    _see(element, seen)
    return " ".join("".join(seen).split())


def _see(element: Element, seen: list[str]) -> None:
    """Add what a reader sees of the element; lists, as a page has thousands of parts."""
    if element.tag in UNSEEN:
        return
    seen.append(element.text or "")
    for child in element:
        _see(child, seen)
        seen.append(child.tail or "")
    if element.tag in BLOCKS:
        seen.append(" ")


def faults_of_page(html: str) -> list[str]:
    """Return everything wrong with a whole page; an empty list for a good one."""
    tree, faults = parse(html)
    headings, titles = list(tree.iter("h1")), list(tree.iter("title"))
    if len(headings) != 1:
        faults.append(f"{len(headings)} h1 elements instead of one")
    elif not titles or text_of(headings[0]) not in text_of(titles[0]):
        faults.append(f"the title does not contain the heading {text_of(headings[0])!r}")
    if not (tree.get("lang") or "").startswith("zh"):
        faults.append("the page's language is not Chinese")
    return faults + faults_of_tree(tree)


def faults_of_fragment(html: str) -> list[str]:
    """Return everything wrong with a part of a page."""
    tree, faults = parse(html, fragment=True)
    return faults + faults_of_tree(tree, whole=False)


def faults_of_tree(tree: Element, *, whole: bool = True) -> list[str]:
    """Return what is wrong within a page, or within a part of one (whose labels may be elsewhere)."""
    ids = Counter(element.get("id") for element in tree.iter() if element.get("id"))
    faults = [f"id {name!r} stands {times} times" for name, times in ids.items() if times > 1]
    faults += _unlabelled(tree)
    faults += _unsafe_forms(tree)
    faults += _nameless(tree)
    faults += _inline(tree)
    if whole:
        faults += _dangling(tree, set(ids))
    if stray := STRAY.search(text_of(tree)):
        faults.append(f"a reader sees {stray.group()!r}")
    faults += [
        f"{element.tag} has {name}={value!r}"
        for element in tree.iter()
        for name, value in element.attrib.items()
        if name in {"value", "title", "alt", "href", "aria-label", "placeholder"} and value == "None"
    ]
    return faults


def _unlabelled(tree: Element) -> list[str]:
    labelled = {label.get("for") for label in tree.iter("label")}
    wrapped = {id(field) for label in tree.iter("label") for field in label.iter()}
    return [
        f"{field.tag} {field.get('name')!r} has no label"
        for field in tree.iter()
        if field.tag in {"input", "select", "textarea"}
        and field.get("type", "text") not in NO_LABEL_NEEDED
        and not (field.get("id") in labelled and field.get("id"))
        and id(field) not in wrapped
        and not field.get("aria-label")
        and not field.get("aria-labelledby")
    ]


def _unsafe_forms(tree: Element) -> list[str]:
    return [
        f"the form to {form.get('action')!r} posts without a CSRF token"
        for form in tree.iter("form")
        if form.get("method", "get").lower() == "post"
        and not any(field.get("name") == "csrf_token" and field.get("value") for field in form.iter("input"))
    ]


def _nameless(tree: Element) -> list[str]:
    nameless = [
        f"{element.tag} {element.get('href') or element.get('class') or ''} says nothing"
        for element in tree.iter()
        if element.tag in {"a", "button"}
        and not text_of(element)
        and not element.get("aria-label")
        and not element.get("aria-labelledby")
        and not any(image.get("alt") for image in element.iter("img"))
    ]
    return nameless + ["an image has no alt" for image in tree.iter("img") if image.get("alt") is None]


def _inline(tree: Element) -> list[str]:
    faults = []
    for element in tree.iter():
        for name, value in element.attrib.items():
            if name == "style" or name.startswith("on"):
                faults.append(f"{element.tag} has an inline {name}")
            if name in {"src", "href"} and element.tag != "a" and re.match(r"(?:https?:)?//", value):
                faults.append(f"{element.tag} loads {value} from another server")
        if element.tag == "style":
            faults.append("an inline style sheet")
        if element.tag == "script" and not element.get("src") and element.get("type") != "application/json":
            faults.append("an inline script")
    return faults


def _dangling(tree: Element, ids: set[str | None]) -> list[str]:
    faults = []
    for element in tree.iter():
        for name in ("for", "aria-labelledby", "aria-describedby", "aria-controls", "list"):
            if name == "for" and element.tag == "output":
                continue
            missing = [part for part in (element.get(name) or "").split() if part not in ids]
            faults += [f"{element.tag} {name}={part!r} points to nothing" for part in missing]
        href = element.get("href") or ""
        if element.tag == "a" and href.startswith("#") and len(href) > 1 and href[1:] not in ids:
            faults.append(f"link {href} points to nothing")
    return faults
