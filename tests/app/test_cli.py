"""Every command does what its help says, for people and for machines."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path
from typing import cast

import pytest
from typer.core import TyperGroup
from typer.main import get_command

from app.cli.main import app
from domain.errors import ExitCode
from domain.personal import masked
from domain.values.personal import personal_numbers
from jobs.ownership import Ownership
from records.archive import Archive
from tests.app.conftest import SAMPLES, Filled, Record, Run

pytestmark = pytest.mark.tesseract


def _document(filled: Filled, file: str) -> Record:
    documents: list[Record] = filled.said[file]["documents"]
    assert len(documents) == 1
    return documents[0]


def test_every_command_speaks_json_and_has_help() -> None:
    group = cast(TyperGroup, get_command(app))
    for name, command in group.commands.items():
        options = {option for parameter in command.params for option in parameter.opts}
        assert "--json" in options, name
        assert command.help, name


def test_ingest_prints_one_object_of_the_documented_shape_per_file(filled: Filled) -> None:
    assert set(filled.said) == {
        "card-traditional.png",
        "card-unknown-customer.jpg",
        "complaint.jpg",
        "damaged.jpg",
    }
    for record in filled.said.values():
        assert {"file", "scan", "status", "seconds", "documents", "failures"} <= set(record)
    card = _document(filled, "card-traditional.png")
    assert {"id", "pages", "state", "type", "customer", "fields", "text", "reasons"} <= set(card)
    for field in card["fields"]:
        assert {
            "key",
            "label",
            "value",
            "raw",
            "page",
            "box",
            "confidence",
            "needs_review",
        } <= set(field)
        x0, y0, x1, y1 = field["box"]
        assert 0 <= x0 <= x1 <= 1
        assert 0 <= y0 <= y1 <= 1


def test_a_known_customers_card_is_filed_and_an_unknown_ones_waits(filled: Filled) -> None:
    known = _document(filled, "card-traditional.png")
    assert (known["state"], known["type"]["key"]) == ("filed", "terminal_customer_file_card")
    assert known["customer"]["number"] == "KH-2024-0028"
    unknown = _document(filled, "card-unknown-customer.jpg")
    assert unknown["state"] == "review"
    assert unknown["customer"]["status"] == "provisional"


def test_a_damaged_file_is_quarantined_with_its_reason_beside_it(filled: Filled) -> None:
    record = filled.said["damaged.jpg"]
    assert record["status"] == "quarantined"
    assert record["failures"]
    notes = list((filled.root / "quarantine").rglob("reason.txt"))
    assert any("damaged.jpg" in note.read_text(encoding="utf-8") for note in notes)


def test_the_same_file_again_is_a_duplicate_of_the_same_documents(own: Filled, run: Run) -> None:
    answer = run("ingest", SAMPLES / "complaint.jpg", "--archive", own.root, "--json")
    assert answer.code == ExitCode.OK
    assert answer.record["status"] == "duplicate"
    (again,) = answer.record["documents"]
    assert again["id"] == _document(own, "complaint.jpg")["id"]


def test_simplified_finds_traditional_and_the_hit_is_marked(filled: Filled, run: Run) -> None:
    answer = run("search", "网络科技", "--archive", filled.root, "--json")
    assert {"total", "took_ms", "hits"} <= set(answer.record)
    hits = answer.record["hits"]
    traditional = _document(filled, "card-traditional.png")["id"]
    (hit,) = [hit for hit in hits if hit["document"] == traditional]
    assert "<mark>" in hit["snippet"]
    assert hit["boxes"]
    assert hit["customer"] == "KH-2024-0028"


def test_show_tells_of_a_document_a_customer_and_a_scan(filled: Filled, run: Run) -> None:
    card = _document(filled, "card-traditional.png")
    shown = run("show", card["id"], "--archive", filled.root, "--json").record
    assert shown["history"]
    assert shown["decisions"]
    held = run("show", "KH-2024-0028", "--archive", filled.root, "--json").record
    assert [entry["document"] for entry in held["catalogue"]] == [card["id"]]
    scan = run("show", card["scan"][:10], "--archive", filled.root, "--json").record
    assert scan["file"] == "card-traditional.png"


def test_what_nobody_knows_is_said_to_be_unknown(filled: Filled, run: Run) -> None:
    answer = run("show", "KH-1900-0001", "--archive", filled.root, "--json")
    assert answer.code == ExitCode.NOT_FOUND
    assert answer.record["error"]["kind"] == "NotFound"


def test_a_correction_moves_the_paper_in_both_catalogues_and_in_search(
    own: Filled, run: Run
) -> None:
    complaint = _document(own, "complaint.jpg")
    before = complaint["customer"]["number"]
    answer = run(
        "correct",
        complaint["id"],
        "--customer",
        "KH-2024-0028",
        "--reason",
        "盖章看错",
        "--who",
        "王芳",
        "--base-revision",
        complaint["revision"],
        "--archive",
        own.root,
        "--json",
    )
    assert answer.code == ExitCode.OK
    assert answer.record["customer"]["number"] == "KH-2024-0028"

    def listed(number: str) -> list[str]:
        record = run("show", number, "--archive", own.root, "--json").record
        return [entry["document"] for entry in record["catalogue"]]

    assert complaint["id"] in listed("KH-2024-0028")
    assert complaint["id"] not in listed(before)
    hits = run(
        "search", "投诉", "--customer", "KH-2024-0028", "--archive", own.root, "--json"
    ).record["hits"]
    assert complaint["id"] in {hit["document"] for hit in hits}
    history = run("show", complaint["id"], "--archive", own.root, "--json").record["history"]
    assert (history[-1]["who"], history[-1]["reason"]) == ("王芳", "盖章看错")


def test_a_correction_made_against_an_old_revision_is_refused(own: Filled, run: Run) -> None:
    complaint = _document(own, "complaint.jpg")
    said = ("correct", complaint["id"], "--reason", "r", "--archive", own.root, "--json")
    first = run(*said, "--customer", "KH-2024-0028", "--base-revision", complaint["revision"])
    second = run(*said, "--type", "合同", "--base-revision", complaint["revision"])
    assert (first.code, second.code) == (ExitCode.OK, ExitCode.STALE)
    assert "KH-2024-0028" in second.record["error"]["happened"]


def test_a_value_is_corrected_by_key_or_by_label(own: Filled, run: Run) -> None:
    card = _document(own, "card-traditional.png")
    answer = run(
        "correct",
        card["id"],
        "--field",
        "industry=软件业",
        "--field",
        "传真=0571-1234567",
        "--reason",
        "更正",
        "--archive",
        own.root,
        "--json",
    )
    values = {field["key"]: field["value"] for field in answer.record["fields"]}
    assert (values["industry"], values["fax"]) == ("软件业", "0571-1234567")


@pytest.mark.parametrize(
    ("option", "code"),
    [
        (("--type", "no_such_type"), ExitCode.NOT_FOUND),
        (("--customer", "KH-1900-0001"), ExitCode.NOT_FOUND),
        (("--field", "no_such_field=1"), ExitCode.NOT_FOUND),
        (("--field", "customer_name"), ExitCode.USAGE),
    ],
)
def test_an_impossible_correction_changes_nothing(
    own: Filled, run: Run, option: tuple[str, str], code: ExitCode
) -> None:
    card = _document(own, "card-traditional.png")
    answer = run("correct", card["id"], *option, "--reason", "r", "--archive", own.root, "--json")
    assert answer.code == code
    shown = run("show", card["id"], "--archive", own.root, "--json").record
    assert shown["revision"] == card["revision"]


def test_confirming_a_provisional_customer_takes_the_paper_out_of_review(
    own: Filled, run: Run
) -> None:
    waiting = run("review", "--archive", own.root, "--json").records
    card = _document(own, "card-unknown-customer.jpg")
    assert card["id"] in {document["id"] for document in waiting}
    number = card["customer"]["number"]
    run("correct", card["id"], "--customer", number, "--reason", "确认", "--archive", own.root)
    left = run("review", "--archive", own.root, "--json").records
    assert card["id"] not in {document["id"] for document in left}
    listed = {c["number"]: c for c in run("customers", "--archive", own.root, "--json").records}
    assert listed[number]["status"] == "active"


def test_importing_customers_twice_changes_nothing(own: Filled, run: Run) -> None:
    again = run("import-customers", SAMPLES / "customers.csv", "--archive", own.root, "--json")
    assert again.code == ExitCode.OK
    assert (again.record["created"], again.record["changed"]) == (0, 0)


def test_rows_that_cannot_be_taken_are_reported(own: Filled, run: Run, tmp_path: Path) -> None:
    table = tmp_path / "list.csv"
    table.write_bytes("客户编号,客户名称\nKH-1,甲有限公司\n,\nKH-1,乙有限公司\n".encode("gb18030"))
    answer = run("import-customers", table, "--archive", own.root, "--json")
    assert answer.code == ExitCode.INCOMPLETE
    assert answer.record["problems"]


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
    before = _document(own, "complaint.jpg")
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


def test_a_wrong_setting_is_named(own: Filled, run: Run) -> None:
    (own.root / "anjuan.toml").write_text("[reading]\nreeder = 1\n", encoding="utf-8")
    answer = run("status", "--archive", own.root, "--json")
    assert answer.code == ExitCode.SETTINGS
    assert "reading.reeder" in answer.record["error"]["happened"]


def test_people_are_answered_in_their_language(
    filled: Filled, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ANJUAN_LANGUAGE", "zh")
    assert "档案库" in run("status", "--archive", filled.root).out
    assert "找不到" in run("show", "nothing-here", "--archive", filled.root).err


def test_an_archive_is_not_made_twice(own: Filled, run: Run) -> None:
    answer = run("init", own.root, "--json")
    assert answer.code == ExitCode.USAGE
    assert answer.record["error"]["kind"] == "NotAnArchive"


def test_without_a_name_the_archive_and_its_inbox_stand_side_by_side(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    made = run("init", "--json").record
    assert made == {"archive": str(tmp_path / "archive"), "inbox": str(tmp_path / "inbox")}
    assert (tmp_path / "inbox").is_dir()


def test_personal_numbers_are_masked_in_tables(own: Filled, run: Run) -> None:
    card = _document(own, "card-traditional.png")
    number = "11010519491231002X"
    said = ("correct", card["id"], "--reason", "r", "--archive", own.root)
    run(*said, "--field", f"id_card={number}")
    shown = run("show", card["id"], "--archive", own.root).out
    assert number not in shown
    assert masked(number) in shown
    assert number in run("show", card["id"], "--unmasked", "--archive", own.root).out


def test_evidence_names_no_personal_number_in_full(filled: Filled, run: Run) -> None:
    paper = _document(filled, "card-traditional.png")
    told = run("show", paper["id"], "--unmasked", "--archive", filled.root).out
    reasons = [line for line in told.splitlines() if line.startswith("·")]
    numbers = {line[one.start : one.end] for line in reasons for one in personal_numbers(line)}
    assert numbers, "the card is filed by a telephone, among other evidence"
    shown = run("show", paper["id"], "--archive", filled.root).out
    waiting = run("review", "--archive", filled.root).out.replace("\n", "")
    assert not [number for number in numbers if number in shown or number in waiting]


def test_telephones_are_masked_in_lists_unless_asked_for(filled: Filled, run: Run) -> None:
    listed = run("customers", "--archive", filled.root, "--json").records
    phone = next(one["values"]["phone"][0] for one in listed if one["values"].get("phone"))
    assert phone not in run("customers", "--archive", filled.root).out
    assert phone in run("customers", "--unmasked", "--archive", filled.root).out
    found = run("search", phone, "--archive", filled.root)
    assert phone not in found.out.replace("【", "").replace("】", "")


def test_show_lists_what_stands_beside_labels_that_nobody_listed(filled: Filled, run: Run) -> None:
    paper = _document(filled, "complaint.jpg")
    record = run("show", paper["id"], "--archive", filled.root, "--json").record
    table = run("show", paper["id"], "--archive", filled.root).out
    assert {"label", "value", "page", "label_box", "box", "confidence"} >= {
        name for pair in record["pairs"] for name in pair
    }
    assert all(pair["label"] in table for pair in record["pairs"])
    assert all("*" in one["masked"] for one in record["personal"])


def test_wrong_usage_has_its_own_exit_code(run: Run) -> None:
    assert run("search", "--no-such-option").code == ExitCode.USAGE


def test_doctor_reads_the_sample_with_each_reader(run: Run) -> None:
    answer = run("doctor", "--json")
    health = {record["what"]: record["health"] for record in answer.records}
    assert health["reader rapidocr"] == "good"
    assert health["reader tesseract"] == "good"
    assert answer.code == ExitCode.OK


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_watch_takes_what_lies_in_the_inbox_and_ends_in_peace(
    own: Filled, number: signal.Signals
) -> None:
    inbox = own.root / "inbox"
    (inbox / "KH-2024-0028").mkdir()
    (inbox / "KH-2024-0028" / "blank.jpg").write_bytes((SAMPLES / "blank.jpg").read_bytes())
    watching = subprocess.Popen(
        [sys.executable, "-m", "app", "watch", "--archive", str(own.root), "--json"],
        cwd=SAMPLES.parent,
        stdout=subprocess.PIPE,
        text=True,
        env=os.environ | {"ANJUAN_WATCH__SETTLE": "0.2"},
    )
    assert watching.stdout is not None
    line = watching.stdout.readline()
    assert "blank.jpg" in line
    asked = time.monotonic()
    watching.send_signal(number)
    assert watching.wait(timeout=30) == 0
    assert time.monotonic() - asked < 15
    watching.stdout.close()
    assert list(inbox.rglob("*.jpg")) == []
