"""Labels that no catalogue lists, with the values that persons gave them (键值对的更正).

A label is named as it stands on the page; `LABEL@2` is the second one of that name. An empty value
says that nothing stands there. What a person says holds when the scan is read again.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from sqlalchemy.orm import Session

from domain.errors import UsageError
from domain.fields import Pair
from domain.ids import ScanId
from domain.text import squeezed
from records.corrections.persons import NOWHERE, in_force, laid_over, words_on
from records.journal.pages import readings_of
from records.packing import PAIRS
from records.tables import CorrectionRow, DocumentRow

_PLACED = re.compile(r"(?P<label>.+)@(?P<place>[1-9][0-9]?)")


def said_pairs(session: Session, document: str) -> dict[str, str]:
    """What persons say of the document's pairs and have not taken back, by name."""
    return laid_over(in_force(words_on(session, document)), _of)


def with_said(pairs: Sequence[Pair], said: Mapping[str, str], page: int) -> tuple[Pair, ...]:
    """The pairs as persons say; one that was not read stands on `page`, in no place."""
    left = {_key(name): (name, value) for name, value in said.items()}
    result = []
    for name, pair in named(pairs):
        _, value = left.pop(_key(name), ("", None))
        result.append(pair if value is None else replace(pair, value=value, confidence=1.0))
    added = (
        Pair(_parts(name)[0], value, page, NOWHERE, NOWHERE, 1.0) for name, value in left.values()
    )
    return tuple(pair for pair in (*result, *added) if pair.value)


def named(pairs: Iterable[Pair]) -> Iterator[tuple[str, Pair]]:
    """Each pair with the name that it alone has."""
    listed = tuple(pairs)
    several = Counter(squeezed(pair.label) for pair in listed)
    met: Counter[str] = Counter()
    for pair in listed:
        label = squeezed(pair.label)
        met[label] += 1
        yield (f"{pair.label}@{met[label]}" if several[label] > 1 else pair.label), pair


def pairs_read(session: Session, row: DocumentRow) -> tuple[Pair, ...]:
    """The pairs on the document's pages, as they were read."""
    readings = readings_of(session, ScanId(row.scan), tuple(row.pages))
    return tuple(pair for reading in readings for pair in reading.pairs)


def resolved(
    session: Session, row: DocumentRow, said: Sequence[tuple[str, str]]
) -> tuple[tuple[str, str], ...]:
    """What is said, each label by its name on the page. Raises UsageError for one of several."""
    read = [name for name, _ in named(pairs_read(session, row))]
    return tuple((_name(row.id, label.strip(), read), value.strip()) for label, value in said)


def lines(before: Mapping[str, str], after: Mapping[str, str]) -> tuple[tuple[str, str, str], ...]:
    """Lines of the history: which pair, what stood there, what stands there now."""
    names = [name for name in {**before, **after} if before.get(name) != after.get(name)]
    return tuple((f"pair {name}", before.get(name, ""), after.get(name, "")) for name in names)


def standing_pairs(session: Session, row: DocumentRow) -> dict[str, str]:
    """The values in force of all the document's pairs, by name."""
    read = {name: pair.value for name, pair in named(pairs_read(session, row))}
    return {**read, **said_pairs(session, row.id)}


def carried(session: Session, rows: Sequence[DocumentRow], pages: Sequence[int]) -> dict[str, str]:
    """What was said of pairs of `rows` that stand on these pages; else of the first page's."""
    found: dict[str, str] = {}
    for row in rows:
        at = {name: pair.page for name, pair in named(pairs_read(session, row))}
        said = said_pairs(session, row.id).items()
        found |= {name: value for name, value in said if at.get(name, min(row.pages)) in pages}
    return found


def _of(word: CorrectionRow) -> dict[str, str]:
    return dict(PAIRS.parse(word.pairs))


def _name(document: str, said: str, read: Sequence[str]) -> str:
    if not squeezed(_parts(said)[0]):
        raise UsageError(document, "a corrected pair has a label")
    so_called = [name for name in read if squeezed(_parts(name)[0]) == squeezed(said)]
    if len(so_called) > 1:
        raise UsageError(document, f"several are called so: say which, {', '.join(so_called)}")
    known = {_key(name): name for name in read}
    return known.get(_key(said), _parts(said)[0])


def _parts(name: str) -> tuple[str, int]:
    placed = _PLACED.fullmatch(name)
    return (placed["label"], int(placed["place"])) if placed else (name, 1)


def _key(name: str) -> tuple[str, int]:
    label, place = _parts(name)
    return squeezed(label), place
