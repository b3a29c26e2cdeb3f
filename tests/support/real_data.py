"""Where the folder of real data lies beside the project; tests that need it say visibly that they were skipped."""

import pytest

from tests.house.source_tree import ROOT

SHARED = ROOT.parent / "shared"
DATA = SHARED / "data"


def needs_real_data(test: object) -> object:
    """Mark a test that reads real data, and skip it where the folder is not there."""
    skip = pytest.mark.skipif(not DATA.is_dir(), reason="the folder of real data is not there")
    return pytest.mark.shared(skip(test))
