"""What was not filed or opened in time is listed, by the profile's deadlines."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from domain.duties import Duty
from domain.forms import Part
from records.archive import Archive
from records.files.calendar import WorkingDays
from tests.records.conftest import Opened
from tests.records.papers import correction, draft, filed, known

CALENDAR = WorkingDays("")
CUSTOMER = "KH-2024-0007"
TODAY = datetime.now().astimezone().date()
LATER = TODAY + timedelta(days=40)


def _stranger(archive: Archive, day: date | None, part: Part = Part.CONTRACT) -> str:
    proposed = draft(
        type_key="contract" if part is Part.CONTRACT else "letter",
        part=part,
        day=day,
        provisional=(("customer_name", "苏州恒信建材厂"),),
    )
    return filed(archive, part.value.encode(), proposed)[0].id


def test_a_paper_that_waits_is_overdue_after_five_working_days(archive: Archive) -> None:
    (waiting,) = filed(archive, b"1", draft())
    known(archive)
    filed(archive, b"2", draft(CUSTOMER))
    due = CALENDAR.after(TODAY, 5)
    assert archive.deadlines.overdue(due, CALENDAR) == ()
    (late,) = archive.deadlines.overdue(due + timedelta(days=3), CALENDAR)
    assert (late.duty, late.subject, late.due) == (Duty.FILING, waiting.id, due)
    assert late.days(due + timedelta(days=3)) == 3
    archive.corrections.apply(correction(waiting, customer=CUSTOMER))
    assert archive.deadlines.overdue(LATER, CALENDAR) == ()


def test_a_file_had_to_be_opened_two_working_days_after_the_contract(opened_by: Opened) -> None:
    archive = opened_by("dealer")
    signed = TODAY - timedelta(days=30)
    document = archive.documents.get(_stranger(archive, signed))
    _stranger(archive, None, Part.CORRESPONDENCE)
    opening = [
        one for one in archive.deadlines.overdue(TODAY, CALENDAR) if one.duty is Duty.OPENING
    ]
    assert [(one.rule, one.since, one.due) for one in opening] == [
        ("contract", signed, CALENDAR.after(signed, 2))
    ]
    assert opening[0].subject == document.customer
    archive.corrections.apply(correction(document, customer=str(document.customer)))
    assert not [o for o in archive.deadlines.overdue(TODAY, CALENDAR) if o.duty is Duty.OPENING]
    late = archive.deadlines.overdue(TODAY, CALENDAR, with_done=True)
    done = [one.done for one in late if one.duty is Duty.OPENING]
    assert done == [TODAY]


def test_the_regimes_own_deadline_counts(opened_by: Opened) -> None:
    archive = opened_by("document_archive")
    (waiting,) = filed(archive, b"1", draft(day=date(2020, 1, 5)))
    (late,) = archive.deadlines.overdue(LATER + timedelta(days=40), CALENDAR)
    assert late.subject == waiting.id
    assert (late.due.day, late.due > TODAY) == (10, True)


@pytest.mark.parametrize("with_done", [False, True])
def test_what_was_done_in_time_is_never_listed(archive: Archive, with_done: bool) -> None:
    known(archive)
    filed(archive, b"1", draft(CUSTOMER))
    assert archive.deadlines.overdue(LATER, CALENDAR, with_done=with_done) == ()
