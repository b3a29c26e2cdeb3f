"""Nothing of the machines we work on, of package registries or of real people gets into the repository."""

import re

from tests.house.source_tree import texts

# Written in pieces, so that this file does not find itself.
MACHINE = re.compile(
    "|".join(
        [
            r"(?<![\w.~-])/" + r"root/",
            r"(?<![\w.~-])/" + r"work/(?:main|wt|shared)",
            r"/tmp/" + r"(?:uvenv|venv|bash_jobs)",
            r"(?<![\w.~-])/" + r"home/(?!hotline\b)\w+",
            r"/Users" + r"/\w+",
            r"\.py" + r"env/",
        ]
    )
)
REGISTRY = re.compile(
    "|".join(
        [
            r"py" + r"pi\.org",
            r"pythonhosted" + r"\.org",
            r"registry\." + r"npmjs",
            r"registry\." + r"yarnpkg",
            r"mirrors?\.\w+\.(?:com|edu|cn|net|org)",
            r"--(?:extra-)?index" + r"-url\s+http",
        ]
    )
)
MOBILE = re.compile(r"(?<![\d.])1[3-9]\d{9}(?!\d)")
ID_NUMBER = re.compile(r"(?<!\d)[1-6]\d{5}(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])\d{3}[\dXx](?!\d)")
# Numbers made up on purpose look it: four equal digits, or a run.
MADE_UP = re.compile(r"(\d)\1{3}|0123|1234|2345|3456|4567|5678|6789|8013800")
OTHERS = ("hotline/static/vendor/",)


def _ours() -> dict[str, str]:
    return {name: text for name, text in texts().items() if not name.startswith(OTHERS)}


def _found(pattern: re.Pattern[str]) -> dict[str, list[str]]:
    return {name: hits for name, text in _ours().items() if (hits := pattern.findall(text))}


def test_no_file_names_a_machine_of_ours() -> None:
    assert not _found(MACHINE)


def test_no_file_names_a_package_registry() -> None:
    assert not _found(REGISTRY)


def test_numbers_of_people_are_made_up() -> None:
    for pattern in (MOBILE, ID_NUMBER):
        real = {
            name: [number for number in numbers if not MADE_UP.search(number)]
            for name, numbers in _found(pattern).items()
            if not name.startswith("requirements")
        }
        assert not {name: numbers for name, numbers in real.items() if numbers}


def test_a_leak_would_be_seen() -> None:
    assert MACHINE.search("see /" + "root/notes")
    assert REGISTRY.search("https://" + "py" + "pi.org/simple")
    assert MOBILE.search("电话 139" + "31750284。")
    assert not MADE_UP.search("139" + "31750284")
    assert MADE_UP.search("13800001111")


def test_no_large_file_slips_in() -> None:
    assert not [name for name, text in _ours().items() if len(text) > 1_500_000]
