"""The race beside other programmes: ratios of one round, and whoever is absent is told."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from bench.reading import peers, scores, speed
from bench.reading.peers import Absent, Answer
from bench.reading.speed import Heap

PAGES = (Path("a.jpg"), Path("b.jpg"))


class Runner:
    """A programme that takes the seconds it is told, and reads what it is told."""

    def __init__(self, name: str, seconds: Sequence[float], text: str) -> None:
        self.name = name
        self._seconds = iter(seconds)
        self._text = text

    def read(self, pages: Sequence[Path]) -> Answer:
        seconds = next(self._seconds)
        return Answer((self._text,) * len(pages), seconds, 2 * seconds)


class Fallen:
    name = "fallen"

    def read(self, pages: Sequence[Path]) -> Answer:
        raise Absent(f"no ghostscript for {len(pages)} pages")


def heap(name: str = "cards") -> Heap:
    return Heap(name, PAGES, (("甲乙丙丁戊",), ()), scores.by_line)


def test_ratios_are_those_of_one_round_and_the_median_is_judged() -> None:
    raced = speed.race(
        heap(), [Runner("ours", [1, 2, 1], "甲乙丙丁戊"), Runner("p", [6, 8, 9], "")], 3
    )
    found = {figure.what: figure for figure in speed.figures(heap(), raced, [])}
    faster = found["cards: × p, pages a second"]
    assert (faster.value, faster.aim, faster.verdict) == (6.0, 5.0, "met")
    assert "4.00–9.00" in faster.note


def test_the_same_is_told_in_seconds_of_the_processors() -> None:
    raced = speed.race(heap(), [Runner("ours", [1, 2], ""), Runner("p", [3, 10], "")], 2)
    found = {figure.what: figure for figure in speed.figures(heap(), raced, [])}
    busy = found["cards: × p, pages a processor second"]
    assert (busy.value, busy.verdict) == (4.0, "MISSED")
    assert "3.00–5.00" in busy.note


def test_errors_are_counted_only_where_the_print_is_known() -> None:
    assert heap().errors(["甲乙丙", "whatever"]).letters == 5


def test_no_error_of_ours_counts_as_one_so_that_the_ratio_stays_honest() -> None:
    raced = speed.race(heap(), [Runner("ours", [1], "甲乙丙丁戊"), Runner("p", [1], "甲")], 1)
    fewer = next(f for f in speed.figures(heap(), raced, []) if "fewer errors" in f.what)
    assert fewer.value == pytest.approx(4.0)


def test_a_peer_that_falls_is_told_with_its_reason_and_the_race_goes_on() -> None:
    raced = speed.race(heap(), [Runner("ours", [1, 1], ""), Fallen(), Runner("p", [5, 5], "")], 2)
    found = speed.figures(heap(), raced, ["OcrMyPdf: not installed"])
    told = {figure.what: figure for figure in found}
    assert told["cards: × fallen, pages a second"].verdict == "not measured"
    assert "ghostscript" in told["cards: × fallen, pages a second"].note
    assert told["cards: × p, pages a second"].value == 5.0
    assert told["cards: beside a peer"].note == "OcrMyPdf: not installed"


def test_a_machine_without_tesseract_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("PATH", "/nonexistent")
    with pytest.raises(Absent, match="apt-get install"):
        peers.PlainTesseract(2)
