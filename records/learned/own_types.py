"""Document types that an archive made for itself (自定类型), beside those of the catalogue."""

from __future__ import annotations

from sqlalchemy import select

from domain.errors import NotFound
from domain.forms import Part
from domain.review import OwnType
from records.database import Database, now
from records.tables import OwnTypeRow


class OwnTypes:
    """The archive's own types; safe to call from several threads."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def current(self) -> tuple[OwnType, ...]:
        """The types in use, in the order of their keys."""
        query = select(OwnTypeRow).where(OwnTypeRow.until.is_(None)).order_by(OwnTypeRow.key)
        with self._database.read() as session:
            return tuple(OwnType(r.key, r.name, Part(r.part)) for r in session.scalars(query))

    def put(self, known: OwnType, who: str) -> None:
        """Make a type, or name one anew; one that was taken back is in use again."""
        with self._database.write() as session:
            session.merge(
                OwnTypeRow(
                    key=known.key,
                    name=known.name,
                    part=known.part,
                    who=who,
                    since=now(),
                    until=None,
                )
            )

    def take_back(self, key: str) -> None:
        """Offer a type no longer; documents that have it keep it. Raises NotFound."""
        with self._database.write() as session:
            row = session.get(OwnTypeRow, key)
            if row is None or row.until is not None:
                raise NotFound(key, "This archive has no such type of its own.")
            row.until = now()
