"""The web server does not carry what only learning needs."""

import subprocess
import sys

from tests.house.source_tree import ROOT

QUESTION = "import app, sys; print(sorted({'sklearn', 'scipy', 'rjieba'} & set(sys.modules)))"


def test_the_app_brings_no_learning_library() -> None:
    answer = subprocess.run(
        [sys.executable, "-c", QUESTION], cwd=ROOT, capture_output=True, text=True, check=True, timeout=60
    )
    assert answer.stdout.strip() == "[]"
