"""Made-up pages, and what is extracted from them."""

from __future__ import annotations

from collections.abc import Sequence

from domain.fields import FieldReading
from domain.page import Line, Table
from ingest.fields.extract import SecondReader, extract
from ingest.forms.catalogue import load
from ingest.options import FilingOptions
from tests.ingest.fields.desk import page, titled, wired

THRESHOLD = FilingOptions().field_threshold


def read(
    lines: Sequence[Line], tables: Sequence[Table] = (), second: SecondReader | None = None
) -> tuple[FieldReading, ...]:
    return extract(page(lines, tables), load(), second, THRESHOLD)


def raws(readings: Sequence[FieldReading]) -> dict[str, str]:
    return {str(reading.key): reading.raw for reading in readings}


def card(rows: Sequence[Sequence[tuple[str, int]]], title: str = "客户资料卡") -> dict[str, str]:
    table, lines = wired(rows)
    return raws(read([titled(title), *lines], [table]))
