"""What can be set: one table of the settings file each, with what every setting does."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, SecretStr

from ingest.options import ReaderName

Share = Annotated[float, Field(ge=0.0, le=1.0)]


class LanguageChoice(StrEnum):
    """Language of messages; `auto` follows the system."""

    AUTO = "auto"
    EN = "en"
    ZH = "zh"


class Section(BaseModel):
    """A table of the settings file; unknown names in it are errors."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class ReadingSection(Section):
    """How pages are read."""

    reader: ReaderName = Field(
        ReaderName.RAPIDOCR, description="Page reader: rapidocr, or tesseract alone."
    )
    second_reader: bool = Field(
        True, description="Let Tesseract read field values again, as a second opinion."
    )
    threads: Annotated[int, Field(ge=1, le=64)] = Field(
        1, description="Threads of one reading process; one is fastest with several processes."
    )
    dpi: Annotated[int, Field(ge=72, le=600)] = Field(
        200, description="Resolution at which PDF pages are drawn."
    )
    passwords: tuple[SecretStr, ...] = Field(
        (), description="Passwords tried on locked PDFs; they are never shown or logged."
    )


class LimitsSection(Section):
    """Bounds for hostile or damaged files."""

    pixels: Annotated[int, Field(ge=10_000)] = Field(
        200_000_000, description="Pixels of one page after decoding."
    )
    pages: Annotated[int, Field(ge=1)] = Field(2_000, description="Pages of one scan.")
    seconds: Annotated[float, Field(gt=0)] = Field(
        120.0, description="Seconds one page may take in its process."
    )
    megabytes: Annotated[int, Field(ge=256)] = Field(
        4_096, description="Resident memory of one reading process."
    )
    renew_megabytes: Annotated[int, Field(ge=256)] = Field(
        768,
        description="Resident memory after a page from which a fresh reading process takes over.",
    )
    bytes: Annotated[int, Field(ge=1)] = Field(2_000_000_000, description="Size of one file.")


class FilingSection(Section):
    """When the machine may decide alone."""

    type_threshold: Share = Field(
        0.80,
        description="Confidence from which a document type is settled without a person, "
        "until enough documents are reviewed to measure it.",
    )
    customer_threshold: Share = Field(
        0.90,
        description="Confidence from which a customer is settled without a person, "
        "until enough documents are reviewed to measure it.",
    )
    field_threshold: Share = Field(
        0.97, description="Confidence below which a value is marked for review."
    )
    own_names: tuple[str, ...] = Field(
        (), description="The firm's own names: they stand on every paper and prove nothing."
    )
    max_error_customer: Share = Field(
        0.005, description="Highest share of papers filed alone that may lie in a wrong file."
    )
    max_error_type: Share = Field(
        0.01, description="Highest share of papers filed alone that may bear a wrong type."
    )
    check_one_in: Annotated[int, Field(ge=0)] = Field(
        50, description="One in so many papers filed alone is drawn for a check; 0 draws none."
    )
    refer: Literal["propose", "file"] = Field(
        "propose",
        description="A second customer whom a paper names (guarantor, spouse, joint owner): "
        "propose a reference to a person, or make it where the evidence is enough to file by.",
    )


class ProfileSection(Section):
    """By which rules the archive works."""

    name: str = Field(
        "default", description="The profile: `anjuan profile list` names them (docs/profiles.md)."
    )
    variant: str = Field("", description="A regime of that profile whose own rules count, as R06.")
    overlays: tuple[str, ...] = Field(
        (), description="Rules stacked upon the profile, as personal_data."
    )
    rules: dict[str, Any] = Field(
        {}, description="The firm's own rules, as `[profile.rules.order]` in the file; they win."
    )


class ReviewSection(Section):
    """How persons share the work that waits."""

    claim_minutes: Annotated[float, Field(gt=0, le=10_080)] = Field(
        30.0, description="Minutes for which a claimed question is kept for one person."
    )


class AccessSection(Section):
    """Who uses the commands."""

    grade: str = Field(
        "",
        description="Highest grade of secrecy 密级 that commands tell of, or the role of who uses "
        "them: `anjuan profile show` prints both; empty tells of everything.",
    )


class CalendarSection(Section):
    """Which days are worked, for deadlines in working days."""

    country: str = Field(
        "CN", description="Whose public holidays count (ISO 3166); empty: only weekends are off."
    )
    days_off: tuple[date, ...] = Field((), description="Further days off, as 2026-05-04.")
    working_days: tuple[date, ...] = Field((), description="Days worked all the same.")


class WatchSection(Section):
    """How the inbox is watched."""

    settle: Annotated[float, Field(ge=0)] = Field(
        2.0, description="Seconds a file must stand still before it is taken."
    )
    rescan: Annotated[float, Field(gt=0)] = Field(
        30.0, description="Seconds between looks at the whole inbox."
    )
    polling: bool = Field(
        False, description="Poll instead of waiting for system events: for network folders."
    )


class JobsSection(Section):
    """Who reads, and how many at once."""

    workers: Annotated[int, Field(ge=0, le=256)] = Field(
        0, description="Reading processes; 0 means one per core."
    )
