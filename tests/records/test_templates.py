"""What was taught stands until it is taught better or taken back, and nothing of it is lost."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from domain.errors import NotFound
from domain.fields import FieldKey
from domain.forms import Part
from domain.geometry import Box
from domain.template import Anchor, Slot, Template, TemplatePage
from records.archive import Archive
from records.tables import TemplateRow

PLACE = Box(0.1, 0.2, 0.4, 0.25)


def _template(key: str = "permit", *labels: str) -> Template:
    slots = tuple(Slot(FieldKey(label), label, PLACE) for label in labels or ("area",))
    page = TemplatePage(0.707, (Anchor("申请单位", PLACE),), slots)
    return Template(key, "施工许可申请书", Part.FIT_OUT, (page,))


def test_what_was_taught_comes_back_as_it_was(archive: Archive) -> None:
    archive.templates.put(_template(), "王芳")
    assert archive.templates.current() == (_template(),)
    assert archive.templates.get("permit") == _template()
    assert archive.templates.get("other") is None
    archive.close()
    again = Archive.open(archive.root)
    assert again.templates.current() == (_template(),)
    again.close()


def test_a_better_template_takes_the_place_of_the_former_which_is_kept(archive: Archive) -> None:
    archive.templates.put(_template(), "王芳")
    archive.templates.put(_template("permit", "area", "phone"), "王芳")
    archive.templates.put(_template("w9"), "李强")
    assert [one.type_key for one in archive.templates.current()] == ["permit", "w9"]
    assert len(archive.templates.current()[0].pages[0].slots) == 2
    with archive.database.read() as session:
        assert session.execute(select(func.count(TemplateRow.id))).scalar_one() == 3


def test_a_template_that_is_taken_back_is_used_no_longer(archive: Archive) -> None:
    archive.templates.put(_template(), "王芳")
    archive.templates.take_back("permit", "王芳", "表式已改")
    assert archive.templates.current() == ()
    with pytest.raises(NotFound):
        archive.templates.take_back("permit", "王芳", "再撤")


def test_another_process_sees_what_was_taught(archive: Archive) -> None:
    other = Archive.open(archive.root)
    assert other.templates.current() == ()
    archive.templates.put(_template(), "王芳")
    assert other.templates.current() == (_template(),)
    archive.templates.take_back("permit", "王芳", "表式已改")
    assert other.templates.current() == ()
    other.close()
