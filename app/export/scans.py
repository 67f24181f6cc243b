"""A page of a scanned PDF as it goes into another: what it draws, without its old unseen text.

Scanners and copiers often put a text layer of their own behind a scan. The page was read again, so
that layer goes, or copying would give everything twice. What can be seen stays, object by object.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Operator

from app.export.geometry import Matrix, View
from domain.geometry import Rotation

Instruction = pikepdf.ContentStreamInstruction | pikepdf.ContentStreamInlineImage

_SHOWING = frozenset(("Tj", "TJ", "'", '"'))
_PLACING = frozenset(("BT", "ET", "Td", "TD", "Tm", "T*"))
_SETTING = frozenset(("Tc", "Tw", "Tz", "TL", "Tf", "Tr", "Ts"))
_PLAIN = frozenset("qQwJjMdmlcvyhSsfFBbnWGg") | frozenset(
    ("cm", "Do", "re", "f*", "B*", "b*", "W*", "RG", "rg", "BMC", "EMC")
)
"""Operators that may stand in an archival PDF whatever else the file says."""

_PLAIN_FILTERS = frozenset(
    f"/{name}Decode" for name in ("DCT", "CCITTFax", "JBIG2", "Flate", "RunLength", "ASCII85")
)
_PLAIN_COLOURS = frozenset(("/DeviceGray", "/DeviceRGB"))
_UNUSUAL = (Name.Group, Name.Ref, Name.OPI, Name.PS)
"""Entries of a form that an archival PDF forbids, or allows on conditions."""

_UNSEEN = 3
_DEEPEST = 12


@dataclass(slots=True)
class Drawing:
    """What a page draws: its operators, its resources, and whether all of it is archival."""

    operators: bytes
    resources: Dictionary
    archival: bool


def view(page: pikepdf.Page) -> View:
    """How viewers show the page: its crop box, turned as it says."""
    left, bottom, right, top = _visible(page)
    width, height = right - left, top - bottom
    shown = View(Matrix(1, 0, 0, -1, -left, top), width, height)
    turn = int(page.obj.get(Name.Rotate, 0)) % 360
    return shown.turned(Rotation(turn)) if turn in tuple(Rotation) else shown


def drawing(pdf: pikepdf.Pdf, source: pikepdf.Pdf, page: pikepdf.Page) -> Drawing:
    """The drawing of a `source` page, with its resources copied into `pdf`."""
    page.contents_coalesce()
    resources = _copied(pdf, source, page.resources)
    filtering = _Filter(pdf)
    kept = filtering.kept(page, resources, unseen=False, depth=0)
    if not filtering.shows_text:
        kept = [step for step in kept if str(step.operator) not in _PLACING | _SETTING]
        if Name.Font in resources:
            del resources[Name.Font]
    return Drawing(
        pikepdf.unparse_content_stream(kept),
        resources,
        filtering.archival and not filtering.shows_text,
    )


def _visible(page: pikepdf.Page) -> tuple[float, float, float, float]:
    """The crop box as far as it lies on the media box."""
    media, crop = _box(page.mediabox), _box(page.cropbox)
    seen = (
        max(media[0], crop[0]), max(media[1], crop[1]),
        min(media[2], crop[2]), min(media[3], crop[3]),
    )  # fmt: skip
    return seen if seen[0] < seen[2] and seen[1] < seen[3] else media


def _box(stated: Object) -> tuple[float, float, float, float]:
    x0, y0, x1, y1 = (float(value) for value in stated.as_list())
    return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)


def _copied(pdf: pikepdf.Pdf, source: pikepdf.Pdf, resources: Dictionary) -> Dictionary:
    """A dictionary of our own, whose entries are the source's."""
    whole = resources if resources.is_indirect else source.make_indirect(resources)
    copied = pdf.copy_foreign(whole)
    return Dictionary(dict(copied.items()))


@dataclass(slots=True)
class _Filter:
    """Walks through a page's operators, and through the forms they draw."""

    pdf: pikepdf.Pdf
    archival: bool = True
    shows_text: bool = False
    seen: set[tuple[int, int]] = field(default_factory=set)

    def kept(
        self, stream: pikepdf.Page | Object, resources: Object, *, unseen: bool, depth: int
    ) -> list[Instruction]:
        """The operators that remain, with as many states restored as saved."""
        saved: list[bool] = []
        kept: list[Instruction] = []
        for step in pikepdf.parse_content_stream(stream):
            name = str(step.operator)
            if name == "q":
                saved.append(unseen)
            elif name == "Q":
                if not saved:
                    continue
                unseen = saved.pop()
            elif name == "Tr":
                unseen = int(step.operands[0]) == _UNSEEN
            elif name in _SHOWING:
                if unseen:
                    continue
                self.shows_text = True
            elif name == "Do":
                self._draws(step, resources, unseen=unseen, depth=depth)
            self.archival &= name in _PLAIN | _PLACING | _SETTING | _SHOWING
            kept.append(step)
        return [*kept, *(_restore() for _ in saved)]

    def _draws(self, step: Instruction, resources: Object, *, unseen: bool, depth: int) -> None:
        drawn = resources.get(Name.XObject, Dictionary()).get(str(step.operands[0]))
        if drawn is None or depth > _DEEPEST:
            self.archival = False
        elif drawn.get(Name.Subtype) == Name.Form:
            self._form(drawn, resources, unseen=unseen, depth=depth)
        else:
            self.archival &= _is_plain_image(drawn)

    def _form(self, form: Object, resources: Object, *, unseen: bool, depth: int) -> None:
        """Filter a form in place, once; it is this file's copy."""
        if form.objgen in self.seen:
            return
        self.seen.add(form.objgen)
        own = form.get(Name.Resources, resources)
        kept = self.kept(form, own, unseen=unseen, depth=depth + 1)
        form.write(pikepdf.unparse_content_stream(kept))
        self.archival &= not any(key in form for key in _UNUSUAL)


def _restore() -> pikepdf.ContentStreamInstruction:
    return pikepdf.ContentStreamInstruction([], Operator("Q"))


def _is_plain_image(image: Object) -> bool:
    """Whether an archival PDF may hold this picture as it is; `Interpolate` is put right."""
    if image.get(Name.Interpolate):
        image.Interpolate = False
    if any(key in image for key in (Name.SMask, Name.Mask, Name.Alternates, Name.OPI)):
        return False
    if not all(str(one) in _PLAIN_FILTERS for one in _listed(image.get(Name.Filter))):
        return False
    if image.get(Name.ImageMask):
        return True
    return _is_plain_colour(image.get(Name.ColorSpace))


def _listed(value: Object | None) -> Iterator[Object]:
    if isinstance(value, Array):
        yield from value
    elif value is not None:
        yield value


def _is_plain_colour(colours: Object | None) -> bool:
    if isinstance(colours, Array):
        return str(colours[0]) == "/Indexed" and str(colours[1]) in _PLAIN_COLOURS
    return str(colours) in _PLAIN_COLOURS
