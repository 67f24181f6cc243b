"""What was measured, what was aimed at, and one table of it."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Figure:
    """One number of a section.

    `value` is None where it could not be measured; `note` then says why. `aim` is None for what is
    only told. `at_least` says on which side of the aim a value is good.
    """

    section: str
    what: str
    value: float | None
    aim: float | None = None
    at_least: bool = True
    digits: int = 2
    unit: str = ""
    note: str = ""

    @property
    def verdict(self) -> str:
        """`met`, `MISSED`, `not measured`, or nothing where nothing was aimed at."""
        if self.value is None:
            return "not measured"
        if self.aim is None:
            return ""
        good = self.value >= self.aim if self.at_least else self.value <= self.aim
        return "met" if good else "MISSED"

    @property
    def measured(self) -> str:
        return "–" if self.value is None else self._written(self.value)

    @property
    def aimed(self) -> str:
        if self.aim is None:
            return ""
        return f"{'≥' if self.at_least else '≤'} {self._written(self.aim)}"

    def _written(self, value: float) -> str:
        return f"{value:.{self.digits}f}{self.unit}"


def at_least(section: str, what: str, value: float | None, aim: float, **more: object) -> Figure:
    """A figure that is good when it is large."""
    return Figure(section, what, value, aim, at_least=True, **more)  # type: ignore[arg-type]


def at_most(section: str, what: str, value: float | None, aim: float, **more: object) -> Figure:
    """A figure that is good when it is small."""
    return Figure(section, what, value, aim, at_least=False, **more)  # type: ignore[arg-type]


def save(path: Path, figures: Sequence[Figure], head: dict[str, object]) -> None:
    """Keep figures in a file, with what is to be known about the run."""
    kept = {"run": head, "figures": [asdict(figure) for figure in figures]}
    path.write_text(json.dumps(kept, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def load(path: Path) -> tuple[list[Figure], dict[str, object]]:
    """Figures that `save` kept, and what is to be known about their run."""
    kept = json.loads(path.read_text(encoding="utf-8"))
    return [Figure(**figure) for figure in kept["figures"]], dict(kept["run"])


def merged(runs: Iterable[Sequence[Figure]]) -> list[Figure]:
    """The figures of several runs; of a section measured twice, the later run's."""
    sections: dict[str, list[Figure]] = {}
    for figures in runs:
        fresh: dict[str, list[Figure]] = {}
        for figure in figures:
            fresh.setdefault(figure.section, []).append(figure)
        sections |= fresh
    return [figure for figures in sections.values() for figure in figures]


HEADS = ("section", "what", "measured", "aim", "", "note")


def table(figures: Sequence[Figure], *, markdown: bool = False) -> str:
    """All figures, one a line; as Markdown for a document, else set in columns for a terminal."""
    rows = [HEADS, *(_row(figure) for figure in figures)]
    if markdown:
        rows.insert(1, ("---",) * len(HEADS))
        return "\n".join(
            "| " + " | ".join(cell.replace("|", "/") for cell in r) + " |" for r in rows
        )
    widths = [max(_width(row[column]) for row in rows) for column in range(len(HEADS))]
    return "\n".join(
        "  ".join(
            cell + " " * (width - _width(cell)) for cell, width in zip(r, widths, strict=True)
        ).rstrip()
        for r in rows
    )


def _row(figure: Figure) -> tuple[str, ...]:
    return (
        figure.section,
        figure.what,
        figure.measured,
        figure.aimed,
        figure.verdict,
        figure.note,
    )


def _width(text: str) -> int:
    """Columns that `text` takes in a terminal."""
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)
