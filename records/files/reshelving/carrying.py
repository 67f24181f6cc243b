"""A grade of secrecy that a person gave to a file goes with its papers to another file."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from records.database import now
from records.profile import Profile
from records.signature import Signature
from records.tables import FileRow, GradeRow


def carry_grade(
    session: Session, left: FileRow, to: FileRow, profile: Profile, signature: Signature
) -> None:
    """Grade `to` as the file that papers leave, unless it is as secret already.

    A file that bundles papers of several is as secret as the most secret of them: nothing may be
    seen by more people for having been put elsewhere.
    """
    given = _given(session, left.id)
    if given is None or _rank(profile, given) <= _rank(profile, _given(session, to.id)):
        return
    session.add(
        GradeRow(
            document=None,
            file=to.id,
            level=given,
            who=signature.who,
            reason=f"{left.number} → {to.number}: {signature.reason}",
            at=now(),
        )
    )
    session.flush()


def _given(session: Session, file: int) -> str | None:
    """The grade that a person gave to the file last."""
    query = select(GradeRow.level).where(GradeRow.file == file).order_by(GradeRow.id.desc())
    return session.scalars(query.limit(1)).one_or_none()


def _rank(profile: Profile, level: str | None) -> int:
    """A grade that the scheme no longer has is the highest; none is below all."""
    keys = [one.key for one in profile.grade.levels]
    if level is None:
        return -1
    return keys.index(level) if level in keys else len(keys)
