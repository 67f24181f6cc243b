"""A page may crash, hang or swell: it does so alone, and the next one is read."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from domain.errors import InternalError, MissingTool, ReadingFailed, UnreadableFile
from domain.outcome import Category
from ingest.options import FilingOptions, Limits, ReadingOptions
from jobs.reading_process import Abandoned, ProcessDied, ReadingProcess
from jobs.work import PageWork
from tests.jobs import stub

READING = ReadingOptions(limits=Limits(seconds=30, megabytes=400))


class Hurry:
    """Says whether to abandon; set by the test."""

    def __init__(self) -> None:
        self.now = False

    def __call__(self) -> bool:
        return self.now


def _process(
    reading: ReadingOptions = READING,
    work: PageWork | None = None,
    hurry: Hurry | None = None,
) -> ReadingProcess:
    return ReadingProcess(
        work or stub.work().pages,
        reading,
        FilingOptions(),
        start_seconds=60,
        abandon=hurry or Hurry(),
    )


@pytest.fixture
def process() -> Iterator[ReadingProcess]:
    made = _process()
    yield made
    made.close()


def _scan(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "scan.txt"
    path.write_text(text, "utf-8")
    return path


def test_pages_are_counted_and_read_in_another_process(
    process: ReadingProcess, tmp_path: Path
) -> None:
    scan = _scan(tmp_path, "first\n\fsecond\n")
    assert not process.is_running
    assert process.count_pages(scan).pages == 2
    assert process.read_page(scan, 2).page.text == "second"


def test_a_crash_is_told_with_its_signal_and_the_next_page_is_read(
    process: ReadingProcess, tmp_path: Path
) -> None:
    scan = _scan(tmp_path, f"!crash 1 {tmp_path / 'counter'}\nhello\n")
    with pytest.raises(ProcessDied, match="SIGKILL") as died:
        process.read_page(scan, 1)
    assert died.value.cause is Category.CRASHED
    assert process.read_page(scan, 1).page.text == "hello"


def test_a_hanging_page_is_ended_after_its_time(tmp_path: Path) -> None:
    process = _process(ReadingOptions(limits=Limits(seconds=0.5)))
    scan = _scan(tmp_path, "!hang\n\fhello\n")
    with pytest.raises(ProcessDied) as died:
        process.read_page(scan, 1)
    assert died.value.cause is Category.TIMED_OUT
    assert process.read_page(scan, 2).page.text == "hello"
    process.close()


def test_a_swelling_page_is_ended_before_it_takes_the_machine(
    process: ReadingProcess, tmp_path: Path
) -> None:
    with pytest.raises(ProcessDied, match="MB") as died:
        process.read_page(_scan(tmp_path, "!swell\n"), 1)
    assert died.value.cause is Category.OUT_OF_MEMORY


def test_a_process_that_holds_much_after_a_page_makes_way_for_a_fresh_one(tmp_path: Path) -> None:
    process = _process(ReadingOptions(limits=Limits(seconds=30, renew_megabytes=300)))
    told = [tmp_path / name for name in "abc"]
    pages = [f"!tell {told[0]}\n", f"!tell {told[1]}\n!keep 300\n", f"!tell {told[2]}\n"]
    scan = _scan(tmp_path, "\f".join(pages))
    for number in (1, 2, 3):
        process.read_page(scan, number)
    process.close()
    first, second, third = (one.read_text() for one in told)
    assert first == second != third


def test_errors_of_the_file_and_our_own_come_back_as_what_they_are(
    process: ReadingProcess, tmp_path: Path
) -> None:
    scan = _scan(tmp_path, "!bad\n\f!raise\n\fhello\n")
    with pytest.raises(UnreadableFile):
        process.read_page(scan, 1)
    with pytest.raises(InternalError, match="RuntimeError"):
        process.read_page(scan, 2)
    assert process.read_page(scan, 3).page.text == "hello"


def test_an_answer_nobody_waits_for_any_longer_is_abandoned(tmp_path: Path) -> None:
    hurry = Hurry()
    process = _process(hurry=hurry)
    process.count_pages(_scan(tmp_path, "hello"))
    hurry.now = True
    with pytest.raises(Abandoned):
        process.read_page(_scan(tmp_path, "!hang\n"), 1)
    assert not process.is_running
    assert _children() == []


@pytest.mark.parametrize(
    ("warm_up", "error", "said"),
    [
        (stub.lacks_a_tool, MissingTool, "apt-get install"),
        (stub.dies_at_start, ReadingFailed, "did not start"),
        (stub.lacks_a_library, ReadingFailed, "libGL.so.1"),
    ],
)
def test_what_keeps_a_process_from_starting_is_not_the_files_fault(
    warm_up: object, error: type[Exception], said: str, tmp_path: Path
) -> None:
    pages = stub.work().pages
    work = PageWork(warm_up, pages.count_pages, pages.read_page)  # type: ignore[arg-type]
    process = _process(work=work)
    with pytest.raises(error, match=said):
        process.count_pages(_scan(tmp_path, "hello"))
    assert not process.is_running


ORPHAN = """
import sys
from pathlib import Path
from tests.jobs.test_reading_process import _process
process = _process()
process.count_pages(Path(sys.argv[1]))
print(process._process.pid, flush=True)
process.read_page(Path(sys.argv[1]), 1)
"""


def test_no_reading_process_outlives_its_killed_parent(tmp_path: Path) -> None:
    scan = _scan(tmp_path, "!hang\n")
    parent = subprocess.Popen(
        [sys.executable, "-c", ORPHAN, str(scan)], stdout=subprocess.PIPE, text=True
    )
    with parent:
        assert parent.stdout is not None
        child = psutil.Process(int(parent.stdout.readline()))
        parent.kill()
    _gone, alive = psutil.wait_procs([child], timeout=10)
    assert alive == []


def _children() -> list[int]:
    """Reading processes of this one that are still there."""
    deadline = time.monotonic() + 5
    while time.monotonic() < deadline:
        found = [
            child.pid
            for child in psutil.Process().children(recursive=True)
            if "spawn_main" in " ".join(child.cmdline())
        ]
        if not found:
            return []
    return found
