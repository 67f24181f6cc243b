"""The types an archive knows can be listed, and are understood by any name they alone have."""

from __future__ import annotations

import pytest

from records.archive import Archive
from tests.app.conftest import Run


@pytest.fixture(scope="module")
def at(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, ...]:
    folder = tmp_path_factory.mktemp("kinds") / "archive"
    Archive.create(folder).close()
    return ("--archive", str(folder))


def test_every_type_is_listed_with_what_its_form_demands(run: Run, at: tuple[str, ...]) -> None:
    listed = {one["key"]: one for one in run("types", *at, "--json").records}
    assert len(listed) >= 247
    opinion = listed["customer_opinion_handling_form"]
    assert (len(opinion["copies"]), opinion["part"], opinion["register"]) == (5, "P10", False)
    assert listed["destruction_register"]["register"]
    assert listed["destruction_register"]["signed_by"] == ["监销人"]


@pytest.mark.parametrize(
    ("word", "key"),
    [
        ("客户质量等级评定表", "customer_quality_grade_assessment_form"),
        ("qms-pm-31302", "emergency_contact_form"),
        ("銷燬清冊", "destruction_register"),
        ("In-volume remarks", "in_volume_remarks_form"),
    ],
)
def test_a_word_finds_a_type_by_name_code_or_either_script(
    run: Run, at: tuple[str, ...], word: str, key: str
) -> None:
    assert [one["key"] for one in run("types", word, *at, "--json").records] == [key]


def test_a_word_that_names_none_lists_none(run: Run, at: tuple[str, ...]) -> None:
    assert run("types", "没有这种表", *at, "--json").records == []
