"""What filing a paper costs does not grow with the archive: no table that grows is read whole."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, event
from sqlalchemy.engine import Engine

from records.archive import Archive
from tests.records.papers import correction, draft, field, filed, known

Given = Sequence[Any]

_GROWING = frozenset(
    {
        "customers",
        "customer_names",
        "customer_values",
        "decisions",
        "document_fields",
        "documents",
        "feature_counts",
        "features",
        "files",
        "name_grams",
        "outbox",
        "pages",
        "readings",
        "revisions",
        "scans",
    }
)


@contextmanager
def _asked() -> Iterator[dict[str, Given]]:
    """The statements asked meanwhile, each with the values of one asking."""
    found: dict[str, Given] = {}

    def hear(_on: Connection, _cursor: object, text: str, given: Given, *_: object) -> None:
        found[text] = given

    event.listen(Engine, "before_cursor_execute", hear)
    try:
        yield found
    finally:
        event.remove(Engine, "before_cursor_execute", hear)


def _read_whole(archive: Archive, asked: Mapping[str, Given]) -> list[str]:
    """The steps of these statements that read a growing table from end to end."""
    whole = []
    with archive.database.read() as session:
        driver = session.connection().connection.cursor()
        for text, given in asked.items():
            if text.split()[0] not in {"SELECT", "UPDATE", "DELETE"}:
                continue
            values = given[0] if isinstance(given, list) else given
            for *_, step in driver.execute(f"EXPLAIN QUERY PLAN {text}", values).fetchall():
                words = step.split()
                if words[0] == "SCAN" and words[1] in _GROWING:
                    whole.append(f"{step}: {text}")
    return whole


def test_filing_and_correcting_read_no_growing_table_from_end_to_end(archive: Archive) -> None:
    number, other = known(archive), known(archive, "K-2002", "北京远大物业有限公司")
    fields = (field("customer_name", "上海宏达贸易有限公司"), field("phone", "021-58881234"))
    with _asked() as asked:
        (document,) = filed(archive, b"1", draft(number, fields=fields))
        filed(archive, b"2", draft(other, fields=fields))
        archive.corrections.apply(correction(document, customer=other))
    assert len(asked) > 40
    assert _read_whole(archive, asked) == []
