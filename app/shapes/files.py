"""Shapes of files: catalogues, their versions, what is missing, graded, kept and overdue."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from app.shapes.base import Shape
from app.shapes.customers import customer
from domain.customer import (
    CatalogueEntry,
    CustomerFile,
)
from domain.duties import Grade, Graded, Kept, Overdue
from domain.files import ArchiveFile, FileChange, IncompleteFile, MissingPaper
from domain.reshelving import Preview, Reshelved, ShelvingState


def catalogue_entry(entry: CatalogueEntry, type_name: str) -> Shape:
    """One line of a file's catalogue."""
    return {
        "sequence": entry.sequence,
        "document": entry.document,
        "part": entry.part.value,
        "type": {"key": entry.type_key, "name": type_name},
        "title": entry.title,
        "date": entry.document_date.isoformat() if entry.document_date else None,
        "pages": entry.pages,
        "file": entry.file,
        "responsible": entry.responsible,
        "number": entry.number,
        "volume": entry.volume,
        "leaf": entry.leaf,
        "remarks": [remark.value for remark in entry.remarks],
        "see": entry.see,
    }


def customer_file(held: CustomerFile, type_names: Mapping[str, str]) -> Shape:
    """A customer's file with its catalogue."""
    return {
        "file": held.number,
        "customer": customer(held.customer),
        "opened_at": held.opened_at.isoformat(),
        "catalogue": [
            catalogue_entry(entry, type_names.get(entry.type_key, entry.type_key))
            for entry in held.catalogue
        ],
    }


def archive_file(
    held: ArchiveFile, type_names: Mapping[str, str], missing: Sequence[MissingPaper]
) -> Shape:
    """A file with its catalogue in a version, and what it lacks."""
    return {
        "file": held.number,
        "unit": held.unit,
        "customer": customer(held.customer) if held.customer else None,
        "opened_at": held.opened_at.isoformat(),
        "version": held.version,
        "changed_at": held.changed_at.isoformat(),
        "closed_at": held.closed_at.isoformat() if held.closed_at else None,
        "pages": held.pages,
        "volumes": [
            {"number": number, "documents": len(volume), "pages": sum(e.pages for e in volume)}
            for number, volume in enumerate(held.volumes, start=1)
        ],
        "catalogue": [
            catalogue_entry(entry, type_names.get(entry.type_key, entry.type_key))
            for entry in held.catalogue
        ],
        "references": [
            catalogue_entry(entry, type_names.get(entry.type_key, entry.type_key))
            for entry in held.references
        ],
        "missing": [missing_paper(one) for one in missing],
    }


def missing_paper(one: MissingPaper) -> Shape:
    """A paper that a file must have and has not."""
    return {"key": one.key, "name": one.name, "since": one.since.isoformat()}


def incomplete_file(one: IncompleteFile) -> Shape:
    """A file that lacks papers it must have."""
    return {
        "file": one.number,
        "unit": one.unit,
        "customer": one.customer,
        "name": one.name,
        "missing": [missing_paper(paper) for paper in one.missing],
    }


def file_change(made: FileChange) -> Shape:
    """What made one version of a catalogue."""
    return {
        "version": made.version,
        "at": made.at.isoformat(),
        "what": made.what.value,
        "document": made.document,
        "title": made.title,
        "who": made.who,
        "reason": made.reason,
    }


def grade(held: Grade) -> Shape:
    """A grade of secrecy and the least role that may see what bears it."""
    return {"key": held.key, "name": held.name, "rank": held.rank, "role": held.role}


def graded(held: Graded) -> Shape:
    """The grade in force, where it comes from, and all that persons said of it."""
    return {
        "grade": grade(held.grade),
        "own": held.own.key,
        "file": held.file.key if held.file else None,
        "given": [
            {
                "grade": one.grade.key if one.grade else None,
                "who": one.who,
                "reason": one.reason,
                "at": one.at.isoformat(),
            }
            for one in held.given
        ],
    }


def kept(held: Kept) -> Shape:
    """How long a paper is kept; `until` null is for ever."""
    return {
        "class": held.key,
        "name": held.name,
        "since": held.since.isoformat(),
        "until": held.until.isoformat() if held.until else None,
    }


def overdue(late: Overdue, today: date) -> Shape:
    """Something that was not done when it had to be."""
    return {
        "duty": late.duty.value,
        "subject": late.subject,
        "customer": late.customer,
        "rule": late.rule,
        "name": late.name,
        "since": late.since.isoformat(),
        "due": late.due.isoformat(),
        "done": late.done.isoformat() if late.done else None,
        "days": late.days(today),
    }


def shelving_state(held: ShelvingState) -> Shape:
    """How much of the archive lies, or is listed, by a former profile."""
    return {
        "documents": held.documents,
        "placed_formerly": held.placed_formerly,
        "listed_formerly": held.listed_formerly,
        "broken_off": held.begun,
    }


def preview(found: Preview) -> Shape:
    """What a re-shelving would do now."""
    return {
        **shelving_state(found.state),
        "moving": found.moving,
        "moves": [
            {
                "from": move.left,
                "to": move.to,
                "opens": move.opens,
                "unit": move.unit,
                "customer": move.customer,
                "documents": move.documents,
            }
            for move in found.moves
        ],
        "opened": list(found.opened),
        "emptied": list(found.emptied),
    }


def reshelved(done: Reshelved) -> Shape:
    """A re-shelving and what it has done so far."""
    return {
        "number": done.number,
        "profile": done.profile,
        "who": done.who,
        "reason": done.reason,
        "begun_at": done.begun_at.isoformat(),
        "finished_at": done.finished_at.isoformat() if done.finished_at else None,
        "moved": done.moved,
        "opened": done.opened,
        "closed": done.closed,
        "listed": done.listed,
    }
