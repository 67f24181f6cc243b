"""Domain objects as bytes and back, so that what was read today is read the same tomorrow."""

from __future__ import annotations

import zlib
from typing import Any, Generic, TypeVar

from pydantic import TypeAdapter, ValidationError
from pydantic_core import PydanticSerializationError

from domain.document import Document
from domain.errors import InternalError
from domain.fields import FieldReading
from domain.filing import Decision, Evidence
from domain.finding import Finding
from domain.outcome import Reason
from domain.reading import PageReading
from domain.template import Template

T = TypeVar("T")


class Packer(Generic[T]):
    """Packs values of one type as zlib-compressed JSON.

    Raises InternalError for a value that would not come back as it went in, rather than keep
    something that can never be opened again.
    """

    def __init__(self, kind: Any) -> None:
        self._adapter: TypeAdapter[T] = TypeAdapter(kind)

    def pack(self, value: T) -> bytes:
        """The value as bytes. Raises InternalError."""
        try:
            written = self._adapter.dump_json(value)
            if self._adapter.validate_json(written) == value:
                return zlib.compress(written, 6)
            reason = "it does not come back as it went in"
        except (PydanticSerializationError, ValidationError) as error:
            reason = str(error).splitlines()[0]
        raise InternalError(type(value).__name__, f"cannot be kept: {reason}")

    def unpack(self, packed: bytes) -> T:
        """The value again. Raises InternalError for bytes that hold none."""
        try:
            return self._adapter.validate_json(zlib.decompress(packed))
        except (zlib.error, ValidationError) as error:
            raise InternalError("records", f"a stored value cannot be read: {error}") from error


class PlainPacker(Generic[T]):
    """The same for small values that stand as JSON in a column."""

    def __init__(self, kind: Any) -> None:
        self._adapter: TypeAdapter[T] = TypeAdapter(kind)

    def plain(self, value: T) -> Any:
        """The value as a column holds it."""
        return self._adapter.dump_python(value, mode="json")

    def parse(self, plain: Any) -> T:
        """The value again."""
        return self._adapter.validate_python(plain)


READING: Packer[PageReading] = Packer(PageReading)
FIELD: Packer[FieldReading] = Packer(FieldReading)
FINDING: Packer[Finding] = Packer(Finding)
DECISION: Packer[Decision] = Packer(Decision)
TEMPLATE: Packer[Template] = Packer(Template)
DOCUMENT: Packer[Document] = Packer(Document)
REASONS: PlainPacker[tuple[Reason, ...]] = PlainPacker(tuple[Reason, ...])
WHAT: PlainPacker[tuple[tuple[str, str, str], ...]] = PlainPacker(tuple[tuple[str, str, str], ...])
PAIRS: PlainPacker[tuple[tuple[str, str], ...]] = PlainPacker(tuple[tuple[str, str], ...])
EVIDENCE: Packer[tuple[Evidence, ...]] = Packer(tuple[Evidence, ...])
