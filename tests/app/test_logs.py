"""No log, at any level, and no failure kept carries a personal number."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path
from typing import NoReturn

import numpy as np
import pytest
import structlog

from app import logs
from domain.outcome import ScanStatus
from domain.page import Page
from ingest import pipeline
from ingest.formats.contract import RawPage
from ingest.options import FilingOptions, ReadingOptions
from ingest.proposing import propose
from ingest.readers.page import ReadPage
from records.archive import Archive
from tests.ingest.fields.desk import line, page, titled
from tests.records.papers import taken

NUMBERS = ("11010519491231002X", "6222021001116245702", "13800138000")
IMAGE = np.full((20, 20, 3), 255, np.uint8)


def _card() -> Page:
    identity, account, phone = NUMBERS
    return page(
        [
            titled("客户资料卡"),
            line("客户名称：杭州西湖纺织有限公司", 0.1, 0.15),
            line(f"身份证号码：{identity}", 0.1, 0.2),
            line(f"银行账号：{account}", 0.1, 0.25),
            line(f"备注：手机 {phone} 随时可打", 0.1, 0.3),
        ]
    )


@pytest.fixture
def verbose() -> Iterator[None]:
    logs.configure(as_json=True, verbose=True)
    yield
    structlog.reset_defaults()


@pytest.fixture
def stages(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    monkeypatch.setattr(pipeline, "_readers", lambda _options: None)
    monkeypatch.setattr("ingest.formats.page", lambda *_: RawPage(IMAGE))
    monkeypatch.setattr(pipeline, "read", lambda *_: ReadPage(_card(), IMAGE, 0.25))
    monkeypatch.setattr(pipeline, "second_reading", lambda *_: None)
    return monkeypatch


def _told(caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]) -> str:
    out, err = capfd.readouterr()
    return caplog.text + out + err


@pytest.mark.usefixtures("verbose", "stages")
def test_a_card_goes_the_whole_way_and_no_log_holds_its_numbers(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    options, filing = ReadingOptions(), FilingOptions()
    archive = Archive.create(tmp_path / "archive")
    scan = taken(archive)
    archive.journal.set_contents(scan, 1, "image/jpeg")
    reading = pipeline.read_page(Path("scan.jpg"), 1, options, filing)
    assert {one.text for one in reading.personal} == set(NUMBERS)
    archive.journal.store_page(scan, 1, reading)
    drafts = propose(archive.journal.scan(scan), [reading], [], archive.customers, filing)
    archive.filing.file(scan, drafts, 1.0)
    assert archive.journal.scan(scan).status in (ScanStatus.FILED, ScanStatus.REVIEW)
    archive.close()
    structlog.get_logger().debug("seen", value=NUMBERS[0])
    told = _told(caplog, capfd)
    assert "seen" in told
    assert [number for number in NUMBERS if number in told] == []


@pytest.mark.usefixtures("verbose")
def test_an_error_that_names_a_value_is_logged_without_it(
    caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    try:
        int(f"nr. {NUMBERS[0]}")
    except ValueError:
        structlog.get_logger().exception("unexpected")
    told = _told(caplog, capfd)
    assert "ValueError" in told
    assert NUMBERS[0] not in told


def test_a_failure_that_names_a_value_is_kept_without_it(stages: pytest.MonkeyPatch) -> None:
    def fail(*_args: object, **_kwargs: object) -> NoReturn:
        raise ValueError(f"cannot parse {NUMBERS[1]}")

    stages.setattr(pipeline, "extract", fail)
    reading = pipeline.read_page(Path("scan.jpg"), 1, ReadingOptions(), FilingOptions())
    messages = [failure.message for failure in reading.failures]
    assert messages
    assert not any(NUMBERS[1] in message for message in messages)
    assert "cannot parse" in messages[0]
