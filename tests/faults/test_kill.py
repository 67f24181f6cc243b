"""The process is killed at every named step; the next one finds everything, once.

`domain.steps.STEPS` lists the crash points by name. For steps that are passed more than once,
the process is also killed at the second time.
"""

from __future__ import annotations

import multiprocessing
import signal
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from domain import steps
from tests.faults import story

ONCE = {
    "correction.before_commit",
    "correction.after_commit",
    "division.before_commit",
    "reshelving.before_commit",
    "quarantine.copied",
    "quarantine.before_commit",
}
"""Steps that the story passes a single time; all others it passes at least twice."""

CRASHES = [
    (step, occurrence)
    for step in steps.STEPS
    for occurrence in (1, 2)
    if occurrence == 1 or step not in ONCE
]


def test_there_are_at_least_twenty_crash_points() -> None:
    assert len(steps.STEPS) == len(set(steps.STEPS))
    assert len(steps.STEPS) >= 20


def test_the_story_passes_every_step_and_ends_well(root: Path) -> None:
    seen: Counter[str] = Counter()
    with steps.listening(lambda step: seen.update([step])):
        story.tell(root)
    assert set(seen) == set(steps.STEPS)
    assert {step for step, count in seen.items() if count == 1} == ONCE
    story.assert_all_is_well(root)


def test_told_twice_it_changes_nothing(root: Path) -> None:
    story.tell(root)
    story.tell(root)
    story.assert_all_is_well(root)


@pytest.mark.parametrize(("step", "occurrence"), CRASHES)
@pytest.mark.usefixtures("fast")
def test_killed_at(step: str, occurrence: int, root: Path) -> None:
    assert _run(story.tell_until_killed, root, step, occurrence) == -signal.SIGKILL
    assert _run(story.tell, root) == 0
    story.assert_all_is_well(root)


def _run(function: Callable[..., None], *args: object) -> int | None:
    """Run `function` in a process of its own; its exit code, minus the signal that ended it."""
    process = multiprocessing.get_context("forkserver").Process(target=function, args=args)
    process.start()
    process.join(240)
    return process.exitcode
