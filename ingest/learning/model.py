"""What was learned from reviewed papers: examples to compare with, and weights for each type.

A model is packed as numbers and JSON (numpy's own format, compressed), never as a pickle: what
comes out of a database is data, and opening data must not be able to run anything.
"""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from scipy.sparse import csr_matrix, vstack

from domain.errors import InternalError
from ingest.learning.text import FEATURES, vectors

_FORMAT = 1
_PLAIN_FLOOR, _PLAIN_CEILING = 0.44, 0.58
"""Likeness of two papers of one form while too few are known to weigh features; measured on
simulated papers: of other forms' pairs 1 in 1,000 lies above the floor."""


@dataclass(frozen=True, slots=True)
class Example:
    """A paper whose type is known; `by_person`: somebody said so, and not the machine alone.

    `text` is its print, `title` its title, squeezed, as read.
    """

    document: str
    text: str
    type_key: str
    by_person: bool = True
    title: str = ""


@dataclass(frozen=True, slots=True)
class Model:
    """Examples as rows of numbers, each with its type, and a linear judge over them.

    `rarity` weighs the features. Two papers less alike than `floor` have nothing in common, more
    alike than `ceiling` they are of one form. `weights` (types by features) and `bias` give each
    of `types` a score, `temperature` makes probabilities of scores. `types` is empty in a model
    that was never trained and has only examples.
    """

    rarity: np.ndarray | None
    floor: float
    ceiling: float
    rows: csr_matrix
    documents: tuple[str, ...]
    labels: tuple[str, ...]
    by_person: tuple[bool, ...]
    titles: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    weights: np.ndarray | None = None
    bias: np.ndarray | None = None
    temperature: float = 1.0

    def vectors(self, texts: Sequence[str]) -> csr_matrix:
        """Texts in this model's terms."""
        return vectors(texts, self.rarity)

    def probabilities(self, rows: csr_matrix) -> np.ndarray:
        """How likely each of `types` is (rows by types), by the linear judge."""
        if self.weights is None or self.bias is None:
            return np.zeros((rows.shape[0], 0))
        used = np.unique(rows.indices)  # a paper has a few hundred of all the features
        heard = self.weights[:, used].astype(np.float32)
        scores = (rows[:, used] @ heard.T + self.bias) / self.temperature
        odds = np.exp(scores - scores.max(axis=1, keepdims=True))
        return np.asarray(odds / odds.sum(axis=1, keepdims=True))

    def titles_but(self, document: str) -> Iterator[tuple[str, str]]:
        """Title and type of every paper that a person answered for, but for one `document`."""
        held = zip(self.documents, self.titles, self.labels, self.by_person, strict=True)
        return ((t, key) for ident, t, key, said in held if said and ident != document)

    def without(self, documents: Collection[str]) -> Model:
        """The model as if nothing had been said of these documents."""
        kept = [i for i, document in enumerate(self.documents) if document not in documents]
        if len(kept) == len(self.documents):
            return self
        return replace(
            self,
            rows=self.rows[kept],
            documents=tuple(self.documents[i] for i in kept),
            labels=tuple(self.labels[i] for i in kept),
            by_person=tuple(self.by_person[i] for i in kept),
            titles=tuple(self.titles[i] for i in kept),
        )

    def with_examples(self, examples: Sequence[Example]) -> Model:
        """The model after more was said: at once, by comparison; the weights follow in time.

        A later word on a paper takes the place of an earlier one.
        """
        if not examples:
            return self
        kept = self.without({one.document for one in examples})
        fresh = self.vectors([one.text for one in examples])
        return replace(
            kept,
            rows=csr_matrix(vstack([kept.rows, fresh])),
            documents=(*kept.documents, *(one.document for one in examples)),
            labels=(*kept.labels, *(one.type_key for one in examples)),
            by_person=(*kept.by_person, *(one.by_person for one in examples)),
            titles=(*kept.titles, *(one.title for one in examples)),
        )


def untaught() -> Model:
    """The model of an archive in which nobody has answered yet."""
    rows = csr_matrix((0, FEATURES), dtype=np.float32)
    return Model(None, _PLAIN_FLOOR, _PLAIN_CEILING, rows, (), (), ())


def pack(model: Model) -> bytes:
    """The model as bytes."""
    told = {
        "format": _FORMAT,
        "features": FEATURES,
        "floor": model.floor,
        "ceiling": model.ceiling,
        "temperature": model.temperature,
        "documents": model.documents,
        "labels": model.labels,
        "by_person": model.by_person,
        "titles": model.titles,
        "types": model.types,
    }
    arrays = {
        "told": np.frombuffer(json.dumps(told).encode(), dtype=np.uint8),
        "data": model.rows.data.astype(np.float16),
        "indices": model.rows.indices.astype(np.uint16),
        "indptr": model.rows.indptr.astype(np.uint32),
    }
    if model.rarity is not None:
        arrays["rarity"] = model.rarity.astype(np.float32)
    if model.weights is not None and model.bias is not None:
        arrays["weights"] = model.weights.astype(np.float16)
        arrays["bias"] = model.bias.astype(np.float32)
    packed = io.BytesIO()
    np.savez_compressed(packed, **arrays)
    return packed.getvalue()


def unpack(packed: bytes) -> Model:
    """The model that was packed. Raises InternalError for bytes that are none of this format."""
    try:
        with np.load(io.BytesIO(packed), allow_pickle=False) as held:
            return _unpacked({name: held[name] for name in held.files})
    except (ValueError, KeyError, EOFError, OSError, zipfile.BadZipFile) as error:
        raise InternalError("models", f"a learned model cannot be read: {error}") from error


def _unpacked(held: dict[str, np.ndarray]) -> Model:
    told = json.loads(held["told"].tobytes())
    if told["format"] != _FORMAT or told["features"] != FEATURES:
        raise ValueError("it was made by another version")
    parts = (held["data"].astype(np.float32), held["indices"].astype(np.int32), held["indptr"])
    rows = csr_matrix(parts, shape=(len(told["documents"]), FEATURES), dtype=np.float32)
    rows.check_format(full_check=True)
    return Model(
        held.get("rarity"),
        float(told["floor"]),
        float(told["ceiling"]),
        rows,
        tuple(told["documents"]),
        tuple(told["labels"]),
        tuple(told["by_person"]),
        tuple(told["titles"]),
        tuple(told["types"]),
        held.get("weights"),
        held.get("bias"),
        float(told["temperature"]),
    )
