"""Which of its two scripts Chinese text is written in.

Told by the characters that only one of them has, as the two countries' oldest codes list them: GB
2312 for Simplified, Big5 for Traditional. Characters of both, or of neither, say nothing.
"""

from __future__ import annotations

from enum import StrEnum
from functools import lru_cache


class HanScript(StrEnum):
    """A script of Chinese."""

    SIMPLIFIED = "simplified"
    TRADITIONAL = "traditional"


def _listed(char: str, code: str) -> bool:
    try:
        char.encode(code)
    except UnicodeEncodeError:
        return False
    return True


@lru_cache(maxsize=1 << 14)
def _only_in(char: str) -> HanScript | None:
    simplified, traditional = _listed(char, "gb2312"), _listed(char, "big5")
    if simplified == traditional:
        return None
    return HanScript.SIMPLIFIED if simplified else HanScript.TRADITIONAL


def script_of(text: str) -> HanScript | None:
    """The script most of the telling characters of `text` are in; None where they do not tell."""
    found = [script for char in text if ord(char) > 0x2E80 and (script := _only_in(char))]
    simplified = found.count(HanScript.SIMPLIFIED)
    if 2 * simplified == len(found):
        return None
    return HanScript.SIMPLIFIED if 2 * simplified > len(found) else HanScript.TRADITIONAL


def strange_to(script: HanScript | None, text: str) -> bool:
    """Whether a character of `text` is of the other script; never where `script` is None."""
    if script is None:
        return False
    return any(ord(char) > 0x2E80 and _only_in(char) not in (None, script) for char in text)
