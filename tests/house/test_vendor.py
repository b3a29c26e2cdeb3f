"""Every file of others that we serve is the one we took, with its licence beside it."""

import base64
import hashlib
import json
from pathlib import Path

VENDOR = Path(__file__).resolve().parents[2] / "hotline" / "static" / "vendor"
MANIFEST = json.loads((VENDOR / "MANIFEST.json").read_text(encoding="utf-8"))


def _sha384(path: Path) -> str:
    return "sha384-" + base64.b64encode(hashlib.sha384(path.read_bytes()).digest()).decode()


def test_every_vendored_file_is_the_one_that_was_taken() -> None:
    recorded = {file: digest for package in MANIFEST["packages"] for file, digest in package["files"].items()}

    found = {
        path.relative_to(VENDOR).as_posix(): _sha384(path)
        for path in VENDOR.rglob("*")
        if path.is_file() and path.name != "MANIFEST.json"
    }

    assert found == recorded


def test_every_vendored_package_brings_its_licence_and_lives_under_its_version() -> None:
    for package in MANIFEST["packages"]:
        folders = {file.split("/")[0] for file in package["files"]}

        assert len(folders) == 1, package["name"]
        assert folders.pop().endswith(f"-{package['version']}"), package["name"]
        assert any("/LICENSE" in file for file in package["files"]), package["name"]
        assert package["licence"], package["name"]
