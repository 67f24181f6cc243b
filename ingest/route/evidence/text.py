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
from domain.text import fold, squeezed
from domain.values import parse
from ingest.route.clues import Clue, CustomerLookup, clue, names_of, owners
from ingest.route.company import Likeness
from ingest.route.evidence import code
from ingest.route.evidence.name import LOOKALIKE, likeness
from ingest.route.paper import CODE_KEY, Mention, Paper

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
    r"^.{0,10}?(?:分公司|分.司|分公|分行|支行|分店|分厂|分部|办事处|代表处|营业部|项目部|分校|分院|分所|门市部|专卖店|集团)"
)
_CODE = re.compile(r"(?<![0-9A-Za-z])[0-9A-Za-z]{2}[0-9]{6}[0-9A-Za-z]{10}(?![0-9A-Za-z])")
_NUMBER = re.compile(r"(?<![0-9A-Za-z])(?=[0-9-]*[A-Za-z])[0-9A-Za-z]+(?:[-/][0-9A-Za-z]+)+")
_MOST_NUMBERS = 40
_SHORT = 6


@dataclass(frozen=True, slots=True)
class _Text:
    """A page's squeezed text; character i ends in `lines[i]` before its character `ends[i]`."""

    text: str
    lines: tuple[Line, ...]
    ends: tuple[int, ...]

    @classmethod
    def of(cls, page: Page) -> _Text:
        """Squeeze the page's lines into one text, as names may run over a line's end."""
        chars = [
            (char, line, end)
            for line in page.lines
            for char, end in zip(*_letters(line.text), strict=True)
        ]
        return cls(
            "".join(char for char, _, _ in chars),
            tuple(line for _, line, _ in chars),
            tuple(end for _, _, end in chars),
        )

    def starts(self, name: str) -> Iterator[int]:
        """Every place where the squeezed `name` stands."""
        start = self.text.find(name)
        while start >= 0:
            yield start
            start = self.text.find(name, start + len(name))


@dataclass(frozen=True, slots=True)
class _Place:
    """One place where a name stands in a page's text, from `start` to before `end`."""

    text: _Text
    start: int
    end: int

    @property
    def line(self) -> Line:
        return self.text.lines[self.start]

    @property
    def before(self) -> str:
        return self.text.text[max(0, self.start - 12) : self.start]

    @property
    def after(self) -> str:
        return self.text.text[self.end : self.end + 16]

    @property
    def runs_on(self) -> bool:
        """Whether a letter follows at once: a name that goes on is another name."""
        last = self.end - 1
        return self.text.lines[last].text[self.text.ends[last] :][:1].isalnum()


def _letters(text: str) -> tuple[str, tuple[int, ...]]:
    """The squeezed text, and where in the original each of its characters ends."""
    whole = fold(text)
    kept = [(char, end) for char, end in zip(whole.text, whole.ends, strict=True) if char.isalnum()]
    return "".join(char for char, _ in kept), tuple(end for _, end in kept)


def find(paper: Paper, customers: CustomerLookup) -> Iterator[Clue]:
    """Customers named in the text of the pages, wherever it is."""
    for page in paper.pages:
        if page.lines:
            yield from _named(page, paper, customers)
            yield from _numbered(page, customers)
            yield from _coded(page, customers)


def check(_paper: Paper, _customer: Customer) -> Iterator[Clue]:
    """Nothing: a text need not name the customer it concerns."""
    return iter(())


def _named(page: Page, paper: Paper, customers: CustomerLookup) -> Iterator[Clue]:
    text = _Text.of(page)
    found = _whole_names(page, paper, customers)
    stated = (*paper.names, *paper.parties, *paper.people)
    taken: list[tuple[int, int]] = []
    for name in sorted(found, key=len, reverse=True):
        starts = [
            start
            for start in text.starts(name)
            if not any(low <= start and start + len(name) <= high for low, high in taken)
        ]
        taken += [(start, start + len(name)) for start in starts]
        if any(name in squeezed(mention.text) for mention in stated):
            continue  # the field has its say already, and may be in doubt
        most = _most(found[name], len(starts) > 1, customers)
        for start in starts:
            place = _Place(text, start, start + len(name))
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
    if nearest <= Likeness.VARIANT or (nearest is Likeness.CLOSE and not read_twice):
        return LOOKALIKE
    return 1.0


def _weight(name: str, place: _Place) -> float:
    """How far a name at this place says whose paper it is; 0 where it names somebody else."""
    line = squeezed(place.line.text)
    label = _BYSTANDER.search(line.split(name)[0]) or _LABEL_OF_BYSTANDER.search(place.before)
    if label or _GOES_ON.match(place.after):
        return 0.0
    if len(name) < _SHORT:
        return SHORT_NAME
    if place.runs_on:
        return IN_A_SENTENCE
    if _PARTY.search(place.before) or _is_salutation(place.line, line, name):
        return AS_PARTY
    return ON_ITS_OWN if line == name else IN_A_SENTENCE


def _is_salutation(line: Line, text: str, name: str) -> bool:
    """Whether the line is the name with a colon, in the upper half: 某某公司："""
    named = text in (name, "致" + name, "尊敬的" + name)
    return named and line.box.y0 <= 0.5 and line.text.rstrip().endswith((":", "："))


def _mention(place: _Place, page: Page) -> Mention:
    return Mention("", place.line.text, page.number, place.line.box, False, False)


def _numbered(page: Page, customers: CustomerLookup) -> Iterator[Clue]:
    """Customers whose number stands somewhere in the text."""
    seen = _matches(_NUMBER, page.lines)
    for text, line in list(seen)[:_MOST_NUMBERS]:
        customer = customers.by_number(text)
        if customer is not None:
            mention = Mention("", text, page.number, line.box, False, False)
            yield clue(customer, EvidenceKind.CUSTOMER_NUMBER, NUMBER_IN_TEXT, mention)


def _coded(page: Page, customers: CustomerLookup) -> Iterator[Clue]:
    """Customers whose credit code, proved by its check digit, stands somewhere in the text."""
    for text, line in _matches(_CODE, page.lines):
        if not parse(ValueKind.CREDIT_CODE, text).check_digit:
            continue
        found = owners(customers, (CODE_KEY,), text)
        for customer in found:
            weight = CODE_IN_TEXT if len(found) == 1 else code.SHARED
            mention = Mention("", text, page.number, line.box, True, False)
            yield clue(customer, EvidenceKind.CREDIT_CODE, weight, mention)


def _matches(pattern: re.Pattern[str], lines: Iterable[Line]) -> Iterator[tuple[str, Line]]:
    for line in lines:
        for found in pattern.finditer(line.text):
            yield found.group(), line
