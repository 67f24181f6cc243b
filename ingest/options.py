"""What an archive may set about reading and filing; frozen, to travel to child processes."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class ReaderName(StrEnum):
    """Who reads the page."""

    RAPIDOCR = "rapidocr"
    TESSERACT = "tesseract"


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds within which a hostile or damaged file must stay.

    `pixels` a page after decoding, `pages` a scan, `seconds` and `megabytes` (resident) one page
    in its child process, `bytes` a file. A process that holds more than `renew_megabytes` after
    a page makes way for a fresh one: libraries keep something for every size of page they meet.
    """

    pixels: int = 200_000_000
    pages: int = 2_000
    seconds: float = 120.0
    megabytes: int = 4_096
    renew_megabytes: int = 768
    bytes: int = 2_000_000_000


@dataclass(frozen=True, slots=True)
class ReadingOptions:
    """How pages are read.

    `second_reader` lets Tesseract read field values again from their crops; `dpi` is the
    resolution at which PDF pages are drawn. `passwords` are tried on locked PDFs, and stay out of
    every message.
    """

    reader: ReaderName = ReaderName.RAPIDOCR
    second_reader: bool = True
    threads: int = 1
    dpi: int = 200
    passwords: tuple[str, ...] = field(default=(), repr=False)
    limits: Limits = field(default_factory=Limits)


@dataclass(frozen=True, slots=True)
class FilingOptions:
    """When the machine may decide alone; below a threshold (0..1) a person is asked.

    `own_names` are the names of the firm itself, which stand on every paper and prove nothing.
    `max_error_customer` and `max_error_type` are the rates of errors (0..1) under which the
    thresholds are held once enough documents are reviewed; one in `check_one_in` of the documents
    filed alone is drawn for a check (0: none). `regimes` are the rule books of the office (R07),
    which tell forms of one name apart; none where its profile does not say.
    `doubted_types` are asked about in any case. `refer` is whether a second customer whom a paper
    names is only proposed for a reference ("propose"), or referred to at once ("file").
    """

    type_threshold: float = 0.80
    customer_threshold: float = 0.90
    field_threshold: float = 0.97
    own_names: tuple[str, ...] = ()
    max_error_customer: float = 0.005
    max_error_type: float = 0.01
    check_one_in: int = 50
    regimes: tuple[str, ...] = ()
    doubted_types: frozenset[str] = frozenset()
    refer: str = "propose"
