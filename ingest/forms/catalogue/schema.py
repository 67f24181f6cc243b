"""The shape of the catalogue's TOML files, checked when they are loaded."""

from __future__ import annotations

import re
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator

from domain.fields import FieldKey, FieldSpec, ValueKind
from domain.forms import Part, Retention, SealOwner, Secrecy, Signatory

_KEY = r"^[a-z][a-z0-9_]*$"


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class FieldEntry(_Entry):
    """A `[[field]]` table; `further_labels` yield to other fields' `labels`, and
    `value_like` to both: words that may as well be values (经理, 会计).

    `only_on` names the types whose forms may hold the field; on others its label is known, but
    nothing is taken.
    """

    key: str = Field(pattern=_KEY)
    name: str = Field(min_length=1)
    name_en: str = Field(min_length=1)
    kind: ValueKind
    labels: tuple[str, ...] = ()
    further_labels: tuple[str, ...] = ()
    value_like: tuple[str, ...] = ()
    personal: bool = False
    only_on: tuple[str, ...] = ()

    def spec(self) -> FieldSpec:
        """The field as the rest of the house knows it."""
        return FieldSpec(
            key=FieldKey(self.key),
            name=self.name,
            name_en=self.name_en,
            kind=self.kind,
            labels=self.labels + self.further_labels + self.value_like,
            personal=self.personal,
        )


class PartEntry(_Entry):
    """A `[[part]]` table: the classes of its papers that do not state their own."""

    key: Part
    retention: Retention
    secrecy: Secrecy


class SignatoryEntry(_Entry):
    """A `[[signatory]]` table: a role that signs, and the words that mark the place for it."""

    key: str = Field(pattern=_KEY)
    name: str = Field(min_length=1)
    name_en: str = Field(min_length=1)
    labels: tuple[str, ...] = Field(min_length=1)
    least: int = Field(default=1, ge=1)
    place: Literal["", "top_right"] = ""

    def signatory(self) -> Signatory:
        """The role as the rest of the house knows it."""
        return Signatory(**self.model_dump())


class SealEntry(_Entry):
    """A `[[seal]]` table: whose seal, and the words that mark the place for it."""

    key: str = Field(pattern=_KEY)
    name: str = Field(min_length=1)
    name_en: str = Field(min_length=1)
    labels: tuple[str, ...] = Field(min_length=1)

    def owner(self) -> SealOwner:
        """The seal as the rest of the house knows it."""
        return SealOwner(**self.model_dump())


class TypeEntry(_Entry):
    """A `[[type]]` table; `reads` and `sequences` say what labels mean on this form alone.

    `patterns` are regular expressions that a whole folded title without spaces fits, for titles
    nobody listed. What a form `like` another does not state of its family, fields and labels is
    that one's; `retention` and `secrecy` are those of the part.
    """

    key: str = Field(pattern=_KEY)
    name: str = Field(min_length=1)
    name_hant: str = Field(min_length=1)
    name_en: str = Field(min_length=1)
    part: Part
    like: str = ""
    family: str = ""
    opens_file: bool = False
    date_field: str = ""
    retention: Retention | None = None
    secrecy: Secrecy | None = None
    titles: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    patterns: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    annexes: tuple[str, ...] = ()
    cues: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    signs: tuple[str, ...] = ()
    sign_row: tuple[str, ...] = ()
    seals: tuple[str, ...] = ()
    copy_seals: tuple[str, ...] = ()
    copies: tuple[str, ...] = ()
    regimes: tuple[Annotated[str, Field(pattern=r"^R[0-9]{2}$")], ...] = ()
    domain_ids: tuple[Annotated[str, Field(pattern=r"^D[0-9]{3}$")], ...] = ()
    reads: dict[str, str] = {}
    sequences: dict[str, tuple[str, ...]] = {}

    @field_validator("patterns")
    @classmethod
    def _compiles(cls, patterns: tuple[str, ...]) -> tuple[str, ...]:
        for pattern in patterns:
            try:
                re.compile(pattern)
            except re.error as error:
                raise ValueError(f"not a regular expression: {pattern}") from error
        return patterns

    def after(self, model: TypeEntry) -> TypeEntry:
        """This form with all that it takes from the one it is like."""
        taken = {
            name: getattr(self, name) or getattr(model, name)
            for name in ("family", "opens_file", "date_field", "labels", "sequences")
        }
        return self.model_copy(update={**taken, "reads": {**model.reads, **self.reads}})

    def fields_named(self) -> set[str]:
        """Keys of all fields this type speaks of."""
        sequenced = {key for keys in self.sequences.values() for key in keys}
        dated = {self.date_field} if self.date_field else set()
        return {*self.labels, *self.reads.values()} | sequenced | dated


class CatalogueFile(_Entry):
    """One TOML file of the catalogue."""

    part: tuple[PartEntry, ...] = ()
    signatory: tuple[SignatoryEntry, ...] = ()
    seal: tuple[SealEntry, ...] = ()
    field: tuple[FieldEntry, ...] = ()
    type: tuple[TypeEntry, ...] = ()
