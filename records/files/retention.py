"""How long a paper is kept, from its type and the profile; nothing is destroyed by this.

Pure. Source: domain section 4.8 (F-62 to F-74), C-17.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from domain.document import Document
from domain.duties import Kept
from domain.forms import DocumentType
from records.profile import Profile


def kept(document: Document, profile: Profile, types: Mapping[str, DocumentType]) -> Kept:
    """The paper's class and the day until which it must be kept.

    The years run from the day the paper bears; where it bears none, or the class says so, from
    the day it was filed.
    """
    rules = profile.retention
    known = types.get(document.type_key)
    by_class = rules.by_class.get(known.retention.value) if known else None
    by_part = rules.parts.get(document.part)
    key = rules.types.get(document.type_key) or by_class or by_part or rules.default
    chosen = next(one for one in rules.classes if one.key == key)
    since = document.filed_at.astimezone().date()
    if chosen.starts == "document_date" and document.document_date is not None:
        since = document.document_date
    until = _years_later(since, chosen.years) if chosen.years else None
    return Kept(chosen.key, chosen.name, chosen.name_en, since, until)


def _years_later(day: date, years: int) -> date:
    """The same day `years` later; of 29 February, where there is none, 1 March."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)
