"""Commands for what waits for a person: review, answer, confirm, undo, duplicate."""

from __future__ import annotations

import re
from typing import Annotated

import typer

from app import compose, shapes
from app.cli.common import (
    ArchiveOption,
    DocumentArgument,
    JsonOption,
    LimitOption,
    ReasonOption,
    Session,
    WhoOption,
    session,
)
from app.cli.customers import tell_event
from app.cli.findings import finding_number, tell_faults, tell_waived
from app.cli.naming import field_of, tell_document, type_of
from app.cli.questions import tell
from domain.document import Confirmation, Undoing
from domain.errors import ExitCode, UsageError
from domain.ids import CustomerNumber
from domain.questions import Answered, QuestionKind
from records.review.queue.answers import Answer
from records.signature import Signature

_ANSWER = re.compile(r"A[1-9][0-9]*")
_EVENT = re.compile(r"M([1-9][0-9]*)")
_PROPOSED = re.compile(r"X([1-9][0-9]*)")
_PAIR = re.compile(r"S([1-9][0-9]*)")


def register(app: typer.Typer) -> None:
    """Add these commands to the programme."""
    app.command()(review)
    app.command()(answer)
    app.command()(confirm)
    app.command()(undo)
    app.command()(duplicate)


def review(
    limit: LimitOption = 100,
    kind: Annotated[
        list[QuestionKind] | None, typer.Option("--kind", help="Only this kind; repeatable.")
    ] = None,
    take_next: Annotated[
        bool, typer.Option("--next", help="Claim the question that settles most, and show it.")
    ] = False,
    claim: Annotated[
        str | None, typer.Option("--claim", metavar="QUESTION", help="Claim this question.")
    ] = None,
    release: Annotated[
        str | None, typer.Option("--release", metavar="QUESTION", help="Give a claim back.")
    ] = None,
    who: WhoOption = "",
    archive: ArchiveOption = None,
    as_json: JsonOption = False,
) -> None:
    """List what waits for a person, first what settles most; claim it for yourself 待审.

    What you have claimed nobody else can settle, by whichever command, until you answer, release it
    or the claim lapses (`review.claim_minutes`).
    """
    if sum(map(bool, (take_next, claim, release))) > 1:
        raise UsageError("review", "say one of --next, --claim and --release")
    with session(archive, as_json) as now:
        minutes = now.place.settings.review.claim_minutes
        if release:
            now.archive.claims.release(release, who)
            now.voice.say(f"{release} is free again.", f"{release} 已释放。")
            if as_json:
                now.voice.emit({"released": release})
            return
        if take_next or claim:
            claims = now.archive.claims
            taken = claims.take(claim, who, minutes) if claim else claims.take_next(who, minutes)
            tell(now, [] if taken is None else [taken])
            return
        listed = now.archive.queue.list(limit, kinds=kind)
        tell(now, listed, limit if kind is None else None)
        tell_faults(now)


def answer(
    question: Annotated[str, typer.Argument(metavar="QUESTION", help="Its id in `review`.")],
    reason: ReasonOption,
    type_key: Annotated[
        str | None, typer.Option("--type", help="What they all are: key or name of a type.")
    ] = None,
    customer: Annotated[
        str | None, typer.Option("--customer", help="Whose they all are: customer number.")
    ] = None,
    fields: Annotated[
        list[str] | None,
        typer.Option("--field", metavar="KEY=VALUE", help="What they all say; repeatable."),
    ] = None,
    right: Annotated[
        bool, typer.Option("--confirm", help="They are all right as they stand, or as proposed.")
    ] = False,
    refuse: Annotated[
        bool, typer.Option("--refuse", help="A proposed reference shall not be made (X3).")
    ] = False,
    who: WhoOption = "",
    archive: ArchiveOption = None,
    as_json: JsonOption = False,
) -> None:
    """Settle every document of a question at once, each with its own entry in the history 批复."""
    proposed = _PROPOSED.fullmatch(question.strip())
    said = bool(type_key or customer or fields)
    if right == (said or refuse) or (said and refuse) or (bool(proposed) and said):
        raise UsageError(question, "say --type, --customer or --field, or --confirm alone")
    if refuse and not proposed:
        raise UsageError(question, "--refuse answers a proposed reference (X and a number)")
    with session(archive, as_json) as now:
        if proposed:
            signature, number = Signature(who, reason), int(proposed[1])
            settled = now.archive.proposals.settle(number, take=right, signature=signature)
            _tell_answered(now, settled, undone=False)
            return
        kind = type_of(now, type_key) if type_key else None
        given = now.archive.answers.give(
            question,
            Answer(
                who=who,
                reason=reason,
                type_key=kind.key if kind else None,
                part=kind.part if kind else None,
                customer=CustomerNumber(customer) if customer else None,
                fields=tuple(field_of(now, pair) for pair in fields or ()),
            ),
        )
        _tell_answered(now, given, undone=False)
    if given.refused:
        raise typer.Exit(ExitCode.INCOMPLETE)


