"""A stage that fails is named, and everything that succeeded stands."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any, NoReturn, cast

import numpy as np
import pytest

from domain.errors import NeedsPassword, UnreadableFile
from domain.fields import FieldReading
from domain.filing import EvidenceKind
from domain.geometry import Box
from domain.outcome import Category, DocumentState, Stage
from domain.page import Page
from domain.reading import PageReading
from ingest import pipeline
from ingest.formats.contract import Image, RawPage
from ingest.options import FilingOptions, ReadingOptions
from ingest.proposing import propose
from ingest.readers.contract import Crop
from ingest.readers.page import ReadPage
from records.journal.journal import ScanRecord
from tests.factory import card, degrade, files, fonts
from tests.factory.register import register
from tests.factory.scan import scan
from tests.ingest.known import KnownCustomers, page, value
from tests.ingest.simulated import as_customer
from tests.ingest.test_draft import Scan

OPTIONS, FILING = ReadingOptions(), FilingOptions()
IMAGE: Image = np.full((20, 20, 3), 255, np.uint8)
CARD = page("客户资料卡", "客户名称：深圳市恒通达物流有限公司")


def failing(error: Exception) -> Callable[..., NoReturn]:
    def fail(*_args: Any, **_kwargs: Any) -> NoReturn:
        raise error

    return fail


@pytest.fixture
def stages(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """A page that is opened and read without any file or reader."""
    monkeypatch.setattr(pipeline, "_readers", lambda _options: None)
    monkeypatch.setattr("ingest.formats.page", lambda *_: RawPage(IMAGE))
    monkeypatch.setattr(pipeline, "read", lambda *_: ReadPage(CARD, IMAGE, 0.25))
    monkeypatch.setattr(pipeline, "second_reading", lambda *_: None)
    return monkeypatch


def read() -> PageReading:
    return pipeline.read_page(Path("scan.jpg"), 1, OPTIONS, FILING)


def failures(reading: PageReading) -> list[tuple[Stage, Category]]:
    return [(failure.stage, failure.category) for failure in reading.failures]


@pytest.mark.usefixtures("stages")
def test_a_page_is_read_recognised_and_its_values_taken() -> None:
    reading = read()
    assert reading.failures == ()
    assert reading.starts_document
    assert any(
        piece.kind is EvidenceKind.TITLE and piece.says == "customer_card"
        for piece in reading.type_evidence
    )
    assert reading.seconds > 0
    assert reading.reader_seconds >= 0.25


@pytest.mark.parametrize(("stage", "name"), [(Stage.FIELDS, "extract"), (Stage.FORM, "detect")])
def test_a_page_whose_understanding_fails_keeps_its_text(
    stages: pytest.MonkeyPatch, stage: Stage, name: str
) -> None:
    stages.setattr(pipeline, name, failing(ValueError("no such label")))
    reading = read()
    assert reading.page.text == CARD.text
    assert failures(reading) == [(stage, Category.INTERNAL)]
    assert reading.failures[0].message == "ValueError: no such label"
    assert reading.failures[0].page == 1


def test_a_second_reader_that_fails_leaves_the_first_ones_values(
    stages: pytest.MonkeyPatch,
) -> None:
    def extract(
        _page: Page, _catalogue: object, second: Any, _threshold: float, _match: object
    ) -> tuple[FieldReading, ...]:
        if second:
            second(Box(0, 0, 1, 1))
        return (value("customer_name", "深圳市恒通达物流有限公司"),)

    stages.setattr(pipeline, "extract", extract)
    stages.setattr(pipeline, "second_reading", failing(RuntimeError("no language")))
    reading = read()
    assert [field.value for field in reading.fields] == ["深圳市恒通达物流有限公司"]
    assert failures(reading) == [(Stage.FIELDS, Category.INTERNAL)]


def test_the_second_readers_time_is_readers_time(stages: pytest.MonkeyPatch) -> None:
    asked: list[Box] = []

    def second_reading(_image: Image, box: Box, _readers: object, _text: str) -> Crop:
        asked.append(box)
        return Crop("x", 0.9)

    def extract(
        _page: Page, _catalogue: object, second: Any, _threshold: float, _match: object
    ) -> tuple[FieldReading, ...]:
        assert second(Box(0, 0, 1, 1)) == ("x", 0.9)
        return ()

    stages.setattr(pipeline, "second_reading", second_reading)
    stages.setattr(pipeline, "extract", extract)
    assert read().reader_seconds > 0.25
    assert asked == [Box(0, 0, 1, 1)]


def test_the_second_reader_is_told_what_the_first_one_saw_in_the_same_place(
    stages: pytest.MonkeyPatch,
) -> None:
    line = CARD.lines[0]
    told: list[str] = []

    def second_reading(_image: Image, _box: Box, _readers: object, text: str) -> Crop:
        told.append(text)
        return Crop("x", 0.9)

    def extract(
        _page: Page, _catalogue: object, second: Any, _threshold: float, _match: object
    ) -> tuple[FieldReading, ...]:
        second(line.box)
        second(Box(0.98, 0.98, 1, 1))
        return ()

    stages.setattr(pipeline, "second_reading", second_reading)
    stages.setattr(pipeline, "extract", extract)
    read()
    assert told == [" ".join(word.text for word in line.words), ""]


@pytest.mark.parametrize(
    ("error", "category"),
    [
        (UnreadableFile("scan.jpg", "torn"), Category.BAD_INPUT),
        (NeedsPassword("scan.pdf"), Category.NEEDS_PASSWORD),
        (MemoryError(), Category.OUT_OF_MEMORY),
        (KeyError("x"), Category.INTERNAL),
    ],
)
def test_whose_fault_it_is_that_a_page_cannot_be_opened_is_told_apart(
    stages: pytest.MonkeyPatch, error: Exception, category: Category
) -> None:
    stages.setattr("ingest.formats.page", failing(error))
    reading = read()
    assert failures(reading) == [(Stage.OPEN, category)]
    assert reading.page.number == 1
    assert reading.page.lines == ()
    assert not reading.page.blank


def test_a_reader_that_fails_is_named(stages: pytest.MonkeyPatch) -> None:
    stages.setattr(pipeline, "read", failing(RuntimeError("model")))
    assert failures(read()) == [(Stage.READ, Category.INTERNAL)]


def test_a_blank_page_is_asked_no_questions(stages: pytest.MonkeyPatch) -> None:
    empty = Page(1, 20, 20, (), blank=True)
    stages.setattr(pipeline, "read", lambda *_: ReadPage(empty, IMAGE, 0.0))
    stages.setattr(pipeline, "extract", failing(AssertionError("asked")))
    stages.setattr(pipeline, "detect", failing(AssertionError("asked")))
    reading = read()
    assert reading.page.blank
    assert reading.failures == ()
    assert not reading.starts_document


@pytest.mark.slow
@pytest.mark.fonts
def test_a_rendered_card_of_a_known_customer_goes_the_whole_way(tmp_path: Path) -> None:
    fonts.require()
    rng = Random(4)
    clients = register(rng, 12, 3)
    client = clients[0]
    (sheet,) = scan(card.card(rng, client), rng, degrade.mild(rng))
    files.write_jpeg(tmp_path / "card.jpg", sheet)
    assert pipeline.count_pages(tmp_path / "card.jpg", OPTIONS).pages == 1
    pipeline.warm_up(OPTIONS)
    reading = pipeline.read_page(tmp_path / "card.jpg", 1, OPTIONS, FILING)
    assert reading.failures == ()
    customers = KnownCustomers(map(as_customer, clients))
    (draft,) = propose(cast(ScanRecord, Scan(1)), [reading], (), customers, FILING)
    assert draft.type.chosen == sheet.truth.type_key
    assert draft.customer.chosen == client.number
    assert draft.state is DocumentState.FILED
