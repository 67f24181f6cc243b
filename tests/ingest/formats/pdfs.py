"""PDFs to open, and what is read in them."""

from __future__ import annotations

import io
from typing import Any

import pikepdf

from ingest.formats import RawPage
from tests.ingest.formats.papers import (
    printed,
    saved,
)


def text(raw: RawPage) -> str:
    assert raw.text_layer is not None
    return "\n".join(line.text for line in raw.text_layer)


def locked(data: bytes, user: str, owner: str = "owner", **options: Any) -> bytes:
    with pikepdf.open(io.BytesIO(data)) as document:
        return saved(
            document,
            encryption=pikepdf.Encryption(user=user, owner=owner, **options),
        )


def filled_form(*, appearance: bool) -> bytes:
    """A form with one filled text field, whose look is stored or left to the viewer."""
    document = pikepdf.open(io.BytesIO(printed(1, lines=3)))
    sheet = document.pages[0]
    font = document.make_indirect(
        pikepdf.Dictionary(
            Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
        )
    )
    field = pikepdf.Dictionary(
        Type=pikepdf.Name.Annot,
        Subtype=pikepdf.Name.Widget,
        FT=pikepdf.Name.Tx,
        T="name",
        V="WANGXIAOMING 4471",
        DA="/Helv 14 Tf 0 g",
        Rect=pikepdf.Array([20, 40, 280, 64]),
        F=4,
        P=sheet.obj,
    )
    if appearance:
        field.AP = pikepdf.Dictionary(
            N=document.make_stream(
                b"/Tx BMC BT /Helv 14 Tf 2 6 Td (WANGXIAOMING 4471) Tj ET EMC",
                Type=pikepdf.Name.XObject,
                Subtype=pikepdf.Name.Form,
                BBox=pikepdf.Array([0, 0, 260, 24]),
                Resources=pikepdf.Dictionary(Font=pikepdf.Dictionary(Helv=font)),
            )
        )
    held = document.make_indirect(field)
    sheet.obj.Annots = pikepdf.Array([held])
    document.Root.AcroForm = pikepdf.Dictionary(
        Fields=pikepdf.Array([held]),
        NeedAppearances=not appearance,
        DR=pikepdf.Dictionary(Font=pikepdf.Dictionary(Helv=font)),
        DA="/Helv 0 Tf 0 g",
    )
    return saved(document)


def plain(data: bytes) -> bytes:
    """The same file with its tree at the front, as many scanners write it."""
    with pikepdf.open(io.BytesIO(data)) as document:
        return saved(document, object_stream_mode=pikepdf.ObjectStreamMode.disable)


def with_unseen_text(document: pikepdf.Pdf, text: bytes) -> pikepdf.Pdf:
    """The scan with somebody's reading behind it."""
    sheet = document.pages[0]
    sheet.obj.Resources.Font = pikepdf.Dictionary(
        F=pikepdf.Dictionary(
            Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
        )
    )
    sheet.contents_add(document.make_stream(b"BT 3 Tr /F 5 Tf 10 40 Td (" + text + b") Tj ET"))
    return document
