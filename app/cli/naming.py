"""How commands understand what people call a type or a field, and say how a document stands."""

from __future__ import annotations

import re

from app import compose, shapes
from app.cli.common import Session
from domain.document import Document
from domain.errors import NotFound, UsageError
from domain.forms import DocumentType, Part
from domain.review import OwnType
from domain.text import squeezed

_KEY = re.compile(r"[a-z][a-z0-9_]{1,63}")


def type_of(now: Session, said: str) -> DocumentType:
    """The type called `said`: by its key, its name in either script, or a name it alone has.

    Raises NotFound.
    """
    if said in now.catalogue.types:
        return now.catalogue.types[said]
    wanted = squeezed(said)
    for known in now.catalogue.types.values():
        if wanted in {squeezed(known.name), squeezed(known.name_hant), squeezed(known.name_en)}:
            return known
    also = [
        known
        for known in now.catalogue.types.values()
        if wanted in {squeezed(name) for name in names_of(known)}
    ]
    if len(also) == 1:
        return also[0]
    raise NotFound(said, "`anjuan types` lists the document types.")


def names_of(kind: DocumentType) -> tuple[str, ...]:
    """Everything a type is called: its names, the titles of its forms, its other names."""
    return (kind.name, kind.name_hant, kind.name_en, *kind.titles, *kind.aliases)


def new_type(now: Session, key: str, name: str, part: str, who: str) -> OwnType:
    """Make a type of the archive's own. Raises UsageError for an impossible key, name or part."""
    if not _KEY.fullmatch(key) or not name.strip():
        raise UsageError(key, "a type needs a key of small letters, digits and _, and a name")
    if key in now.catalogue.types:
        raise UsageError(key, "there is a type with this key already")
    try:
        made = OwnType(key, name.strip(), Part(part))
    except ValueError:
        parts = ", ".join(one.value for one in Part)
        raise UsageError("--part", f"{part!r} is none of {parts}") from None
    now.archive.own_types.put(made, who)
    return made


def field_of(now: Session, pair: str) -> tuple[str, str]:
    """KEY=VALUE taken apart; the key may be a label such as 客户名称. Raises UsageError."""
    key, equals, value = pair.partition("=")
    if not equals:
        raise UsageError("--field", f"{pair!r} is not KEY=VALUE")
    key = key.strip()
    if key in now.catalogue.fields:
        return key, value.strip()
    by_label = now.catalogue.label_keys().get(key)
    if by_label is None:
        raise NotFound(key, "docs/fields.md lists the fields.")
    return by_label, value.strip()


def label_of(pair: str) -> tuple[str, str]:
    """LABEL=VALUE taken apart, the label as it stands on the page. Raises UsageError."""
    label, equals, value = pair.partition("=")
    if not equals:
        raise UsageError("--pair", f"{pair!r} is not LABEL=VALUE")
    return label.strip(), value.strip()


def tell_document(now: Session, document: Document) -> None:
    """Say how a document stands after a person's word, and let the index follow."""
    indexed = compose.catch_up_if_free(now.whole)
    customer = now.customer(document.customer)
    name = now.type_name(document.type_key)
    if now.voice.as_json:
        shape = shapes.document(document, name, customer, now.voice.language)
        now.voice.emit(shape | {"indexed": indexed})
        return
    place = f"{customer.number} {customer.name}" if customer else "—"
    now.voice.say(
        f"{document.id} is now revision {document.revision}: {name}, {place}, "
        f"{document.state.value}.",
        f"{document.id} 现为第 {document.revision} 版：{name}，{place}，{document.state.value}。",
    )
