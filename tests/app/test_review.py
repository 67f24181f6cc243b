"""The review queue on the command line."""

from __future__ import annotations

from dataclasses import replace

from domain.errors import ExitCode
from domain.filing import Evidence, EvidenceKind
from domain.ids import CustomerNumber
from domain.referring import SecondCustomer
from records.archive import Archive
from tests.app.conftest import Filled, Run
from tests.records.papers import draft, filed, known


def _asked(own: Filled, run: Run, file: str) -> tuple[str, str]:
    """The document of `file`, and the question about its customer."""
    document = str(own.said[file]["documents"][0]["id"])
    for record in run("review", "--archive", own.root, "--json").records:
        if record["id"] == document:
            found = [q["id"] for q in record["questions"] if q["kind"] == "customer"]
            return document, str(found[0])
    raise AssertionError(f"{file} does not wait")


def test_a_question_is_claimed_answered_and_taken_back(own: Filled, run: Run) -> None:
    at = ("--archive", own.root, "--json")
    document, question = _asked(own, run, "card-unknown-customer.jpg")
    claimed = run("review", "--claim", question, "--who", "王芳", *at).records[0]
    assert claimed["questions"][0]["claimed_by"] == "王芳"
    refused = run("review", "--claim", question, "--who", "李强", *at)
    assert refused.code == ExitCode.IN_USE
    given = run("answer", question, "--confirm", "--reason", "无误", "--who", "王芳", *at).record
    assert given["settled"] == [document]
    assert run("show", document, *at).record["state"] == "filed"
    undone = run("undo", given["answer"], "--reason", "不是", "--who", "王芳", *at).record
    assert undone["settled"] == [document]
    assert _asked(own, run, "card-unknown-customer.jpg") == (document, question)


def test_a_confirmed_paper_leaves_the_queue_and_undo_brings_it_back(own: Filled, run: Run) -> None:
    at = ("--archive", own.root, "--json")
    document, _ = _asked(own, run, "card-unknown-customer.jpg")
    assert run("confirm", document, "--reason", "无误", *at).record["state"] == "filed"
    assert run("undo", document, "--reason", "看错", *at).record["state"] == "review"
    assert run("undo", document, "--reason", "看错", *at).code == ExitCode.NOT_FOUND


def test_a_person_sees_the_counts_and_the_next_step(filled: Filled, run: Run) -> None:
    out = run("review", "--archive", filled.root).out
    assert "total" in out
    assert "concerns" in out
    assert "anjuan answer" in out


def test_two_wishes_at_once_are_refused(filled: Filled, run: Run) -> None:
    answer = run("review", "--next", "--claim", "Q1", "--archive", filled.root, "--json")
    assert answer.code == ExitCode.USAGE


def test_a_pair_that_nobody_noticed_cannot_be_settled(filled: Filled, run: Run) -> None:
    at = ("--reason", "看过", "--archive", filled.root, "--json")
    assert run("duplicate", "S1", "--same", *at).code == ExitCode.NOT_FOUND
    assert run("duplicate", "S1", *at).code == ExitCode.USAGE
    assert run("duplicate", "1", "--same", *at).code == ExitCode.USAGE


def _named_guarantor(own: Filled) -> tuple[str, str]:
    """A contract of one customer that names another as its guarantor; the paper, the other."""
    archive = Archive.open(own.root)
    try:
        main, second = (known(archive, f"KH-2031-000{n}", f"第{n}贸易有限公司") for n in (1, 2))
        seen = Evidence(EvidenceKind.IDENTITY, second, 0.97, "保证人 110101199003070011", 1)
        named = SecondCustomer(CustomerNumber(second), "guarantor", 0.97, (seen,))
        paper = filed(archive, b"a guarantee", replace(draft(main), named=(named,)))[0]
        return paper.id, second
    finally:
        archive.close()


def test_a_second_customer_is_proposed_named_and_taken_back(own: Filled, run: Run) -> None:
    at = ("--archive", own.root, "--json")
    document, second = _named_guarantor(own)
    (proposed,) = run("show", document, *at).record["proposed"]
    assert (proposed["customer"], proposed["role"], proposed["taken"]) == (
        second, "guarantor", None,
    )  # fmt: skip
    question = proposed["question"]
    out = run("review", "--kind", "reference", "--archive", own.root).out
    assert question in out
    assert "110101199003070011" not in out + run("show", document, "--archive", own.root).out
    assert run("answer", question, "--customer", second, "--reason", "是", *at).code == (
        ExitCode.USAGE
    )
    given = run("answer", question, "--confirm", "--reason", "保证合同", *at).record
    assert given["settled"] == [document]
    (entry,) = run("show", second, *at).record["catalogue"]
    assert (entry["document"], entry["see"]) == (document, "KH-2031-0001")
    assert run("undo", given["answer"], "--reason", "看错", *at).record["settled"] == [document]
    assert run("show", second, *at).record["catalogue"] == []
    again = run("show", document, *at).record["proposed"][-1]["question"]
    assert run("answer", again, "--refuse", "--reason", "不必", *at).code == ExitCode.OK
    assert run("review", "--kind", "reference", *at).records == []
