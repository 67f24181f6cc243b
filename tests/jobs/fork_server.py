"""Processes for tests come from one fork server that has loaded everything already."""

from __future__ import annotations

import multiprocessing

PRELOADED = ["jobs.child", "tests.jobs.stub", "tests.faults.story"]


def prepare_fork_server() -> None:
    """Say what the server shall load; only what is said before its first process counts."""
    multiprocessing.set_forkserver_preload(PRELOADED)
