"""Processes of tests start fast: from one fork server, and without loading pytest again."""

from __future__ import annotations

import multiprocessing
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType

PRELOADED = ["jobs.child", "tests.jobs.stub", "tests.faults.story"]


@contextmanager
def fast_processes() -> Iterator[None]:
    """For the length of the block, processes started from here start fast.

    A new process loads the programme of its parent once more, which here is pytest and of no
    use to it. What the fork server has loaded counts from its first process on.
    """
    multiprocessing.set_forkserver_preload(PRELOADED)
    programme = sys.modules["__main__"]
    sys.modules["__main__"] = ModuleType("__main__")
    try:
        yield
    finally:
        sys.modules["__main__"] = programme
