"""Everything that can go wrong, as one tree.

AnjuanError
├── UsageError            what was asked cannot be done as asked
│   ├── SettingsError     a setting is unknown or impossible
│   ├── NotFound          no such document, customer, scan, type or field
│   └── NotAnArchive      the folder holds no archive, or already holds one
├── BadInput              a file is at fault, not the archive
│   ├── UnreadableFile    its bytes cannot be understood
│   ├── NeedsPassword     it is locked
│   ├── TooLarge          it passes a limit
│   └── FileChanged       it is still being written
├── Withheld              its grade of secrecy is above what the person may see
├── StaleCorrection       the document changed since the person looked
├── LaterFacts            it cannot be undone: something later rests on it
├── Claimed               another person is at it
├── ArchiveInUse          another process owns the archive
├── StorageError          disk full, folder gone, no right to write
│   └── VaultDamaged      an original is missing or not what it was
├── ReadingFailed         a child process crashed, hung or grew too large
├── MissingTool           something that must be installed is not
└── InternalError         our own mistake
"""

from __future__ import annotations

from domain.errors.asked import NotAnArchive, NotFound, SettingsError, UsageError
from domain.errors.input import BadInput, FileChanged, NeedsPassword, TooLarge, UnreadableFile
from domain.errors.refused import ArchiveInUse, Claimed, LaterFacts, StaleCorrection, Withheld
from domain.errors.root import AnjuanError, ExitCode, Language
from domain.errors.storage import StorageError, VaultDamaged
from domain.errors.working import InternalError, MissingTool, ReadingFailed

__all__ = [
    "AnjuanError",
    "ArchiveInUse",
    "BadInput",
    "Claimed",
    "ExitCode",
    "FileChanged",
    "InternalError",
    "Language",
    "LaterFacts",
    "MissingTool",
    "NeedsPassword",
    "NotAnArchive",
    "NotFound",
    "ReadingFailed",
    "SettingsError",
    "StaleCorrection",
    "StorageError",
    "TooLarge",
    "UnreadableFile",
    "UsageError",
    "VaultDamaged",
    "Withheld",
]
