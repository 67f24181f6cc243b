"""Forms that were filled on a screen say what was filled in, drawn or not."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name

from ingest.formats.pictographs import plain
from tests.ingest.formats.papers import opened, printed, saved


def form(*fields: Dictionary, need_appearances: bool = False) -> bytes:
    """A page of print with `fields` in the room below it."""
    document = pikepdf.open(io.BytesIO(printed(1, lines=3)))
    sheet = document.pages[0]
    held = []
    for field in fields:
        field.Type, field.Subtype, field.F, field.P = Name.Annot, Name.Widget, 4, sheet.obj
        if Name.AP in field:
            looks = field.AP.N
            for key, drawing in list(looks.items()):
                looks[key] = document.make_stream(
                    bytes(drawing),
                    Type=Name.XObject,
                    Subtype=Name.Form,
                    BBox=Array([0, 0, 12, 12]),
                )
        held.append(document.make_indirect(field))
    font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
    sheet.obj.Annots = Array(held)
    document.Root.AcroForm = Dictionary(
        Fields=Array(held),
        NeedAppearances=need_appearances,
        DR=Dictionary(Font=Dictionary(Helv=document.make_indirect(font))),
        DA="/Helv 0 Tf 0 g",
    )
    return saved(document)


def tick(name: str, bottom: int, *, checked: bool) -> Dictionary:
    """A box to be ticked, 12 points high."""
    state = Name.Yes if checked else Name.Off
    return Dictionary(
        FT=Name.Btn,
        T=name,
        V=state,
        AS=state,
        Rect=Array([20, bottom, 32, bottom + 12]),
        AP=Dictionary(
            N=Dictionary(
                Yes=pikepdf.String("2 2 m 10 10 l S 2 10 m 10 2 l S"),
                Off=pikepdf.String("0 0 m S"),
            )
        ),
    )


def entry(value: str, bottom: int = 40, **more: Any) -> Dictionary:
    """A field with a line of text, whose look nobody stored."""
    return Dictionary(
        FT=Name.Tx,
        T=f"entry {bottom}",
        V=value,
        DA="/Helv 12 Tf 0 g",
        Rect=Array([20, bottom, 280, bottom + 20]),
        **more,
    )


def lines(folder: Path, data: bytes) -> list[str]:
    raw = opened(folder, data)
    assert raw.text_layer is not None
    return [line.text for line in raw.text_layer]


def test_boxes_stand_in_the_text_as_they_are_marked(tmp_path: Path) -> None:
    data = form(tick("a", 100, checked=True), tick("b", 80, checked=False))
    assert lines(tmp_path, data)[3:] == ["☑", "□"]


def test_a_box_stands_beside_its_words(tmp_path: Path) -> None:
    document = pikepdf.open(io.BytesIO(form(tick("a", 100, checked=True))))
    sheet = document.pages[0]
    sheet.contents_add(document.make_stream(b"BT /F1 12 Tf 36 102 Td (Sole proprietor) Tj ET"))
    assert lines(tmp_path, saved(document))[3:] == ["☑ Sole proprietor"]


@pytest.mark.parametrize("need_appearances", [True, False])
def test_a_value_that_nobody_drew_is_text_all_the_same(
    tmp_path: Path, need_appearances: bool
) -> None:
    data = form(entry("WANGXIAOMING 4471"), need_appearances=need_appearances)
    assert "WANGXIAOMING 4471" in lines(tmp_path, data)


def test_a_value_whose_stored_look_is_empty_is_text(tmp_path: Path) -> None:
    document = pikepdf.open(io.BytesIO(form(entry("WANGXIAOMING 4471"), need_appearances=True)))
    document.pages[0].obj.Annots[0].AP = Dictionary(
        N=document.make_stream(
            b"/Tx BMC EMC", Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 260, 20])
        )
    )
    found = [line for line in lines(tmp_path, saved(document)) if "4471" in line]
    assert [line.replace(" ", "") for line in found] == ["WANGXIAOMING4471"]


def test_hidden_fields_and_passwords_are_not_read(tmp_path: Path) -> None:
    hidden = entry("a secret of some length")
    data = pikepdf.open(io.BytesIO(form(hidden, entry("a password of length", 70, Ff=1 << 13))))
    data.pages[0].obj.Annots[0].F = 2
    found = "".join(lines(tmp_path, saved(data)))
    assert "secret" not in found
    assert "password" not in found


def test_values_on_a_page_of_few_words_make_a_layer(tmp_path: Path) -> None:
    document = pikepdf.open(io.BytesIO(form(entry("Shanghai Mingde Trading Co., Ltd."))))
    document.pages[0].obj.Contents = document.make_stream(b"")
    found = lines(tmp_path, saved(document))
    assert [line.replace(" ", "") for line in found] == ["ShanghaiMingdeTradingCo.,Ltd."]


@pytest.mark.parametrize(
    ("char", "font", "sign"),
    [
        ("\uf0fe", "ABCDEF+Wingdings-Regular", "☑"),
        ("\uf0a8", "Wingdings", "□"),
        ("þ", "Wingdings", "☑"),
        ("\uf052", "Wingdings 2", "☑"),
        ("\uf0b7", "Symbol", "•"),
        ("b", "Symbol", "b"),
        ("R", "Helvetica", "R"),
        ("\uf0fe", "Private-Font", "\uf0fe"),
    ],
)
def test_signs_of_pictographic_fonts_have_their_meaning(char: str, font: str, sign: str) -> None:
    assert plain(char, font) == sign