def _tell_answered(now: Session, given: Answered, *, undone: bool) -> None:
    compose.catch_up_if_free(now.whole)
    if now.voice.as_json:
        now.voice.emit(shapes.answered(given))
        return
    number, count = given.number, len(given.settled)
    if undone:
        now.voice.say(f"{number}: {count} taken back.", f"{number}：已撤销 {count} 件。")
    else:
        now.voice.say(
            f"{number}: {count} settled. To take it back: anjuan undo {number} --reason TEXT",
            f"{number}：已处理 {count} 件。撤销：anjuan undo {number} --reason 原因",
        )
    if given.refused:
        heads = [("document", "文件"), ("left as it was, because", "未处理原因")]
        now.voice.table(heads, given.refused, len(given.refused))


def confirm(
    document: DocumentArgument,
    reason: ReasonOption,
    base_revision: Annotated[
        int | None,
        typer.Option("--base-revision", help="The revision you looked at; refused if stale."),
    ] = None,
    who: WhoOption = "",
    archive: ArchiveOption = None,
    as_json: JsonOption = False,
) -> None:
    """Say that a document is right as it stands, every doubtful value included 核对无误."""
    with session(archive, as_json) as now:
        known = now.archive.documents.get(document)
        said = Confirmation(known.id, who, reason, base_revision)
        tell_document(now, now.archive.corrections.confirm(said))


def undo(
    what: Annotated[
        str,
        typer.Argument(
            metavar="DOC|ANSWER|EVENT|FINDING",
            help="A document's id, an answer (A7), an event in a customer's history (M3), or a "
            "waived finding (F12).",
        ),
    ],
    reason: ReasonOption,
    revision: Annotated[
        int | None,
        typer.Option("--revision", min=2, help="The revision to take back; else the last word."),
    ] = None,
    who: WhoOption = "",
    archive: ArchiveOption = None,
    as_json: JsonOption = False,
) -> None:
    """Take a correction, answer, merge, split or waiver back; what stood before stands 撤销."""
    with session(archive, as_json) as now:
        if event := _EVENT.fullmatch(what.strip()):
            tell_event(now, now.archive.changes.undo(int(event[1]), Signature(who, reason)))
            return
        if number := finding_number(what):
            tell_waived(now, now.archive.findings.unwaive(number, Signature(who, reason)))
            return
        if not _ANSWER.fullmatch(what.strip()):
            known = now.archive.documents.get(what)
            tell_document(
                now, now.archive.corrections.undo(Undoing(known.id, who, reason, revision))
            )
            return
        if revision is not None:
            raise UsageError(what, "an answer has no revision; name one of its documents")
        if now.archive.proposals.answered(what):
            taken_back = now.archive.proposals.undo(what, Signature(who, reason))
        else:
            taken_back = now.archive.answers.undo(what, who, reason)
        _tell_answered(now, taken_back, undone=True)
    if taken_back.refused:
        raise typer.Exit(ExitCode.INCOMPLETE)


def duplicate(
    pair: Annotated[str, typer.Argument(metavar="PAIR", help="Its id in `review`, as S3.")],
    reason: ReasonOption,
    same: Annotated[bool, typer.Option("--same", help="One paper, scanned twice.")] = False,
    different: Annotated[bool, typer.Option("--different", help="Two papers.")] = False,
    who: WhoOption = "",
    archive: ArchiveOption = None,
    as_json: JsonOption = False,
) -> None:
    """Say whether two papers are one scanned twice; nothing is deleted 核定重复."""
    number = _PAIR.fullmatch(pair.strip())
    if number is None:
        raise UsageError(pair, "a pair is named as `review` does, such as S3")
    if same is different:
        raise UsageError(pair, "say either --same or --different")
    with session(archive, as_json) as now:
        signature = Signature(who, reason)
        settled = now.archive.suspicions.settle(int(number[1]), same=same, signature=signature)
        if as_json:
            now.voice.emit(shapes.suspicion(settled))
            return
        papers = f"{settled.document}, {settled.other}"
        now.voice.say(
            f"{papers}: {'one paper scanned twice' if same else 'two papers'}; both are kept.",
            f"{papers}：{'同一文件的两次扫描' if same else '两份不同文件'}；均予保留。",
        )
