"""The rules by which catalogues were listed, kept so that each version stays as it was."""

from __future__ import annotations

from sqlalchemy.orm import Session

from domain.errors import InternalError
from records.packing import Packer
from records.profile import Profile
from records.rules.shelving import ListingRules
from records.tables import ListingRow

_RULES: Packer[ListingRules] = Packer(ListingRules)


def keep_listing(session: Session, rules: ListingRules) -> None:
    """Keep these rules, unless they are known."""
    if session.get(ListingRow, rules.stamp) is None:
        session.add(ListingRow(stamp=rules.stamp, packed=_RULES.pack(rules)))
        session.flush()


def listing_rules(session: Session, stamp: str, profile: Profile) -> ListingRules:
    """The rules with this stamp; those in force where nothing is known of them any more.

    Rules that an earlier version of the programme wrote, and that are none to this one, cannot
    be followed: a catalogue in today's order is of more use than none.
    """
    if stamp == profile.listing.stamp:
        return profile.listing
    row = session.get(ListingRow, stamp)
    if row is None:
        return profile.listing
    try:
        return _RULES.unpack(row.packed)
    except InternalError:
        return profile.listing
