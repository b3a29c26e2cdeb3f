"""Templates keep to the strict content policy, escape everything and import only what they use."""

import re
from pathlib import Path

from tests.house.source_tree import ROOT

TEMPLATES = ROOT / "hotline" / "templates"
FORBIDDEN = {
    "an inline style": r"<style|\sstyle\s*=",
    "an inline script": r"<script(?![^>]*\bsrc=)(?![^>]*type=\"application/json\")",
    "an inline event handler": r"<[^>]*\son[a-z]+\s*=",
    "text that is not escaped": r"\|\s*safe\b|autoescape\s+false|Markup\(",
    "a file from another server": r"(?:src|href)=[\"'](?:https?:)?//(?!\{\{)",
    "a javascript: address": r"javascript:",
}
MACRO_IMPORT = re.compile(
    r"{%-?\s*from\s+['\"][^'\"]+['\"]\s+import\s+(.+?)(?:\s+with(?:out)?\s+context)?\s*-?%}", re.DOTALL
)


def _templates() -> dict[str, str]:
    return {str(file.relative_to(TEMPLATES)): _without_comments(file) for file in TEMPLATES.rglob("*.html")}


def _without_comments(file: Path) -> str:
    return re.sub(r"{#.*?#}", "", file.read_text(encoding="utf-8"), flags=re.DOTALL)


def _breaches(text: str) -> list[str]:
    return [what for what, pattern in FORBIDDEN.items() if re.search(pattern, text, re.IGNORECASE)]


def test_templates_keep_to_the_content_policy() -> None:
    found = {name: breaches for name, text in _templates().items() if (breaches := _breaches(text))}
    assert not found


def test_every_imported_macro_is_used() -> None:
    unused = []
    for name, text in _templates().items():
        body = MACRO_IMPORT.sub("", text)
        for names in MACRO_IMPORT.findall(text):
            for part in names.split(","):
                macro = part.split(" as ")[-1].strip()
                if macro and not re.search(rf"\b{re.escape(macro)}\b", body):
                    unused.append(f"{name}: {macro}")
    assert not unused


def test_every_fragment_is_part_of_something() -> None:
    files = [*ROOT.glob("hotline/**/*.py"), *TEMPLATES.rglob("*.html")]
    everything = "\n".join(file.read_text(encoding="utf-8") for file in files)
    fragments = [name for name in _templates() if Path(name).name.startswith("_")]
    assert not [name for name in fragments if name not in everything]


def test_a_breach_would_be_seen() -> None:
    for bad in (
        '<p style="color:red">',
        "<style>p {}</style>",
        "<script>alert(1)</script>",
        '<button onclick="x()">',
        "{{ text | safe }}",
        '<script src="https://cdn.example.com/x.js"></script>',
    ):
        assert _breaches(bad), bad
    assert not _breaches("<script src=\"{{ url_for('static', filename='js/a.js') }}\" defer></script>")
