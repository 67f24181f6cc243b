"""Forms besides the card: registration with its code, complaint record, visit record."""

from __future__ import annotations

from random import Random

from tests.factory import card, entries, kinds, people, phrases, values
from tests.factory.card import Content, Form
from tests.factory.entries import Entry, Section, plain
from tests.factory.layout import Look, Paper
from tests.factory.people import Client
from tests.factory.script import Script

REGISTRATION_CODE = "QMS-PM-31301"


def registration(
    rng: Random,
    client: Client,
    *,
    script: Script = Script.SIMPLIFIED,
    handwritten: bool = False,
    form: Form | None = None,
) -> Paper:
    """客户档案登记表 of a property tenant, known by its code."""
    floor = rng.randint(2, 28)
    tenant = client.with_values(
        unit_no=f"{rng.choice('ABC')}{floor}{rng.randint(1, 18):02d}",
        floor=f"{floor}层",
        parking=f"B{rng.randint(1, 3)}-{rng.randint(1, 320):03d}",
        emergency_contact=f"{people.person(rng)} {values.mobile(rng)}",
    )
    named = ("customer_name", "legal_rep", "industry", "staff_count", "registration_no")
    own = named if client.is_company else ("person_name", "sex", "id_card")
    contact = ("contact", "phone", "email", "emergency_contact")
    sections = (
        Section(script.write("基本资料"), _some(rng, tenant, ("customer_no", *own), script)),
        Section(script.write("联系方式"), _some(rng, tenant, (*contact, "address"), script)),
        Section(
            script.write("单元资料"), _some(rng, tenant, ("unit_no", "floor", "parking"), script)
        ),
    )
    code = rng.choice((REGISTRATION_CODE, REGISTRATION_CODE.lower()))
    content = Content(script.write("客户档案登记表"), sections, code)
    chosen = form or rng.choice((Form.WIRED_TWO, Form.WIRED_TWO, Form.WIRED_ONE, Form.UNDERLINED))
    look = Look.random(rng, script, rng.randint(28, 33), handwritten)
    sheet = card.fill(rng, look, chosen, content)
    return Paper(kinds.REGISTRATION, content.title, client.number or None, (sheet,))


def complaint(
    rng: Random,
    client: Client,
    *,
    script: Script = Script.SIMPLIFIED,
    handwritten: bool = False,
) -> Paper:
    """客户投诉记录: what was complained of, what was done about it, and what came of it."""
    when = values.day(rng, 2021, 2025)
    number = f"{when:%y%m}{rng.randint(1, 40):02d}"
    goods = rng.choice(phrases.GOODS)
    sections = (
        Section(
            "",
            (
                plain("complaint_no", rng.choice(("投诉编号", "客户投诉编号")), number, script),
                entries.dated(rng, "complaint_date", when, script),
                *_who(rng, client, script),
                plain("complainant", "投诉人", client.get("contact") or client.name, script),
            ),
        ),
        Section(
            "",
            (
                _long(
                    "complaint_content", "投诉内容", rng.choice(phrases.COMPLAINTS), script, goods
                ),
                _long("handling", "处理情况", rng.choice(phrases.HANDLINGS), script),
                _long("result", "处理结果", rng.choice(phrases.RESULTS), script),
            ),
        ),
    )
    title = rng.choice(("客户投诉记录", "客户投诉记录表", "投诉记录"))
    key = kinds.titled(title, kinds.COMPLAINT)
    content = Content(script.write(title), sections)
    return _record(rng, key, client, content, (script, handwritten))


def visit(
    rng: Random,
    client: Client,
    *,
    script: Script = Script.SIMPLIFIED,
    handwritten: bool = False,
) -> Paper:
    """客户拜访记录: who went to see the customer, why, and what was said."""
    when = values.day(rng, 2021, 2025)
    sections = (
        Section(
            "",
            (
                *_who(rng, client, script),
                entries.dated(rng, "visited_on", when, script),
                entries.signed(rng, "visitor", script),
                plain("contact", "联系人", client.get("contact") or client.name, script),
            ),
        ),
        Section(
            "",
            (
                _long("visit_purpose", "拜访目的", rng.choice(phrases.PURPOSES), script),
                _long("visit_content", "洽谈内容", rng.choice(phrases.TALKS), script),
                _long("followup", "跟进情况", rng.choice(phrases.FOLLOW_UPS), script),
            ),
        ),
    )
    titles = ("客户拜访记录", "客户拜访记录表", "客户回访记录", "客户拜访档案记录")
    title = rng.choice(titles)
    key = kinds.titled(title, kinds.VISIT)
    content = Content(script.write(title), sections)
    return _record(rng, key, client, content, (script, handwritten))


def _record(
    rng: Random, key: str, client: Client, content: Content, writing: tuple[Script, bool]
) -> Paper:
    script, handwritten = writing
    look = Look.random(rng, script, rng.randint(29, 34), handwritten)
    form = rng.choice((Form.WIRED_TWO, Form.WIRED_TWO, Form.WIRED_ONE, Form.UNDERLINED))
    return Paper(key, content.title, client.number or None, (card.fill(rng, look, form, content),))


def _some(rng: Random, client: Client, keys: tuple[str, ...], script: Script) -> tuple[Entry, ...]:
    known = [key for key in keys if client.get(key)]
    return tuple(entries.entry(rng, client, key, script, 0.05) for key in known)


def _who(rng: Random, client: Client, script: Script) -> tuple[Entry, ...]:
    """Number (often), name and telephone of the customer."""
    name = "customer_name" if client.is_company else "person_name"
    keys = (
        (name, "phone")
        if rng.random() < 0.4 or not client.number
        else ("customer_no", name, "phone")
    )
    return tuple(entries.entry(rng, client, key, script) for key in keys)


def _long(key: str, label: str, text: str, script: Script, goods: str = "") -> Entry:
    return plain(key, label, text.format(goods=goods), script)
