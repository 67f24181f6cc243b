"""What makes a PDF archival (PDF/A-2b): what it says of itself, and what its colours mean."""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream, String
from PIL import ImageCms

CONFORMANCE = "PDF/A-2b"

_MADE = slice(24, 36)
"""Where a colour profile notes when it was made; left empty, so that equal exports are equal."""


def describe(pdf: pikepdf.Pdf, title: str, made: datetime, *, claims: bool) -> None:
    """Give the file its title, its date and its colours; `claims` that it is PDF/A-2b."""
    pdf.Root.OutputIntents = Array([pdf.make_indirect(_colours(pdf))])
    pdf.Root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
    with pdf.open_metadata(set_pikepdf_as_editor=False) as said:
        said["dc:title"] = title
        said["pdf:Producer"] = "Anjuan"
        said["xmp:CreateDate"] = said["xmp:ModifyDate"] = made.isoformat(timespec="seconds")
        if claims:
            said["pdfaid:part"], said["pdfaid:conformance"] = "2", "B"


def _colours(pdf: pikepdf.Pdf) -> Dictionary:
    return Dictionary(
        Type=Name.OutputIntent,
        S=Name("/GTS_PDFA1"),
        OutputConditionIdentifier=String("sRGB"),
        Info=String("sRGB IEC61966-2.1"),
        DestOutputProfile=Stream(pdf, _srgb(), N=3),
    )


@lru_cache(maxsize=1)
def _srgb() -> bytes:
    profile = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    profile[_MADE] = bytes(12)
    return bytes(profile)
