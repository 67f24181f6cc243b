"""Commands that look after the archive: verify, reindex, reread, doctor, and who is at work."""

from __future__ import annotations

import os
import shutil
from contextlib import closing

import pytest

from domain.errors import ExitCode
from jobs.ownership import Ownership
from records.archive import Archive
from tests.app.conftest import SAMPLES, Filled, Run

pytestmark = pytest.mark.tesseract


def test_a_changed_original_is_noticed(own: Filled, run: Run) -> None:
    assert run("verify", "--archive", own.root).code == ExitCode.OK
    original = max((own.root / "vault").rglob("*"), key=lambda p: p.is_file() and p.stat().st_size)
    original.chmod(0o600)
    original.write_bytes(b"not what it was")
    answer = run("verify", "--archive", own.root, "--json")
    assert answer.code == ExitCode.DAMAGED
    assert answer.records[-1]["findings"]


def test_the_index_can_be_thrown_away_and_rebuilt(own: Filled, run: Run) -> None:
    before = run("search", "客户", "--archive", own.root, "--json").record
    shutil.rmtree(own.root / "index")
    assert run("reindex", "--archive", own.root).code == ExitCode.OK
    after = run("search", "客户", "--archive", own.root, "--json").record
    assert [h["document"] for h in after["hits"]] == [h["document"] for h in before["hits"]]


def test_reading_again_what_has_not_changed_reads_nothing_and_keeps_everything(
    own: Filled, run: Run
) -> None:
    before = own.document("complaint.jpg")
    told = run("reread", "--archive", own.root, "--json").records
    taken = {name for name, said in own.said.items() if said["status"] != "quarantined"}
    assert {record["file"] for record in told} == taken
    after = next(record for record in told if record["file"] == "complaint.jpg")
    assert [document["id"] for document in after["documents"]] == [before["id"]]
    with closing(Archive.open(own.root)) as archive:
        seconds = [
            reading.reader_seconds
            for record in told
            for reading in archive.journal.readings(record["scan"])
        ]
    assert seconds
    assert set(seconds) == {0.0}


def test_a_scan_that_is_not_there_cannot_be_read_again(own: Filled, run: Run) -> None:
    assert run("reread", "123456", "--archive", own.root).code == ExitCode.NOT_FOUND


def test_a_second_owner_is_told_who_is_at_work(own: Filled, run: Run) -> None:
    held = Ownership(own.root)
    try:
        answer = run("ingest", SAMPLES / "blank.jpg", "--archive", own.root, "--json")
        status = run("status", "--archive", own.root, "--json").record
    finally:
        held.release()
    assert answer.code == ExitCode.IN_USE
    assert str(os.getpid()) in answer.record["error"]["happened"]
    assert str(os.getpid()) in str(status["owner"])


def test_doctor_reads_the_sample_with_each_reader(run: Run) -> None:
    answer = run("doctor", "--json")
    health = {record["what"]: record["health"] for record in answer.records}
    assert health["reader rapidocr"] == "good"
    assert health["reader tesseract"] == "good"
    assert answer.code == ExitCode.OK
