"""One name for each kind of paper, and who composes it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from random import Random

from tests.factory import card, contract, forms, invoice, letter, licence
from tests.factory.layout import Paper
from tests.factory.people import Client
from tests.factory.script import Script

Composer = Callable[[Random, Client, Script, bool], Paper]

KINDS: dict[str, Composer] = {
    "card": lambda r, c, s, h: card.card(r, c, script=s, handwritten=h),
    "registration": lambda r, c, s, h: forms.registration(r, c, script=s, handwritten=h),
    "contract": lambda r, c, s, h: contract.contract(r, c, script=s, handwritten=h),
    "licence": lambda r, c, _s, _h: licence.licence(r, c),
    "complaint": lambda r, c, s, h: forms.complaint(r, c, script=s, handwritten=h),
    "visit": lambda r, c, s, h: forms.visit(r, c, script=s, handwritten=h),
    "letter": lambda r, c, s, _h: letter.letter(r, c, script=s),
    "invoice": lambda r, c, s, _h: invoice.invoice(r, c, script=s),
    "notice": lambda r, _c, s, _h: letter.notice(r, script=s),
    "price_list": lambda r, _c, s, _h: letter.price_list(r, script=s),
    "blank": lambda _r, _c, _s, _h: letter.blank(),
}
"""Composers by kind; kinds that concern nobody leave the client alone."""

COMPANIES_ONLY = {"licence", "invoice"}


def compose(
    kind: str,
    rng: Random,
    clients: Sequence[Client],
    script: Script = Script.SIMPLIFIED,
    handwritten: bool = False,
) -> Paper:
    """A paper of `kind` about one of `clients`."""
    eligible = [client for client in clients if client.is_company or kind not in COMPANIES_ONLY]
    return KINDS[kind](rng, rng.choice(eligible), script, handwritten)
