"""Taught forms: kept by version, in force until they are taught better or taken back."""

from __future__ import annotations

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from domain.errors import NotFound
from domain.template import Template
from records.database import Database, now
from records.packing import TEMPLATE
from records.sequences import hold
from records.tables import TemplateRow


class Templates:
    """The forms that people taught; safe to call from several threads."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._known: tuple[object, tuple[Template, ...]] = (None, ())

    def current(self) -> tuple[Template, ...]:
        """The templates in force, by type; unpacked again only when something was taught."""
        with self._database.read() as session:
            stand = session.execute(
                select(func.max(TemplateRow.id), func.count(TemplateRow.until))
            ).one()
            known, templates = self._known
            if known != tuple(stand):
                rows = session.scalars(_in_force().order_by(TemplateRow.type_key)).all()
                templates = tuple(TEMPLATE.unpack(row.packed) for row in rows)
                self._known = (tuple(stand), templates)
            return templates

    def get(self, type_key: str) -> Template | None:
        """The template of a type, if one was taught."""
        return next((one for one in self.current() if one.type_key == type_key), None)

    def put(self, template: Template, who: str) -> None:
        """Let `template` be the one of its type from now on; the former one is kept."""
        with self._database.write() as session:
            hold(session, "templates")
            _end(session, template.type_key, who, "taught better")
            session.add(
                TemplateRow(
                    type_key=template.type_key,
                    packed=TEMPLATE.pack(template),
                    since=now(),
                    until=None,
                    who=who,
                    reason="",
                )
            )

    def take_back(self, type_key: str, who: str, reason: str) -> None:
        """Use the template of a type no longer. Raises NotFound where there is none."""
        with self._database.write() as session:
            hold(session, "templates")
            if not _end(session, type_key, who, reason):
                raise NotFound(type_key, "No form of this type was taught.")


def _in_force() -> Select[TemplateRow]:
    return select(TemplateRow).where(TemplateRow.until.is_(None))


def _end(session: Session, type_key: str, who: str, reason: str) -> bool:
    held = session.scalars(_in_force().where(TemplateRow.type_key == type_key)).all()
    for row in held:
        row.until, row.reason = now(), f"{who}: {reason}"
    session.flush()
    return bool(held)
