"""The learned models by version, the thresholds that were measured, and the archive's own types.

A model is kept as its owner packed it, bytes without any code in them; at most one is in force.
"""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from domain.errors import NotFound
from domain.filing import Subject
from domain.review import Bound, ModelState, ModelVersion
from records.database import Database, now
from records.sequences import hold
from records.tables import BoundRow, ModelRow

MOST_KEPT = 10
"""Versions whose weights are kept; of older ones the figures alone."""


class Models:
    """The versions of the learned model; safe to call from several threads."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._known: tuple[int, bytes] = (0, b"")

    def list(self) -> tuple[ModelVersion, ...]:
        """Every version, newest first."""
        query = select(ModelRow).order_by(ModelRow.id.desc())
        with self._database.read() as session:
            return tuple(_version(row) for row in session.scalars(query))

    def current(self) -> tuple[int, bytes]:
        """Number and bytes of the version in force; (0, b"") before the first."""
        with self._database.read() as session:
            number = session.scalar(select(ModelRow.id).where(_IN_FORCE)) or 0
            if number != self._known[0]:
                row = session.get(ModelRow, number)
                self._known = (number, row.packed if row else b"")
            return self._known

    def add(self, packed: bytes, version: ModelVersion) -> ModelVersion:
        """Keep a version that was trained; one that is to be in force takes the other's place."""
        with self._database.write() as session:
            hold(session, "models")
            if version.state is ModelState.IN_FORCE:
                _end(session)
            row = ModelRow(
                packed=packed if version.state is ModelState.IN_FORCE else b"",
                trained_at=version.trained_at,
                state=version.state,
                examples=version.examples,
                types=version.types,
                seen=version.seen,
                held_back=version.held_back,
                right=version.right,
                rival=version.rival,
                who=version.who,
                reason=version.reason,
            )
            session.add(row)
            session.flush()
            _forget_weights(session)
            return _version(row)

    def put_back(self, number: int | None, who: str, reason: str) -> ModelVersion | None:
        """Let an earlier version be in force again; None as `number`: none is.

        Raises NotFound for a version that is not kept.
        """
        with self._database.write() as session:
            hold(session, "models")
            row = session.get(ModelRow, number) if number is not None else None
            if number is not None and (row is None or not row.packed):
                raise NotFound(str(number), "`anjuan models` lists the versions that are kept.")
            _end(session)
            if row is None:
                return None
            row.state = ModelState.IN_FORCE
            row.who, row.reason = who, reason
            session.flush()
            return _version(row)


class Bounds:
    """The thresholds that were measured, each with its figures; the latest of a subject counts."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def current(self) -> dict[Subject, Bound]:
        """The latest bound of each subject; none before anything was measured."""
        latest = select(func.max(BoundRow.id)).group_by(BoundRow.subject)
        query = select(BoundRow).where(BoundRow.id.in_(latest))
        with self._database.read() as session:
            return {Subject(row.subject): _bound(row) for row in session.scalars(query)}

    def set(self, bounds: Iterable[Bound]) -> None:
        """Let these hold from now on; the same figures are not kept twice."""
        held = self.current()
        with self._database.write() as session:
            for one in bounds:
                if held.get(one.subject) != one:
                    session.add(
                        BoundRow(
                            subject=one.subject,
                            threshold=one.threshold,
                            reviewed=one.reviewed,
                            errors=one.errors,
                            upper=one.upper,
                            most=one.most,
                            measured=one.measured,
                            doubted=list(one.doubted),
                            at=now(),
                        )
                    )


_IN_FORCE = ModelRow.state == ModelState.IN_FORCE


def _end(session: Session) -> None:
    for row in session.scalars(select(ModelRow).where(_IN_FORCE)):
        row.state = ModelState.FORMER
    session.flush()


def _forget_weights(session: Session) -> None:
    """Let go of the weights of versions that are long out of use."""
    former = ModelRow.state == ModelState.FORMER
    query = select(ModelRow).where(former, func.length(ModelRow.packed) > 0)
    for row in session.scalars(query.order_by(ModelRow.id.desc()).offset(MOST_KEPT - 1)):
        row.packed = b""
    session.flush()


def _version(row: ModelRow) -> ModelVersion:
    return ModelVersion(
        number=row.id,
        trained_at=row.trained_at,
        state=ModelState(row.state),
        examples=row.examples,
        types=row.types,
        seen=row.seen,
        held_back=row.held_back,
        right=row.right,
        rival=row.rival,
        who=row.who,
        reason=row.reason,
    )


def _bound(row: BoundRow) -> Bound:
    return Bound(
        Subject(row.subject),
        row.threshold,
        row.reviewed,
        row.errors,
        row.upper,
        row.most,
        row.measured,
        tuple(row.doubted),
    )
