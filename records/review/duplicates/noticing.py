"""Noticing, while a paper is filed, that it may be another scan of one that is there already."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.orm import Session

from records.database import now
from records.journal.pages import readings_of
from records.review.duplicates.features import features, wanted
from records.review.duplicates.likeness import Likeness, is_same, likeness
from records.review.duplicates.overlap import Matched, Overlap, overlap, shown
from records.sqlite import among
from records.tables import DocumentRow, FeatureCountRow, FeatureRow, SuspicionRow

RARE = 40
"""A run of letters that more papers have belongs to their form, not to one of them."""

_SEARCHED = 24
_LEAST_SHARED = 2
_COMPARED = 6
"""How many runs are searched for, shared at least, and papers compared, of one new paper."""


def notice(session: Session, row: DocumentRow) -> None:
    """Let the paper be found from now on, and ask a person where one like it is there."""
    pages = [] if row.withdrawn else readings_of(session, row.scan, row.pages)
    own = features(pages)
    if not _keep(session, row.id, own):
        return
    partial: list[tuple[DocumentRow, Overlap]] = []
    common: set[int] = set()
    for other in _near(session, row, _rare(session, wanted(pages), own)):
        held = readings_of(session, other.scan, other.pages)
        if len(held) == len(pages) or len(shown(held)) == len(shown(pages)):
            same_length = len(held) == len(pages)
            alike = likeness(*((held, pages) if same_length else (shown(held), shown(pages))))
            if is_same(alike):
                _suspect(session, row, other, alike)
                common |= {page.page.number for page in pages}
        elif found := overlap(pages, held):
            partial.append((other, found))
    for other, found in partial:
        elsewhere = {page for known, one in partial if known is not other for page in one.numbers}
        if _tells(found, common | elsewhere):
            _suspect(session, row, other, found.alike, found.pages)
    session.flush()


def _tells(found: Overlap, common: Collection[int]) -> bool:
    """Whether any page that both have bears numbers of its own, or is in no third paper."""
    return any(one.telling or one.page not in common for one in found.pages)


def _suspect(
    session: Session,
    row: DocumentRow,
    other: DocumentRow,
    alike: Likeness,
    pages: Iterable[Matched] = (),
) -> None:
    """Ask about two papers, or about some pages of them, unless it was asked before."""
    if _is_known(session, row.id, other.id):
        return
    session.add(
        SuspicionRow(
            document=row.id,
            other=other.id,
            text=alike.text,
            picture=alike.picture,
            noticed_at=now(),
            settled_at=None,
            same=None,
            who="",
            reason="",
            pages=[[one.page, one.other] for one in pages],
        )
    )


def _keep(session: Session, document: str, found: frozenset[int]) -> bool:
    """Make these the features of the document; whether they are others than before."""
    query = select(FeatureRow.feature).where(FeatureRow.document == document)
    held = set(session.scalars(query))
    if held == found:
        return False
    gone, fresh = held - found, found - held
    if gone:
        session.execute(
            delete(FeatureRow).where(
                FeatureRow.document == document, among(FeatureRow.feature, gone)
            )
        )
        _count(session, gone, -1)
    if fresh:
        rows = [{"feature": feature, "document": document} for feature in sorted(fresh)]
        session.execute(insert(FeatureRow), rows)
        _count(session, fresh, 1)
    return True


def _count(session: Session, changed: Collection[int], by: int) -> None:
    """Keep the number of papers for each feature."""
    query = select(FeatureCountRow.feature).where(among(FeatureCountRow.feature, changed))
    fresh = set(changed) - set(session.scalars(query))
    if fresh:
        rows = [{"feature": feature, "documents": 0} for feature in sorted(fresh)]
        session.execute(insert(FeatureCountRow), rows)
    session.execute(
        update(FeatureCountRow)
        .where(among(FeatureCountRow.feature, changed))
        .values(documents=FeatureCountRow.documents + by)
        .execution_options(synchronize_session=False)
    )


def _near(session: Session, row: DocumentRow, rare: Sequence[int]) -> Sequence[DocumentRow]:
    """The papers that share most of what is rare on this one."""
    shared = func.count().label("shared")
    query = (
        select(DocumentRow)
        .join(FeatureRow, FeatureRow.document == DocumentRow.id)
        .where(
            among(FeatureRow.feature, rare),
            FeatureRow.document != row.id,
            DocumentRow.withdrawn.is_(False),
        )
        .group_by(DocumentRow.id)
        .having(shared >= _LEAST_SHARED)
        .order_by(shared.desc(), DocumentRow.id)
        .limit(_COMPARED)
    )
    return session.scalars(query).all()


def _rare(session: Session, searched: Iterable[int], own: Collection[int]) -> list[int]:
    """Which features few other papers have, the rarest first; `own` count this paper too."""
    query = select(FeatureCountRow.feature, FeatureCountRow.documents).where(
        among(FeatureCountRow.feature, set(searched)),
        FeatureCountRow.documents.between(1, RARE + 1),
    )
    others = [(count - (feature in own), feature) for feature, count in session.execute(query)]
    return [feature for count, feature in sorted(others) if count > 0][:_SEARCHED]


def _is_known(session: Session, one: str, other: str) -> bool:
    """Whether a person was or is asked about these two."""
    query = select(SuspicionRow.id).where(
        SuspicionRow.document.in_([one, other]), SuspicionRow.other.in_([one, other])
    )
    return session.execute(query.limit(1)).first() is not None
