"""Lists of customers as files: CSV in UTF-8 or GB18030, and XLSX, as rows of text."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import date, datetime, time
from pathlib import Path
from zipfile import BadZipFile

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from domain.errors import BadInput, StorageError, UnreadableFile

Cells = tuple[int, list[str]]
"""A row's number in its file, from 1, and its cells as text."""

_WORKBOOK = b"PK\x03\x04"


def read_table(path: Path) -> Iterator[Cells]:
    """The rows of a list, blank ones left out.

    Raises BadInput when the file is gone or is no list, StorageError when it may not be read.
    """
    try:
        content = path.read_bytes()
    except (FileNotFoundError, IsADirectoryError) as error:
        raise BadInput(path, error.strerror or error) from error
    except OSError as error:
        raise StorageError(path, error.strerror or error) from error
    rows = _workbook(path, content) if content.startswith(_WORKBOOK) else _csv(path, content)
    for number, cells in rows:
        if any(cells):
            yield number, cells


def _csv(path: Path, content: bytes) -> Iterator[Cells]:
    text = decoded(path, content)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    while True:
        number = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise UnreadableFile(path, f"line {number}: {error}") from error
        yield number, [cell.strip() for cell in cells]


def decoded(path: Path, content: bytes) -> str:
    """The text of a CSV file, whichever of the usual ways it was written in.

    UTF-8 is tried first: text in GB18030 is next to never valid UTF-8 by chance, whereas
    almost any UTF-8 can be misread as GB18030.
    """
    encodings = ["utf-8-sig", "gb18030"]
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ["utf-16"]
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise UnreadableFile(path, "it is neither UTF-8 nor GB18030 text, nor an XLSX workbook")


def _delimiter(text: str) -> str:
    heading = text.lstrip("\r\n").split("\n", 1)[0]
    return max(",\t;", key=heading.count)


def _workbook(path: Path, content: bytes) -> Iterator[Cells]:
    try:
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        sheet = book.worksheets[0]
        for number, row in enumerate(sheet.iter_rows(values_only=True), start=1):
            yield number, [cell_text(value) for value in row]
    except (BadZipFile, InvalidFileException, KeyError, ValueError, IndexError) as error:
        raise UnreadableFile(path, f"it is not a readable workbook: {error}") from error


def cell_text(value: object) -> str:
    """What a person sees in a workbook's cell: a date as a date, 20240007.0 without its `.0`."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ")
    if isinstance(value, date):
        return value.isoformat()
    return str(value).strip()
