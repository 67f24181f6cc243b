"""Rules of duties that the archive does not act on yet; checked like all others, and shown so.

Source: domain section 8, C-06 to C-38.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from records.rules.base import Rules

Days = Annotated[int, Field(ge=0)]


class AccessRules(Rules):
    """Who approves reading, by grade; a chain is asked in order (C-06, domain section 5.3)."""

    chains: dict[str, tuple[str, ...]] = {}
    outsiders: tuple[str, ...] = ("department_manager", "general_manager")
    subject: Literal["no", "on_request", "with_consent_of_others"] = "on_request"


class LoanRules(Rules):
    """Whether, where and how long papers are lent (C-07, C-08); 0 days is the same day."""

    allowed: Literal["never", "with_approval", "by_slip"] = "with_approval"
    place: Literal["room", "company", "outside"] = "room"
    days: Days = 7
    renewals: Days = 1
    overdue_after: Days = 15


class CopyingRules(Rules):
    """Whether copies may be handed out (C-09)."""

    policy: Literal["free_logged", "with_consent", "forbidden"] = "free_logged"


class SharingRules(Rules):
    """Who in the firm may use what is known of a customer (C-11)."""

    policy: Literal["by_role", "active", "by_approval", "need_to_know", "department_only"] = (
        "by_role"
    )


class FixingRules(Rules):
    """Who corrects, and what needs a second person (C-14, C-15)."""

    role: Literal["archivist", "everyone", "with_consent"] = "archivist"
    second_check: tuple[str, ...] = ()
    reverify_important: bool = False


class DestructionRules(Rules):
    """How papers are destroyed, and under whose eyes (C-18, C-19)."""

    witnesses: Days = 2
    approvers: Days = 1
    methods: Annotated[tuple[str, ...], Field(min_length=1)] = ("secure_erase", "shred")
    never: tuple[str, ...] = ()
    appraisal: bool = True


class BackupRules(Rules):
    """When a copy of the archive is made, and where to (C-20)."""

    month_day: Annotated[int, Field(ge=1, le=28)] = 1
    targets: tuple[str, ...] = ("spare_disk",)


class UpkeepRules(Rules):
    """When data are stale, what is checked when, and which lists are due (C-21, C-22, C-38)."""

    stale_after: dict[str, Days] = {}
    checks: dict[str, Literal["weekly", "monthly", "quarterly", "half_yearly", "yearly"]] = {}
    reports: dict[str, str] = {}


class CustomerClassRules(Rules):
    """The firm's classes of customers, each a scheme of its own, and when they are set anew.

    `synonyms` say which words of different schemes mean the same (C-23, C-24).
    """

    schemes: dict[str, tuple[str, ...]] = {}
    synonyms: dict[str, tuple[str, ...]] = {}
    calendar: Literal["none", "yearly", "quarterly", "at_visits", "by_amount"] = "yearly"
    window: str = ""


class ConsentRules(Rules):
    """Whether a customer's agreement to the keeping of personal data must be on file (C-33)."""

    required: Literal["off", "warn", "block"] = "warn"
    purpose_noted: bool = False
    leak_notice: tuple[str, ...] = ()
