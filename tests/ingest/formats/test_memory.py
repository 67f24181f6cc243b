"""Freed memory goes back to the system, and pictures are copied without needing three times it."""

from __future__ import annotations

import os
import sys

import numpy as np
import psutil
import pytest
from PIL import Image as Pillow

from ingest.formats.memory import ask_for_large_pages, give_back
from ingest.formats.pixels import as_bgr


def _resident() -> int:
    return int(psutil.Process().memory_info().rss)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="others give back by themselves")
def test_memory_freed_between_what_is_kept_goes_back_to_the_system() -> None:
    blocks = [np.ones(100_000, dtype=np.uint8) for _ in range(1000)]
    kept = blocks[::20]
    blocks.clear()
    before = _resident()
    give_back()
    assert before - _resident() > 50 << 20
    assert all(block.all() for block in kept)


def test_processes_are_asked_to_hold_large_pages_unless_told_otherwise(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("GLIBC_TUNABLES", raising=False)
    ask_for_large_pages()
    assert os.environ["GLIBC_TUNABLES"] == "glibc.malloc.hugetlb=1"
    monkeypatch.setenv("GLIBC_TUNABLES", "glibc.malloc.check=1")
    ask_for_large_pages()
    assert os.environ["GLIBC_TUNABLES"] == "glibc.malloc.check=1"


@pytest.mark.parametrize("mode", ["L", "RGB"])
@pytest.mark.parametrize("height", [1, 512, 1300])
def test_tall_pictures_are_copied_whole_and_in_order(mode: str, height: int) -> None:
    shape = (height, 7) if mode == "L" else (height, 7, 3)
    samples = np.random.default_rng(height).integers(0, 256, shape, dtype=np.uint8)
    colours = np.stack([samples] * 3, axis=2) if mode == "L" else samples
    found = as_bgr(Pillow.fromarray(samples))
    assert np.array_equal(found, colours[:, :, ::-1])
