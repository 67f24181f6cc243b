"""Names and codes standing in running text: letters, contracts, records without fields.

A customer may be named on a paper for many reasons: he wrote it, it is addressed to him, or he is
somebody's bank. So where the name stands decides how far it is believed. The place of a party
(乙方：, 致：, a salutation) nearly files; a line of its own, as letterheads and signatures have,
says much; a mention within a sentence is only a hint.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from domain.customer import Customer
from domain.fields import ValueKind
from domain.filing import EvidenceKind
from domain.page import Line, Page
from domain.text import squeezed
from domain.values import parse
from ingest.route.clues import Clue, CustomerLookup, clue, names_of, owners
from ingest.route.company import Likeness
from ingest.route.evidence import code
from ingest.route.evidence.name import LOOKALIKE, likeness
from ingest.route.paper import Mention, Paper

AS_PARTY = 0.92
ON_ITS_OWN = 0.75
IN_A_SENTENCE = 0.50
SHORT_NAME = 0.40
NUMBER_IN_TEXT = 0.70
CODE_IN_TEXT = 0.90

_PARTY = re.compile(
    r"(?:[甲乙丙丁]方|委托方|受托方|承租方|承租人|租户|租方|买方|卖方|购买方|销售方|需方|供方|购方|业主|住户|"
    r"客户|投诉人|投诉单位|投诉方|来访单位|受访单位|被访单位|拜访单位|拜访对象|拜访客户|付款单位|收款单位|缴费单位|单位|"
    r"公司|名称|致|致送|收件人|抬头|敬启者|billto|soldto|to|attn|customer|client|company|tenant|buyer|"
    r"(?:单位|公司|客户|企业|租户|业主|住户|商户)?(?:名称|全称)|姓名)$"
)
_BYSTANDER = re.compile(
    r"开户|账号|帐号|抄送|抄报|担保|见证|鉴证|推荐|介绍|承运|收款银行|开票|代理机构|印制|监制|copyto|bank|^cc"
)
_LABEL_OF_BYSTANDER = re.compile(
    r"(?:开户行|开户银行|开户行名称|收款银行|抄送|抄报|担保人|担保方|见证方|介绍人|bank)$"
)
_GOES_ON = re.compile(
    r"^.{0,10}?(?:分公司|分行|支行|分店|分厂|分部|办事处|代表处|营业部|项目部|分校|分院|分所|门市部|专卖店|集团)"
)
_CODE = re.compile(r"(?<![0-9A-Za-z])[0-9A-Za-z]{2}[0-9]{6}[0-9A-Za-z]{10}(?![0-9A-Za-z])")
_NUMBER = re.compile(r"(?<![0-9A-Za-z])(?=[0-9-]*[A-Za-z])[0-9A-Za-z]+(?:[-/][0-9A-Za-z]+)+")
_MOST_NUMBERS = 40
_SHORT = 6


@dataclass(frozen=True, slots=True)
class _Place:
    """One place where a name stands: its line, the squeezed page, and from where to where."""

    line: Line | None
    text: str
    start: int
    end: int


def find(paper: Paper, customers: CustomerLookup) -> Iterator[Clue]:
    """Customers named in the text of the pages, wherever it is."""
    for page in paper.pages:
        if page.lines:
            yield from _named(page, paper, customers)
            yield from _numbered(page, customers)
            yield from _coded(page, paper, customers)


def check(_paper: Paper, _customer: Customer) -> Iterator[Clue]:
    """Nothing: a text need not name the customer it concerns."""
    return iter(())


def _named(page: Page, paper: Paper, customers: CustomerLookup) -> Iterator[Clue]:
    text, lines = _squeezed_page(page)
    found = _whole_names(page, paper, customers)
    taken: list[tuple[int, int]] = []
    for name in sorted(found, key=len, reverse=True):
        starts = [
            start
            for start in _starts(name, text)
            if not any(low <= start and start + len(name) <= high for low, high in taken)
        ]
        taken += [(start, start + len(name)) for start in starts]
        if any(name in squeezed(mention.text) for mention in paper.names):
            continue  # the field has its say already, and may be in doubt
        most = _most(found[name], len(starts) > 1, customers)
        for start in starts:
            place = _Place(lines[start], text, start, start + len(name))
            weight = min(most, _weight(name, place))
            if weight > 0:
                yield clue(found[name], EvidenceKind.NAME_IN_TEXT, weight, _mention(place, page))


def _whole_names(page: Page, paper: Paper, customers: CustomerLookup) -> dict[str, Customer]:
    """The squeezed names that stand in the page's text, and whose they are."""
    return {
        name: customer
        for customer in customers.named_in(page.text)
        for name in map(squeezed, names_of(customer))
        if len(name) >= 4 and not paper.is_own(name)
    }


