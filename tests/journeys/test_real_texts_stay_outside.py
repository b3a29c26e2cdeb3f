"""No sentence that a real citizen spoke or wrote stands in the repository."""

import re

import pytest

from tests.house.source_tree import texts
from tests.support.shared_data import shared_rows

# Shorter runs of signs are said by anyone; so many in a row are a quotation.
SIGNS_OF_A_QUOTATION = 18
CHINESE = re.compile(rf"[一-鿿0-9A-Za-z，。、；：？！]{{{SIGNS_OF_A_QUOTATION},}}")


def _pieces(text: str) -> set[str]:
    return {
        run[start : start + SIGNS_OF_A_QUOTATION]
        for run in CHINESE.findall(text)
        for start in range(len(run) - SIGNS_OF_A_QUOTATION + 1)
    }


@pytest.mark.shared
def test_no_file_quotes_a_real_citizen() -> None:
    ours: dict[str, str] = {}
    for name, text in texts().items():
        if not name.startswith("hotline/static/vendor/"):
            ours.update(dict.fromkeys(_pieces("".join(re.findall(r"[^\x00-\x7f]+", text))), name))

    quoted = {
        (ours[piece], piece)
        for file, columns in (("hotline_cases.csv", ("text",)), ("citizen_messages.csv", ("subject", "text")))
        for row in shared_rows(file)
        for column in columns
        for piece in _pieces("".join(re.findall(r"[^\x00-\x7f]+", row.get(column) or ""))) & ours.keys()
    }

    assert not quoted
