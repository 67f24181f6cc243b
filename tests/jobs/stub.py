"""Page work that is fast and does exactly what the scan itself says, in real processes.

A stub scan is a text file; its pages are divided by form feeds. A page's lines are what is read
on it. A line that begins with `!` is an order to misbehave:

    !crash N FILE   die by SIGKILL the first N times (FILE counts them)
    !hang           never answer
    !swell          take memory without end
    !keep N         take N megabytes and keep them
    !bad            be unreadable, as a damaged page is
    !raise          fail through a mistake of our own
    !wait FILE      answer when FILE exists
    !tell FILE      write the process's id to FILE
    !note FILE      add a dot to FILE for each time that the page is read
    !uncountable    the scan cannot even be opened
    !opening-crash N FILE   as !crash, when the scan is opened

The line `unproposable` makes the proposing of documents fail.
"""

from __future__ import annotations

import hashlib
import os
import signal
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from domain.document import DocumentDraft
from domain.errors import MissingTool, UnreadableFile
from domain.filing import Decision, Subject
from domain.forms import Part
from domain.geometry import Box
from domain.outcome import DocumentState, Reason, ReasonCode, StepFailure
from domain.page import Line, Page
from domain.reading import PageKey, PageReading
from domain.template import Template
from jobs.work import PageWork, Work

if TYPE_CHECKING:  # a stub that starts without the libraries starts fast
    from ingest.learning.learned import Learned
    from ingest.options import FilingOptions, ReadingOptions
    from records.customers.customers import Customers
    from records.journal.journal import ScanRecord


class Contents(NamedTuple):
    """Stands for ScanContents, whose module would load the libraries."""

    pages: int
    media_type: str


def warm_up(_options: ReadingOptions) -> None:
    """Nothing to load."""


def lacks_a_tool(_options: ReadingOptions) -> None:
    raise MissingTool("tesseract", "apt-get install tesseract-ocr")


def lacks_a_library(_options: ReadingOptions) -> None:
    raise ImportError("libGL.so.1")


def dies_at_start(_options: ReadingOptions) -> None:
    os._exit(3)


def count_pages(path: Path, _options: ReadingOptions) -> Contents:
    text = path.read_text("utf-8")
    if "!uncountable" in text:
        raise UnreadableFile(path.name, "it says so itself")
    for line in text.splitlines():
        if line.startswith("!opening-crash"):
            _obey(["!crash", *line.split()[1:]], path)
    return Contents(text.count("\f") + 1, "text/plain")


def read_page(
    path: Path, number: int, _options: ReadingOptions, _filing: FilingOptions
) -> PageReading:
    lines = path.read_text("utf-8").split("\f")[number - 1].splitlines()
    for line in lines:
        if line.startswith("!"):
            _obey(line.split(), path)
    printed = [line for line in lines if line and not line.startswith("!")]
    return PageReading(page(number, printed), title=printed[0] if printed else "")


def key_of_the_text(
    path: Path, number: int, options: ReadingOptions, _filing: FilingOptions
) -> PageKey:
    """Pages that say the same are the same; the resolution stands for what touches reading."""
    text = path.read_text("utf-8").split("\f")[number - 1]
    return PageKey(hashlib.sha256(text.encode()).hexdigest(), f"stub at {options.dpi}")


def page(number: int, texts: Sequence[str]) -> Page:
    """A page with these lines, one below the other."""
    step = 1.0 / max(len(texts), 1)
    lines = tuple(
        Line(text, Box.clipped(0.1, i * step, 0.9, (i + 0.8) * step), 0.99)
        for i, text in enumerate(texts)
    )
    return Page(number, 1000, 1400, lines, reader="stub", blank=not texts)


def propose(
    _scan: ScanRecord,
    readings: Sequence[PageReading],
    _failures: Sequence[StepFailure],
    _customers: Customers,
    _options: FilingOptions,
    *,
    templates: Sequence[Template],  # noqa: ARG001 - part of the contract
    learned: Learned,  # noqa: ARG001 - part of the contract
    said: Mapping[int, bool],  # noqa: ARG001 - part of the contract
) -> tuple[DocumentDraft, ...]:
    """One document a scan; `客户名称：X` on it opens a provisional customer."""
    lines = [line.text for reading in readings for line in reading.page.lines]
    if "unproposable" in lines:
        raise RuntimeError("proposing went wrong")
    named = [line.partition("：")[2] for line in lines if line.startswith("客户名称：")]
    return (
        DocumentDraft(
            pages=tuple(reading.page.number for reading in readings),
            title=readings[0].title,
            type=Decision(Subject.TYPE, "customer_card" if named else "other", 0.9),
            part=Part.CARD if named else Part.CORRESPONDENCE,
            customer=Decision(Subject.CUSTOMER, None, 0.0),
            state=DocumentState.REVIEW,
            reasons=(Reason(ReasonCode.CUSTOMER_UNKNOWN),),
            provisional=(("customer_name", named[0]),) if named else (),
        ),
    )


def work() -> Work:
    """The stub's work, to be given to a runner."""
    pages = PageWork(warm_up, count_pages, read_page, key_of_the_text)  # type: ignore[arg-type]
    return Work(pages, propose)


_hoard: list[bytes] = []


def _obey(order: list[str], path: Path) -> None:
    match order:
        case ["!bad"]:
            raise UnreadableFile(path.name, "the page is damaged")
        case ["!raise"]:
            raise RuntimeError("our own mistake")
        case ["!tell", file]:
            Path(file).write_text(str(os.getpid()))
        case ["!note", file]:
            with Path(file).open("a") as notes:
                notes.write(".")
        case ["!wait", file]:
            while not Path(file).exists():
                time.sleep(0.01)
        case ["!keep", megabytes]:
            _hoard.append(b"x" * (int(megabytes) << 20))
        case _:
            _end_badly(order)


def _end_badly(order: list[str]) -> None:
    match order:
        case ["!crash", times, counter]:
            with Path(counter).open("a+b") as file:
                file.write(b".")
                died = file.tell()
            if died <= int(times):
                os.kill(os.getpid(), signal.SIGKILL)
        case ["!hang"]:
            time.sleep(3600)
        case ["!swell"]:
            hoard = []
            while True:
                hoard.append(b"x" * (8 << 20))
                time.sleep(0.005)
