"""Every command does what its help says, for people and for machines."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import cast

import pytest
from typer.core import TyperGroup
from typer.main import get_command

from app.cli.main import app
from domain.errors import ExitCode
from tests.app.conftest import SAMPLES, Filled, Run

pytestmark = pytest.mark.tesseract


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
    card = filled.document("card-traditional.png")
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
    known = filled.document("card-traditional.png")
    assert (known["state"], known["type"]["key"]) == ("filed", "terminal_customer_file_card")
    assert known["customer"]["number"] == "KH-2024-0028"
    unknown = filled.document("card-unknown-customer.jpg")
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
    assert again["id"] == own.document("complaint.jpg")["id"]


def test_simplified_finds_traditional_and_the_hit_is_marked(filled: Filled, run: Run) -> None:
    answer = run("search", "网络科技", "--archive", filled.root, "--json")
    assert {"total", "took_ms", "hits"} <= set(answer.record)
    hits = answer.record["hits"]
    traditional = filled.document("card-traditional.png")["id"]
    (hit,) = [hit for hit in hits if hit["document"] == traditional]
    assert "<mark>" in hit["snippet"]
    assert hit["boxes"]
    assert hit["customer"] == "KH-2024-0028"


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


def test_wrong_usage_has_its_own_exit_code(run: Run) -> None:
    assert run("search", "--no-such-option").code == ExitCode.USAGE


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
