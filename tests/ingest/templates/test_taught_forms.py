"""A form shown once is found again and read by place, however it was scanned."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.errors import UsageError
from domain.fields import FieldKey
from domain.filing import EvidenceKind
from domain.forms import Part
from domain.geometry import Box
from domain.page import CheckBox, Page
from domain.reading import PageReading
from domain.template import Template
from ingest.classify import classify
from ingest.forms.catalogue import load
from ingest.templates.apply import taught_types, with_templates
from ingest.templates.fill import fill
from ingest.templates.fit import fit
from ingest.templates.make import Shown, learn
from ingest.templates.printed import Print
from ingest.templates.teach import Named, teach
from tests.ingest.templates.sheets import FIRST, SECOND, Bent, filed, sheet, without_places

PERMIT = Named("fit_out_permit_form", "二次装修施工许可申请书", Part.FIT_OUT)


def _taught(values: Mapping[str, str] = FIRST) -> Template:
    page = sheet(values)
    return teach(filed(values, page), [page], PERMIT, None).template


def _read(template: Template, page: Page) -> dict[str, str]:
    (reading,) = with_templates([PageReading(page)], [template], load(), 0.9)
    return {str(field.key): field.raw for field in reading.fields}


def _near(x: float, y: float) -> st.SearchStrategy[tuple[float, float]]:
    return st.tuples(st.floats(x - 0.03, x + 0.03), st.floats(y - 0.03, y + 0.03))


_SCANS = st.builds(
    lambda *corners: Bent(corners), _near(0.06, 0.06), _near(0.94, 0.06), _near(0.94, 0.94),
    _near(0.06, 0.94),
)  # fmt: skip


@given(_SCANS)
def test_values_are_read_by_place_after_shift_scale_turn_and_perspective(bent: Bent) -> None:
    assert _read(_taught(), sheet(SECOND, bent)) == SECOND


def test_a_blank_place_is_known_to_be_blank() -> None:
    values = {**SECOND, "foreman": "", "ends_on": ""}
    assert _read(_taught(), sheet(values)) == values


def test_print_that_was_misread_does_not_hinder() -> None:
    def misread(text: str) -> str:
        return text.replace("装", "袋").replace("日", "曰")

    assert _read(_taught(), sheet(SECOND, misread=misread)) == SECOND


def test_another_form_is_not_taken_for_it() -> None:
    other = sheet({}, misread=lambda text: text[::-1])
    assert fit(_taught().pages[0], Print(other)) is None
    (reading,) = with_templates([PageReading(other)], [_taught()], load(), 0.9)
    assert reading == PageReading(other)


def test_half_of_the_print_is_not_enough() -> None:
    page = sheet(SECOND)
    half = replace(page, lines=page.lines[: len(page.lines) // 3])
    (reading,) = with_templates([PageReading(half)], [_taught()], load(), 0.9)
    assert reading.fields == ()


def test_the_type_is_known_by_the_form_and_needs_no_title() -> None:
    template = _taught()
    catalogue = taught_types(load(), [template])
    (reading,) = with_templates([PageReading(sheet(SECOND))], [template], catalogue, 0.9)
    assert [e.kind for e in reading.type_evidence] == [EvidenceKind.TEMPLATE]
    decision = classify([reading], catalogue.types)
    assert decision.chosen == PERMIT.key
    assert decision.confidence > 0.9
    assert catalogue.types[PERMIT.key].part is Part.FIT_OUT


def test_what_labels_said_of_other_fields_stands() -> None:
    page = sheet(SECOND)
    other = replace(
        filed(FIRST, sheet(FIRST)).fields[0], key=FieldKey("remarks"), box=Box(0, 0, 0.1, 0.01)
    )
    wrong = replace(other, key=FieldKey("phone"), raw="1", value="1")
    reading = PageReading(page, fields=(other, wrong))
    (read,) = with_templates([reading], [_taught()], load(), 0.9)
    assert other in read.fields
    assert [f.raw for f in read.fields if f.key == "phone"] == [SECOND["phone"]]


def test_a_value_that_a_person_typed_is_placed_by_its_words() -> None:
    page = sheet(FIRST)
    lesson = teach(without_places(filed(FIRST, page)), [page], PERMIT, None)
    assert lesson.unplaced == ()
    assert _read(lesson.template, sheet(SECOND)) == SECOND


def test_a_value_that_stands_nowhere_is_named() -> None:
    page = sheet(FIRST)
    shown = without_places(filed(FIRST, page))
    added = replace(shown.fields[0], key=FieldKey("deposit"), value="伍仟元整")
    lesson = teach(replace(shown, fields=(*shown.fields, added)), [page], PERMIT, None)
    assert lesson.unplaced == ("deposit",)


def test_a_second_example_adds_the_place_that_the_first_left_blank() -> None:
    without = {key: text for key, text in FIRST.items() if key not in ("phone", "ends_on")}
    once = _taught(without)
    assert "phone" not in _read(once, sheet(SECOND))
    bent = Bent(((0.05, 0.02), (0.97, 0.04), (0.95, 0.98), (0.03, 0.96)))
    page = sheet(FIRST, bent)
    twice = teach(filed(FIRST, page, "D000000000002"), [page], PERMIT, once).template
    assert len(twice.examples) == 2
    assert _read(twice, sheet(SECOND)) == SECOND


def test_print_of_the_first_example_alone_is_dropped_by_the_second() -> None:
    stray = {**FIRST, "remarks": ""}
    page = sheet(stray)
    noted = replace(
        page,
        lines=(
            *page.lines,
            replace(page.lines[0], text="加急请速办理", box=Box(0.7, 0.9, 0.85, 0.92)),
        ),
    )
    once = teach(filed(FIRST, noted), [noted], PERMIT, None).template
    again = sheet(SECOND)
    twice = teach(filed(SECOND, again, "D000000000002"), [again], PERMIT, once).template
    texts = {anchor.text for anchor in twice.pages[0].anchors}
    assert "加急请速办理" in {anchor.text for anchor in once.pages[0].anchors}
    assert "加急请速办理" not in texts


def test_another_form_cannot_improve_it() -> None:
    other = sheet(FIRST, misread=lambda text: text[::-1])
    with pytest.raises(UsageError, match="not that of"):
        teach(filed(FIRST, other, "D000000000002"), [other], PERMIT, _taught())


def test_a_page_with_too_little_print_teaches_nothing() -> None:
    page = sheet(FIRST)
    bare = replace(page, lines=page.lines[:3] + page.lines[-9:])
    with pytest.raises(UsageError, match="pieces of print"):
        teach(filed(FIRST, bare), [bare], PERMIT, None)


@pytest.mark.parametrize(("checked", "said"), [(True, "☑"), (False, "☐")])
def test_a_box_to_be_ticked_is_read_by_its_place(checked: bool, said: str) -> None:
    place = Box(0.30, 0.52, 0.32, 0.534)
    taught = learn(sheet(FIRST), [Shown(FieldKey("agreed"), "同意", place, mark=True)])
    scanned = replace(sheet(SECOND), checkboxes=(CheckBox(place, checked, 0.98),))
    fitted = fit(taught, Print(scanned))
    assert fitted is not None
    (filled,) = [one for one in fill(fitted, Print(scanned)) if one.slot.key == "agreed"]
    assert filled.text == said