def _most(customer: Customer, read_twice: bool, customers: CustomerLookup) -> float:
    """What a name can be worth that one misread character would make another customer's."""
    near = (
        likeness(customer.name, other)
        for other in customers.names_like(customer.name)
        if other.number != customer.number
    )
    nearest = min(near, default=Likeness.OTHER)
    if nearest <= Likeness.VARIANT or (nearest <= Likeness.NEAR and not read_twice):
        return LOOKALIKE
    return 1.0


def _squeezed_page(page: Page) -> tuple[str, tuple[Line, ...]]:
    """The page's squeezed text, and for each character the line it comes from."""
    parts = [(squeezed(line.text), line) for line in page.lines]
    return "".join(text for text, _ in parts), tuple(line for text, line in parts for _ in text)


def _starts(name: str, text: str) -> Iterator[int]:
    start = text.find(name)
    while start >= 0:
        yield start
        start = text.find(name, start + len(name))


def _weight(name: str, place: _Place) -> float:
    """How far a name at this place says whose paper it is; 0 where it names somebody else."""
    line = squeezed(place.line.text) if place.line else ""
    before, after = place.text[: place.start], place.text[place.end : place.end + 16]
    beside = _BYSTANDER.search(line.split(name)[0]) or _LABEL_OF_BYSTANDER.search(before[-12:])
    if beside or _GOES_ON.match(after):
        return 0.0
    if len(name) < _SHORT:
        return SHORT_NAME
    if _PARTY.search(before[-12:]) or _is_salutation(place, line, name):
        return AS_PARTY
    return ON_ITS_OWN if line == name else IN_A_SENTENCE


def _is_salutation(place: _Place, line: str, name: str) -> bool:
    """Whether the line is the name with a colon, in the upper half: 某某公司："""
    if place.line is None or place.line.box.y0 > 0.5:
        return False
    printed = place.line.text.rstrip()
    return line in (name, "致" + name, "尊敬的" + name) and printed.endswith((":", "："))


def _mention(place: _Place, page: Page) -> Mention:
    line = place.line
    said = line.text if line else place.text[place.start : place.end]
    return Mention("", said, page.number, line.box if line else None, False, False)


def _numbered(page: Page, customers: CustomerLookup) -> Iterator[Clue]:
    """Customers whose number stands somewhere in the text."""
    seen = _matches(_NUMBER, page.lines)
    for text, line in list(seen)[:_MOST_NUMBERS]:
        customer = customers.by_number(text)
        if customer is not None:
            mention = Mention("", text, page.number, line.box, False, False)
            yield clue(customer, EvidenceKind.CUSTOMER_NUMBER, NUMBER_IN_TEXT, mention)


def _coded(page: Page, paper: Paper, customers: CustomerLookup) -> Iterator[Clue]:
    """Customers whose credit code, proved by its check digit, stands somewhere in the text."""
    for text, line in _matches(_CODE, page.lines):
        if not parse(ValueKind.CREDIT_CODE, text).check_digit:
            continue
        found = owners(customers, code.keys(paper), text)
        for customer in found:
            weight = CODE_IN_TEXT if len(found) == 1 else code.SHARED
            mention = Mention("", text, page.number, line.box, True, False)
            yield clue(customer, EvidenceKind.CREDIT_CODE, weight, mention)


def _matches(pattern: re.Pattern[str], lines: Iterable[Line]) -> Iterator[tuple[str, Line]]:
    for line in lines:
        for found in pattern.finditer(line.text):
            yield found.group(), line
