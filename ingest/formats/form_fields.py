"""What was filled into the fields of a PDF form, whether or not the file also draws it."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import pypdfium2
import pypdfium2.raw as pdfium

from domain.geometry import Box
from ingest.formats.pdf_places import box_of

CHECKED, UNCHECKED = "☑", "□"

_MARKED = (pdfium.FPDF_FORMFIELD_CHECKBOX, pdfium.FPDF_FORMFIELD_RADIOBUTTON)
_WRITTEN = (
    pdfium.FPDF_FORMFIELD_TEXTFIELD,
    pdfium.FPDF_FORMFIELD_COMBOBOX,
    pdfium.FPDF_FORMFIELD_LISTBOX,
)

_UNSEEN = 0b100010
"""Flags of a field that is hidden, or not to be viewed."""

_PASSWORD = 1 << 13
_MOST = 5_000
"""Fields of a page that are looked at."""

_LONGEST = 10_000
"""Characters of a value."""


@dataclass(frozen=True, slots=True)
class Field:
    """A field and what stands in it; for a box to be marked that is one of the two signs."""

    box: Box
    text: str

    @property
    def is_mark(self) -> bool:
        return self.text in (CHECKED, UNCHECKED)


def fields(sheet: pypdfium2.PdfPage) -> tuple[Field, ...]:
    """The boxes to be marked on the page, and the fields that are filled.

    Asked before the page is flattened, which makes ordinary drawing of them.
    """
    if not sheet.formenv:
        return ()
    count = min(pdfium.FPDFPage_GetAnnotCount(sheet), _MOST)
    return tuple(field for index in range(count) for field in _field(sheet, index))


def _field(sheet: pypdfium2.PdfPage, index: int) -> Iterator[Field]:
    with _annotation(sheet, index) as held:
        if not held or pdfium.FPDFAnnot_GetSubtype(held) != pdfium.FPDF_ANNOT_WIDGET:
            return
        if pdfium.FPDFAnnot_GetFlags(held) & _UNSEEN:
            return
        kind = pdfium.FPDFAnnot_GetFormFieldType(sheet.formenv, held)
        edges = pdfium.FS_RECTF()
        if not pdfium.FPDFAnnot_GetRect(held, edges):
            return
        box = box_of(sheet, (edges.left, edges.bottom, edges.right, edges.top))
        if kind in _MARKED:
            marked = pdfium.FPDFAnnot_IsChecked(sheet.formenv, held)
            yield Field(box, CHECKED if marked else UNCHECKED)
        elif kind in _WRITTEN and not _is_secret(sheet, held, kind):
            text = _value(sheet, held).strip()
            if text and box.area > 0.0:
                yield Field(box, text)


@contextmanager
def _annotation(sheet: pypdfium2.PdfPage, index: int) -> Iterator[object]:
    held = pdfium.FPDFPage_GetAnnot(sheet, index)
    try:
        yield held
    finally:
        if held:
            pdfium.FPDFPage_CloseAnnot(held)


def _is_secret(sheet: pypdfium2.PdfPage, held: object, kind: int) -> bool:
    if kind != pdfium.FPDF_FORMFIELD_TEXTFIELD:
        return False
    return bool(pdfium.FPDFAnnot_GetFormFieldFlags(sheet.formenv, held) & _PASSWORD)


def _value(sheet: pypdfium2.PdfPage, held: object) -> str:
    """The field's value; PDFium tells its length in bytes first, the final zero included."""
    size = pdfium.FPDFAnnot_GetFormFieldValue(sheet.formenv, held, None, 0)
    if not 2 < size <= 2 * _LONGEST:
        return ""
    text = (ctypes.c_ushort * (size // 2))()
    pdfium.FPDFAnnot_GetFormFieldValue(sheet.formenv, held, text, size)
    return bytes(text).decode("utf-16-le", "replace").rstrip("\0")
