"""What commands say: tables for people, one JSON object per line for machines."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from domain.errors import Language


@dataclass(frozen=True)
class Voice:
    """How to answer this user: in which language, and whether to a person or a machine."""

    language: Language
    as_json: bool

    def pick(self, english: str, chinese: str) -> str:
        """The sentence in the user's language."""
        return self.language.pick(english, chinese)

    def emit(self, record: Mapping[str, object]) -> None:
        """Print one JSON object on a line of its own, at once."""
        sys.stdout.write(json.dumps(record, ensure_ascii=False) + "\n")
        sys.stdout.flush()

    def emit_each(self, records: Iterable[Mapping[str, object]]) -> None:
        """Print JSON objects, each on a line of its own."""
        for record in records:
            self.emit(record)

    def say(self, english: str, chinese: str) -> None:
        """Tell a person; machines are spared."""
        if not self.as_json:
            _console().print(escape(self.pick(english, chinese)), soft_wrap=True)

    def note(self, english: str, chinese: str) -> None:
        """Progress, on stderr, so that results on stdout stay clean."""
        if not self.as_json:
            sys.stderr.write(self.pick(english, chinese) + "\n")
            sys.stderr.flush()

    def table(
        self, heads: Sequence[tuple[str, str]], rows: Iterable[Sequence[object]], total: int
    ) -> None:
        """Print `rows` under `heads` (English, Chinese), and their number."""
        table = Table(show_edge=False, pad_edge=False, header_style="bold")
        for head in heads:
            table.add_column(self.pick(*head), overflow="fold")
        shown = 0
        for row in rows:
            table.add_row(*(escape(str(cell)) for cell in row))
            shown += 1
        console = _console()
        if shown:
            console.print(table)
        more = f" ({shown}/{total})" if total != shown else f" ({total})"
        console.print(self.pick("total", "合计") + more, highlight=False)


def _console() -> Console:
    width = None if sys.stdout.isatty() else 160
    return Console(file=sys.stdout, width=width, highlight=False)
