"""Our own reading in the bench: a page that cannot be read is no page without text."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench.reading import ours


def test_a_page_that_should_be_readable_and_is_not_ends_the_bench(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError, match=r"missing\.jpg"):
        ours.surely_read(tmp_path / "missing.jpg")
