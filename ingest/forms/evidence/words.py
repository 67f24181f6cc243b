"""Words that speak for a type (甲方, 违约责任), each a little."""

from __future__ import annotations

from collections.abc import Iterable

from domain.filing import Evidence, EvidenceKind
from ingest.forms.sheet import Sheet
from ingest.forms.titles import bare

_EACH = 0.28
_AT_MOST = 0.88


def find(sheet: Sheet) -> Iterable[Evidence]:
    """A piece for every type of whose words some stand on the sheet."""
    text = "\n".join(sheet.texts)
    for key, kind in sheet.catalogue.types.items():
        cues = [cue for cue in kind.cues if _stands(bare(cue), text)]
        if cues:
            weight = round(min(_AT_MOST, 1 - (1 - _EACH) ** len(cues)), 3)
            yield Evidence(EvidenceKind.WORDS, key, weight, "、".join(cues), sheet.page.number)


def _stands(cue: str, text: str) -> bool:
    """A cue of one character counts only as a salutation, at a line's start before a colon."""
    if len(cue) == 1:
        return text.startswith(cue + ":") or f"\n{cue}:" in text
    return cue in text
