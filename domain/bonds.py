"""Papers that belong together by what their titles say of each other (文件之间的联系).

Request and reply, main paper and annex, draft and final copy are never parted. Source: domain
sections 4.4 and 4.6 (F-41, F-51, F-55), REQ-485, REQ-487, REQ-493 to REQ-495.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from domain.text import folded, squeezed

_LEAST = 3
"""Characters that a common subject must have: 合同 or 通知 alone binds nothing."""

_ANNEX = re.compile(
    r"^(?:附件|附表|附图|附录)[0-9一二三四五六七八九十之]*[:：、.]?|(?:的)?(?:附件|附表|附图|附录)[0-9一二三四五六七八九十]*$"
)
_DRAFT = re.compile(r"[(（\[【]?(?:草稿|草案|初稿|征求意见稿|送审稿|讨论稿|修改稿)[)）\]】]?")
_FINAL = re.compile(r"[(（\[【]?(?:定稿|正式稿|签发稿|印发稿)[)）\]】]?")
_REPLY = re.compile(r"的?(?:批复|复函|答复函?|回复函?|回函|批示|答复意见|复信)$")
_REQUEST = re.compile(r"的?(?:请示|请求|申请|函请|来函|去函|商洽函|函)$")
_AROUND = re.compile(r"[《》〈〉“”\"()（）\[\]【】]")
_ABOUT = re.compile(r"^(?:对|就|有)?关于")


class Role(StrEnum):
    """What a paper is to the others of its bond; MAIN says nothing of itself."""

    MAIN = "main"
    ANNEX = "annex"
    DRAFT = "draft"
    FINAL = "final"
    REPLY = "reply"
    REQUEST = "request"


@dataclass(frozen=True, slots=True)
class Bond:
    """The subject that papers share, squeezed, and what this one is to the others.

    An empty subject binds to nothing.
    """

    subject: str
    role: Role


FREE = Bond("", Role.MAIN)


def bond(title: str) -> Bond:
    """What the title says of the paper's place among others."""
    text = "".join(folded(title).split())
    role = Role.MAIN
    for pattern, found in (
        (_ANNEX, Role.ANNEX),
        (_DRAFT, Role.DRAFT),
        (_FINAL, Role.FINAL),
    ):
        shorter = pattern.sub("", text)
        if shorter != text and role is Role.MAIN:
            text, role = shorter, found
    text = _AROUND.sub("", text)
    for pattern, found in ((_REPLY, Role.REPLY), (_REQUEST, Role.REQUEST)):
        shorter = _shortened(pattern, text)
        if shorter != text:
            text = shorter
            role = found if role is Role.MAIN else role
    subject = squeezed(_ABOUT.sub("", text))
    return Bond(subject, role) if len(subject) >= _LEAST else FREE


def _shortened(pattern: re.Pattern[str], text: str) -> str:
    """A reply names the request and that its subject: 关于《关于…的请示》的批复."""
    shorter = pattern.sub("", text)
    return _ABOUT.sub("", shorter) if shorter != text else text
