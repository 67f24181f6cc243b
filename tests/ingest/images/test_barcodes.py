from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pytest
import zxingcpp

from domain.geometry import Box
from ingest import formats
from ingest.formats.contract import Image
from ingest.images.barcodes import barcodes
from ingest.options import ReadingOptions

CORPORA = Path(os.environ.get("ANJUAN_CORPORA", Path(__file__).parents[4] / "shared/data"))
SAMPLES = CORPORA / "paperless_samples" / "barcodes"

KINDS = {
    "qr": (zxingcpp.BarcodeFormat.QRCode, "01,04,3100151320,05512345,200.00,20160830,0587,A1B2,"),
    "code_128": (zxingcpp.BarcodeFormat.Code128, "KH-2024-0187"),
    "code_39": (zxingcpp.BarcodeFormat.Code39, "PATCHT"),
    "ean_13": (zxingcpp.BarcodeFormat.EAN13, "4006381333931"),
    "pdf_417": (zxingcpp.BarcodeFormat.PDF417, "KH-2024-0187 / 3"),
}


def drawn(kind: str, scale: int = 3) -> Image:
    format_, text = KINDS[kind]
    code = zxingcpp.create_barcode(text, format_)
    return np.asarray(zxingcpp.write_barcode_to_image(code, scale=scale), dtype=np.uint8)


def paper(*placed: tuple[Image, int, int], seed: int = 0) -> Image:
    """An A4 sheet at 200 dpi with each code at its left and top."""
    sheet = np.full((2339, 1654), 255, np.uint8)
    for code, left, top in placed:
        sheet[top : top + code.shape[0], left : left + code.shape[1]] = code
    grain = np.random.default_rng(seed).normal(0, 6, sheet.shape)
    noisy = np.clip(sheet + grain, 0, 255).astype(np.uint8)
    return np.ascontiguousarray(np.repeat(noisy[:, :, np.newaxis], 3, axis=2))


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_every_kind_is_read_with_its_place(kind: str) -> None:
    code = drawn(kind)
    (found,) = barcodes(paper((code, 400, 700)))
    assert (found.kind, found.text) == (kind, KINDS[kind][1])
    rows, columns = code.shape
    whole = Box(400 / 1654, 700 / 2339, (400 + columns) / 1654, (700 + rows) / 2339)
    assert found.box.covered_by(whole) > 0.95
    assert found.box.area > 0.25 * whole.area


def test_several_codes_come_from_top_to_bottom() -> None:
    sheet = paper((drawn("code_128"), 900, 1500), (drawn("qr"), 200, 300))
    assert [code.kind for code in barcodes(sheet)] == ["qr", "code_128"]


def test_a_code_on_its_side_is_read() -> None:
    turned = np.ascontiguousarray(np.rot90(drawn("code_39")))
    assert [code.text for code in barcodes(paper((turned, 1300, 400)))] == ["PATCHT"]


def test_a_sheet_without_codes_has_none() -> None:
    hatched = np.full((300, 900), 255, np.uint8)
    hatched[:, ::7] = 0
    assert barcodes(paper()) == ()
    assert barcodes(paper((hatched, 300, 300))) == ()


@pytest.mark.corpus
@pytest.mark.skipif(not SAMPLES.is_dir(), reason="the corpora are not here")
@pytest.mark.parametrize(
    ("name", "page", "texts"),
    [
        ("barcode-128-custom.pdf", 1, {"CUSTOM BARCODE"}),
        ("barcode-39-custom.pdf", 1, {"CUSTOM BARCODE"}),
        ("barcode-39-asn-123.pdf", 1, {"ASN00123"}),
        ("barcode-fax-image.pdf", 2, {"PATCHT"}),
        ("barcode-qr-asn-000123-upscale-dpi.pdf", 1, {"ASN 000123"}),
        ("patch-code-t-middle-distorted.pdf", 2, {"PATCHT"}),
        ("patch-code-t-middle-fuzzy.pdf", 2, {"PATCHT"}),
        ("patch-code-t-middle-unreadable.pdf", 2, set()),
        ("split-by-tag-multiple-per-page.pdf", 2, {"TAG:invoice", "TAG:expense"}),
    ],
)
def test_codes_on_real_sheets_are_read(name: str, page: int, texts: set[str]) -> None:
    raw = formats.page(SAMPLES / name, page, ReadingOptions())
    assert {code.text for code in barcodes(raw.image)} == texts
