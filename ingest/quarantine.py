"""What cannot be read at all is put where people will see it, with the reason beside it."""

from __future__ import annotations

import shutil
from pathlib import Path

from domain import steps
from domain.errors import AnjuanError, Language, StorageError
from records import durable
from records.journal.journal import ScanRecord

REASON = "reason.txt"
_LONGEST_NAME = 180
"""Bytes of a file name kept; with what is put before it this fits every file system."""


def put(folder: Path, original: Path, scan: ScanRecord, error: AnjuanError) -> Path:
    """Copy `original` into a folder of its own below `folder`, with `reason.txt` beside it.

    The folder appears whole or not at all; doing it again only renews the reason. Returns the
    folder. Raises StorageError.
    """
    name = _safe_name(scan.name)
    place = folder / f"{scan.id[:8]}-{name}"
    draft = folder / f".{scan.id[:8]}.part"
    try:
        if place.exists():
            _write_reason(place, scan, error)
            return place
        shutil.rmtree(draft, ignore_errors=True)
        draft.mkdir(parents=True)
        with original.open("rb") as source, (draft / name).open("wb") as target:
            shutil.copyfileobj(source, target, 1 << 20)
            target.flush()
            durable.sync(target.fileno())
        _write_reason(draft, scan, error)
        draft.rename(place)
        durable.sync_folder(folder)
        steps.reached("quarantine.copied")
    except OSError as refused:
        raise StorageError(scan.name, refused.strerror or refused) from refused
    return place


def _write_reason(place: Path, scan: ScanRecord, error: AnjuanError) -> None:
    """Write `reason.txt`, or put it in the place of an earlier one."""
    draft = place / f".{REASON}.part"
    with draft.open("w", encoding="utf-8") as target:
        target.write(_reason(scan, error))
        target.flush()
        durable.sync(target.fileno())
    draft.rename(place / REASON)


def _reason(scan: ScanRecord, error: AnjuanError) -> str:
    """What happened, what was kept, what to do next, in both languages, and the particulars."""
    paragraphs = ["\n".join(error.parts(language)) for language in (Language.ZH, Language.EN)]
    particulars = "\n".join(
        (
            f"file 文件: {scan.folder + '/' if scan.folder else ''}{scan.name}",
            f"scan 扫描件: {scan.id}",
            f"received 收到: {scan.received_at.isoformat(sep=' ', timespec='seconds')}",
            f"category 类别: {error.category}",
        )
    )
    return "\n\n".join([*paragraphs, particulars]) + "\n"


def _safe_name(name: str) -> str:
    """`name` without path separators, not too long, its ending kept, unlike the reason's."""
    plain = name.replace("/", "_").replace("\0", "_") or "scan"
    if plain.lower().lstrip(".").startswith(REASON):
        plain = "_" + plain
    path = Path(plain)
    room = _LONGEST_NAME - len(path.suffix.encode())
    return path.stem.encode()[: max(room, 1)].decode("utf-8", "ignore") + path.suffix
