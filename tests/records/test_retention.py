"""How long a paper is kept follows from its type and the profile."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from domain.document import Document
from domain.forms import Part
from ingest.forms.catalogue import load as load_catalogue
from records.files.retention import kept
from records.profile import load_profile
from tests.records.papers import SOME_DAY
from tests.records.test_ordering import REQUEST

TYPES = load_catalogue().types


def _paper(type_key: str, part: Part, day: date | None) -> Document:
    return replace(REQUEST.document, type_key=type_key, part=part, document_date=day)


@pytest.mark.parametrize(
    ("profile", "type_key", "part", "key", "until"),
    [
        ("finance", "identity_card_copy", Part.IDENTITY, "identity", date(2025, 3, 1)),
        ("finance", "delivery_note", Part.TRANSACTION, "transaction", date(2030, 3, 1)),
        ("default", "own_form", Part.TRANSACTION, "transaction", date(2030, 3, 1)),
        ("default", "complaint_record", Part.COMPLAINT, "permanent", None),
        ("document_archive", "customer_card", Part.CARD, "long", date(2050, 3, 1)),
    ],
)
def test_the_years_run_from_the_papers_own_day(
    profile: str, type_key: str, part: Part, key: str, until: date | None
) -> None:
    leap = date(2020, 2, 29)
    held = kept(_paper(type_key, part, leap), load_profile(profile), TYPES)
    assert (held.key, held.since, held.until) == (key, leap, until)


def test_a_paper_without_a_date_is_kept_from_the_day_it_was_filed() -> None:
    held = kept(_paper("customer_card", Part.CARD, None), load_profile("finance"), TYPES)
    assert held.since == SOME_DAY.astimezone().date()
