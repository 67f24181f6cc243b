"""Files attached to a PDF: named and not read, and never lost in silence."""

from __future__ import annotations

from pathlib import Path

import pikepdf
import pypdfium2

from domain.errors import UnreadableFile
from ingest.formats.damage import DAMAGE

_NAMED = 5
"""So many attachments are named; of the others their number is told."""

_LONGEST = 60
"""Characters of a name."""


def refuse_mere_cover(
    path: Path, document: pypdfium2.PdfDocument, passwords: tuple[str, ...]
) -> None:
    """Raise UnreadableFile when the one page of `document` is but the cover of its attachments.

    That is so in a portfolio, and when the page is empty.
    """
    count = document.count_attachments()
    if count < 1:
        return
    if _is_portfolio(path, passwords):
        raise UnreadableFile(
            path.name, f"it is a portfolio; drop its files singly: {_names(document, count)}"
        )
    if not any(True for _ in document[0].get_objects(max_depth=1)):
        raise UnreadableFile(
            path.name,
            f"its page is empty; drop the attached files singly: {_names(document, count)}",
        )


def _is_portfolio(path: Path, passwords: tuple[str, ...]) -> bool:
    for password in ("", *passwords):
        try:
            with pikepdf.open(path, password=password, suppress_warnings=True) as document:
                return "/Collection" in document.Root
        except pikepdf.PasswordError:
            continue
        except (pikepdf.PdfError, *DAMAGE):
            return False
    return False


def _names(document: pypdfium2.PdfDocument, count: int) -> str:
    names = []
    for index in range(min(count, _NAMED)):
        try:
            name = document.get_attachment(index).get_name()
        except (pypdfium2.PdfiumError, *DAMAGE):
            name = ""
        printable = "".join(char for char in name if char.isprintable())[:_LONGEST]
        names.append(printable or "?")
    more = f" and {count - _NAMED} more" if count > _NAMED else ""
    return ", ".join(names) + more
