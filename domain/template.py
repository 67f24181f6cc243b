"""A form taught by showing one: what is always printed on it, and where its values stand."""

from __future__ import annotations

from dataclasses import dataclass

from domain.fields import FieldKey
from domain.forms import Part
from domain.geometry import Box
from domain.ids import DocumentId


@dataclass(frozen=True, slots=True)
class Anchor:
    """Words that every copy of the form prints at one place; `text` is squeezed."""

    text: str
    box: Box


@dataclass(frozen=True, slots=True)
class Slot:
    """The place for one value; `mark` says that it is a box to be ticked, not written in."""

    key: FieldKey
    label: str
    box: Box
    mark: bool = False


@dataclass(frozen=True, slots=True)
class TemplatePage:
    """One page of a form, in 0..1 of the page it was taught on; `aspect` is width by height."""

    aspect: float
    anchors: tuple[Anchor, ...]
    slots: tuple[Slot, ...]


@dataclass(frozen=True, slots=True)
class Template:
    """A taught form (模板): the type it makes known, its pages, the documents it was taught by."""

    type_key: str
    name: str
    part: Part
    pages: tuple[TemplatePage, ...]
    examples: tuple[DocumentId, ...] = ()
