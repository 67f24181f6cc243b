"""How two names of firms or people relate: the same, nearly the same, another branch, another.

Names are compared squeezed (one script, no spaces or punctuation). A name has a body and, for
firms, a branch (上海分公司). Two names that differ in their branch are two customers, however
many characters they share; so are names that differ in a numeral or a compass point. Names that
differ in one or two other characters may be one name misread.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache

from rapidfuzz.distance import Hamming, Levenshtein

from domain.text import squeezed


class Likeness(IntEnum):
    """How near a name as read stands to a known one, nearest first."""

    SAME = 0
    VARIANT = 1
    """The same but for the way its legal form is written, or a misread character in that form."""
    CLOSE = 2
    """One character differs."""
    NEAR = 3
    """Two characters of a long name differ."""
    PARTIAL = 4
    """One is the other's distinguishing part."""
    BRANCH = 5
    """Another branch, or head office, of the same firm."""
    OTHER = 6


@dataclass(frozen=True, slots=True)
class Company:
    """A name taken apart; all parts squeezed, `body` without branch and legal form."""

    whole: str
    body: str
    form: str
    branch: str

    @property
    def is_firm(self) -> bool:
        """Whether it is recognisably the name of an organisation."""
        return bool(self.form or self.branch)


_ORGANISATION = r"公司|集团|银行|合作社|事务所|研究院|研究所|医院|学校|大学|中心|酒店|厂|店|社"
_BRANCH = (
    r"分公司|分行|支行|分理处|分店|分厂|分部|办事处|代表处|营业部|经营部|项目部|事业部|分校|分院|分所|分中心|"
    r"门市部|专卖店|旗舰店|branch"
)
_TAKEN_APART = (
    re.compile(rf"^(?P<firm>.{{3,}}?公司)(?P<branch>.{{0,14}}?(?:{_BRANCH}))$"),
    re.compile(rf"^(?P<firm>.{{3,}}?(?:{_ORGANISATION}))(?P<branch>.{{0,14}}?(?:{_BRANCH}))$"),
    re.compile(rf"^(?P<firm>.{{4,}}?(?:ltd|limited|inc|corp))(?P<branch>.+(?:{_BRANCH}))$"),
)
_FORM = re.compile(
    rf"(?:股份有限公司|有限公司|集团公司|总公司|合伙企业|{_ORGANISATION}|coltd|ltd|llc|inc|corp|plc|gmbh)$"
)
_ONE_WRITING = (
    ("有限责任公司", "有限公司"),
    ("companylimited", "coltd"),
    ("limited", "ltd"),
    ("incorporated", "inc"),
    ("corporation", "corp"),
)
_OFTEN_MISREAD = ("有限责任公司", "股份有限公司", "有限公司", "分公司")
_TELLING = frozenset("0123456789〇零一二三四五六七八九十百甲乙丙丁东西南北中前后左右上下新老大小")
"""Characters that tell two names apart when one stands in the place of the other."""
_FIRM_CLOSE, _FIRM_NEAR = 6, 10
"""Least length of a Han name in which one, or two, characters may be misread."""
_LATIN_CLOSE, _LATIN_NEAR = 10, 16


@lru_cache(maxsize=1 << 14)
def take_apart(name: str) -> Company:
    """Take a name as printed or stored apart into body, legal form and branch."""
    whole = squeezed(name)
    for long, short in _ONE_WRITING:
        whole = whole.replace(long, short)
    firm, branch = whole, ""
    for pattern in _TAKEN_APART:
        found = pattern.match(whole)
        if found:
            firm, branch = found["firm"], found["branch"]
            break
    form = _FORM.search(firm)
    body = firm[: form.start()] if form and form.start() >= 2 else firm
    return Company(whole, body, firm[len(body) :], branch)


def mended(name: str) -> str:
    """The squeezed name with one misread or lost character of its legal form put right."""
    text = squeezed(name)
    for form in _OFTEN_MISREAD:
        stem, tail = text[: -len(form)], text[-len(form) :]
        if tail == form:
            return text
        if len(stem) < 2:
            continue
        if text.endswith(form[:-1]):
            return text + form[-1]
        # its first character stands: 集团公司 is no misread 分公司, 无限公司 no 有限公司
        if tail[0] == form[0] and Hamming.distance(tail, form) == 1:
            return stem + form
    return text


def _tells_apart(read: str, known: str) -> bool:
    """Whether any of the differences is one of meaning rather than of reading."""
    for step in Levenshtein.editops(read, known):
        before = read[step.src_pos : step.src_pos + 1] if step.tag != "insert" else ""
        after = known[step.dest_pos : step.dest_pos + 1] if step.tag != "delete" else ""
        changed = [char for char in (before, after) if char]
        if changed and all(char in _TELLING for char in changed):
            return True
    return False


def _misread(read: str, known: str) -> Likeness:
    """CLOSE or NEAR when `read` may be `known` with one or two characters misread."""
    distance = Levenshtein.distance(read, known, score_cutoff=2)
    length = min(len(read), len(known))
    close, near = (_LATIN_CLOSE, _LATIN_NEAR) if known.isascii() else (_FIRM_CLOSE, _FIRM_NEAR)
    if distance > 2 or length < close or _tells_apart(read, known):
        return Likeness.OTHER
    if distance == 1:
        return Likeness.CLOSE
    return Likeness.NEAR if length >= near else Likeness.OTHER


def _partial(read: Company, known: Company) -> bool:
    """Whether one is the other without its legal form or its place name."""
    short, long = sorted((read.body, known.body), key=len)
    if read.form and known.form and read.form != known.form:
        return False
    return len(short) >= 4 and short in long and (not read.is_firm or not known.is_firm)


def compare(read: str, known: str) -> Likeness:
    """How the name `read` on a paper relates to the name `known` to the records."""
    if squeezed(read) == squeezed(known):
        return Likeness.SAME
    left, right = take_apart(read), take_apart(known)
    if left.whole == right.whole or take_apart(mended(read)).whole == right.whole:
        return Likeness.VARIANT
    if left.branch != right.branch:
        return _compare_branches(left, right)
    likeness = _misread(left.whole, right.whole)
    if likeness is Likeness.OTHER and not left.branch and _partial(left, right):
        return Likeness.PARTIAL
    return likeness


def _compare_branches(read: Company, known: Company) -> Likeness:
    firm_read, firm_known = read.body + read.form, known.body + known.form
    same_firm = firm_read == firm_known
    if same_firm and read.branch and known.branch and len(known.branch) >= 5:
        slip = Levenshtein.distance(read.branch, known.branch) == 1
        if slip and not _tells_apart(read.branch, known.branch):
            return Likeness.CLOSE
    if same_firm or _misread(firm_read, firm_known) is not Likeness.OTHER:
        return Likeness.BRANCH
    return Likeness.OTHER


def extends(longer: str, shorter: str) -> bool:
    """Whether `longer` is `shorter` with more after it, as a branch's name is its firm's."""
    long, short = take_apart(longer).whole, take_apart(shorter).whole
    return len(long) > len(short) and long.startswith(short)
