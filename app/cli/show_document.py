"""How a document is shown, to people and to programmes."""

from __future__ import annotations

from collections.abc import Sequence

from app import shapes
from app.cli import findings, grade, record
from app.cli.common import Session
from app.masking import Masking
from domain.document import Change, Document
from domain.duties import Kept
from domain.fields import Pair
from domain.forms import Part
from domain.words import reason_text, role_text
from records.corrections.said_pairs import named
from records.customers.completeness import missing_on
from records.files.retention import kept


def show_document(now: Session, document: Document, mask: Masking) -> None:
    """Tell a document: how it stands, its values, what stands beside other labels, its history."""
    is_card = document.part is Part.CARD
    let_be = {one.finding.subject for one in now.archive.findings.of(document.id) if one.waived}
    required = missing_on(document, now.archive.profile.card) if is_card else ()
    missing = tuple(key for key in required if key not in let_be)
    if now.voice.as_json:
        now.voice.emit(_shape(now, document, missing))
        return
    _tell_standing(now, document, missing, mask)
    _tell_fields(now, document, mask)
    _tell_pairs(now, now.archive.documents.text(document.id).pairs, mask)
    _tell_history(now, now.archive.documents.history(document.id), mask)


def _shape(now: Session, document: Document, missing: Sequence[str]) -> shapes.Shape:
    """Everything that is known of a document, for programmes."""
    archive, texts = now.archive, now.archive.documents.text(document.id)
    shape = shapes.document(
        document,
        now.type_name(document.type_key),
        now.customer(document.customer),
        now.voice.language,
        "\n".join(page.text for page in texts.pages),
    )
    shape["missing"] = list(missing)
    shape["secrecy"] = shapes.graded(archive.grading.of(document.id))
    shape["retention"] = shapes.kept(_kept(now, document))
    shape["seals"] = [shapes.seal(page, s) for page in texts.pages for s in page.seals]
    shape["pairs"] = [shapes.pair(pair) for pair in texts.pairs]
    shape["personal"] = [shapes.personal(one) for one in texts.personal]
    noted = archive.findings.of(document.id, ended=True)
    shape["findings"] = [findings.shape(now, one) for one in noted]
    history = archive.documents.history(document.id)
    shape["history"] = [shapes.change(made) for made in history]
    decisions = archive.documents.decisions(document.id)
    shape["decisions"] = [shapes.decision(made) for made in decisions]
    pairs = archive.suspicions.of(document.id)
    shape["references"] = [shapes.reference(one) for one in archive.references.of(document.id)]
    shape["proposed"] = [shapes.proposal(one) for one in archive.proposals.of(document.id)]
    shape["duplicates"] = [shapes.suspicion(pair) for pair in pairs]
    return shape


def _tell_standing(now: Session, document: Document, missing: Sequence[str], mask: Masking) -> None:
    """What the document is, whose, why it stands where it stands, and what it lacks."""
    voice = now.voice
    customer = now.customer(document.customer)
    voice.say(
        f"{document.id}  {now.type_name(document.type_key)}  {document.title}",
        f"{document.id}  {now.type_name(document.type_key)}  {document.title}",
    )
    owner = f"{customer.number} {customer.name}" if customer else "—"
    voice.say(
        f"customer {owner}; {document.state.value}, revision {document.revision}, pages "
        f"{list(document.pages)} of scan {document.scan[:12]}",
        f"客户 {owner}；状态 {document.state.value}，第 {document.revision} 版，扫描件 "
        f"{document.scan[:12]} 第 {list(document.pages)} 页",
    )
    for reason in document.reasons:
        sentence = mask.text(reason_text(reason, voice.language))
        voice.say(f"· {sentence}", f"· {sentence}")
    _tell_duties(now, document)
    if missing:
        labels = "、".join(record.label(now, key) for key in missing)
        voice.say(f"· missing on the card: {labels}", f"· 卡上缺项：{labels}")
    for line in findings.lines(now, now.archive.findings.of(document.id)):
        voice.say(f"· {line}", f"· {line}")
    _tell_second(now, document, mask)


def _tell_second(now: Session, document: Document, mask: Masking) -> None:
    """In whose catalogues the paper is named besides, and for whom that is proposed."""
    for held in now.archive.references.of(document.id):
        why = mask.text(f"{held.who}: {held.reason}")
        now.voice.say(
            f"· also named by {held.customer} ({why})", f"· 另见于 {held.customer}（{why}）"
        )
    for one in now.archive.proposals.of(document.id):
        if one.taken is None:
            role = role_text(one.role, now.voice.language)
            seen = mask.text("; ".join(piece.detail for piece in one.evidence))
            now.voice.say(
                f"· perhaps also {one.customer}, {role} ({seen}): anjuan answer X{one.number}",
                f"· 或亦涉及 {one.customer}，{role}（{seen}）：anjuan answer X{one.number}",
            )


def _tell_fields(now: Session, document: Document, mask: Masking) -> None:
    rows = [
        (
            f.label or f.key,
            f.key,
            mask.value(f.value, record.spec(now, f.key)),
            f"{f.confidence:.2f}",
            "?" * f.needs_review,
        )
        for f in document.fields
    ]
    heads = [
        ("label", "项目"),
        ("key", "键"),
        ("value", "内容"),
        ("confidence", "可信度"),
        ("look", "核对"),
    ]
    now.voice.table(heads, rows, len(rows))


def _kept(now: Session, document: Document) -> Kept:
    return kept(document, now.archive.profile, now.archive.types)


def _tell_duties(now: Session, document: Document) -> None:
    """Who may see the paper, and how long it is kept."""
    secrecy = grade.named(now, now.archive.grading.of(document.id).grade)
    held = _kept(now, document)
    now.voice.say(f"· secrecy: {secrecy}", f"· 密级：{secrecy}")
    now.voice.say(
        f"· kept until {held.until or 'for ever'}: {held.name_en}",
        f"· 保管至 {held.until or '永久'}：{held.name}",
    )


def _tell_pairs(now: Session, pairs: Sequence[Pair], mask: Masking) -> None:
    """What stands beside labels that no catalogue lists, as it was read or put right."""
    if not pairs:
        return
    now.voice.say("Also on the page (correct --pair)", "页面上另有（可用 correct --pair 更正）")
    rows = [(mask.text(name), mask.text(pair.value), pair.page) for name, pair in named(pairs)]
    now.voice.table([("label", "项目"), ("value", "内容"), ("page", "页")], rows, len(rows))


def _tell_history(now: Session, history: Sequence[Change], mask: Masking) -> None:
    now.voice.say("History", "变更记录")
    changes = [
        (c.revision, f"{c.at:%Y-%m-%d %H:%M}", c.who, c.reason, _what(now, c, mask))
        for c in history
    ]
    heads = [
        ("revision", "版本"),
        ("at", "时间"),
        ("who", "经手人"),
        ("why", "原因"),
        ("what", "内容"),
    ]
    now.voice.table(heads, changes, len(changes))


FIRST_FILING = ("state", "type", "customer", "date")
"""Of the first revision, which fills everything, a person wants to see these."""


def _what(now: Session, change: Change, mask: Masking) -> str:
    def said(what: str, value: str) -> str:
        return mask.value(value, record.spec(now, what.removeprefix("field "))) or "—"

    return "; ".join(
        f"{what}: {said(what, before)} → {said(what, after)}"
        for what, before, after in change.what
        if change.revision > 1 or what in FIRST_FILING
    )
