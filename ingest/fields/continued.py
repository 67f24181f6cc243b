"""Lists that go on over the page: their columns keep the labels that only the first page states."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from domain.fields import FieldReading
from domain.geometry import Box
from domain.long_tables import LongTable, long_tables
from domain.page import Cell, Page, Table
from domain.reading import PageReading
from ingest.fields.book import LabelBook
from ingest.fields.extract import extract
from ingest.fields.tables import open_head
from ingest.forms.catalogue import Catalogue
from ingest.forms.detect import detect


def with_continued_lists(
    readings: Sequence[PageReading], catalogue: Catalogue, threshold: float
) -> tuple[PageReading, ...]:
    """The pages of one document, each with the values of lists that began on a page before it.

    Such values are read once only; `threshold` (0..1) is the confidence below which they call for
    review.
    """
    known = {reading.page.number: reading for reading in readings}
    for table in long_tables([reading.page for reading in readings]):
        first = known[table.parts[0][0]].page
        for number, fields in _continued(table, first, known, catalogue, threshold):
            reading = known[number]
            known[number] = replace(reading, fields=(*reading.fields, *fields))
    return tuple(known[reading.page.number] for reading in readings)


def _continued(
    table: LongTable,
    first: Page,
    known: dict[int, PageReading],
    catalogue: Catalogue,
    threshold: float,
) -> Iterable[tuple[int, list[FieldReading]]]:
    """For each further page without a head of its own, the values under the first page's labels."""
    match = detect(first, catalogue)
    book = LabelBook.of(catalogue, match.best)
    page, part = first, table.parts[0][1]
    for (number, below), repeated in zip(table.parts[1:], table.repeated[1:], strict=True):
        head = open_head(part, page, book, page.width / page.height)
        if repeated or not head:
            page, part = known[number].page, below
            continue
        page, part = _headed(known[number].page, below, head)
        seen = {(value.key, value.box) for value in known[number].fields}
        yield (
            number,
            [
                value
                for value in extract(page, catalogue, None, threshold, match)
                if value.value
                and below.box.holds(value.box.centre)
                and (value.key, value.box) not in seen
            ],
        )


def _headed(page: Page, table: Table, head: Sequence[Cell]) -> tuple[Page, Table]:
    """The page with its table under the head of the page before; the head takes no room on it."""
    edges = {cell.column: cell.box.x0 for cell in table.cells} | {table.columns: table.box.x1}
    strip = tuple(
        replace(
            cell,
            row=0,
            row_span=1,
            box=Box(
                edges[cell.column],
                table.box.y0,
                edges[cell.column + cell.column_span],
                table.box.y0,
            ),
        )
        for cell in head
        if cell.column in edges and cell.column + cell.column_span in edges
    )
    cells = tuple(replace(cell, row=cell.row + 1) for cell in table.cells)
    headed = replace(table, rows=table.rows + 1, cells=(*strip, *cells))
    tables = tuple(headed if other is table else other for other in page.tables)
    return replace(page, tables=tables), headed
