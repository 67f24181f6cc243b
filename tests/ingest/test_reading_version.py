"""A page is known by what its reader is told, and a way of reading by all that has a say in it."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, cast

import numpy as np
import pikepdf
import pytest

from domain.errors import UnreadableFile
from domain.geometry import Box
from domain.page import Line
from domain.reading import PageReading
from ingest import formats, pipeline, reading_version
from ingest.formats.contract import Picture, RawPage
from ingest.options import FilingOptions, Limits, ReaderName, ReadingOptions
from ingest.readers.page import Readers, ReadPage
from tests.ingest.formats.papers import encoded, paper, printed, saved
from tests.ingest.known import page as known_page

RAW = RawPage(np.full((30, 20, 3), 200, np.uint8), 200.0)
LINE = Line("客户", Box(0.1, 0.1, 0.5, 0.2), 1.0)


@dataclass(frozen=True)
class Named:
    """Stands for a reader of which only the name matters."""

    name: str = "reader"
    version: str = "1"


def version(
    options: ReadingOptions | None = None,
    filing: FilingOptions | None = None,
    first: Named = Named(),
    second: Named | None = None,
) -> str:
    readers = Readers(cast(Any, first), cast(Any, second), cast(Any, None))
    return reading_version.reading_version(
        options or ReadingOptions(), filing or FilingOptions(), readers
    )


def darker() -> RawPage:
    image = RAW.image.copy()
    image[7, 7, 1] -= 1
    return replace(RAW, image=image)


@pytest.mark.parametrize(
    "other",
    [
        darker(),
        replace(RAW, image=RAW.image.reshape(20, 30, 3)),
        replace(RAW, dpi=300.0),
        replace(RAW, text_layer=(LINE,)),
        replace(RAW, pictures=(Picture(LINE.box),)),
    ],
    ids=["a pixel", "the shape", "the resolution", "the text", "a picture"],
)
def test_whatever_the_reader_is_told_makes_another_page(other: RawPage) -> None:
    assert reading_version.page_hash(other) != reading_version.page_hash(RAW)
    assert reading_version.page_hash(replace(other)) == reading_version.page_hash(other)


def test_the_same_sheet_is_the_same_page_in_whichever_file(tmp_path: Path) -> None:
    def hashed(data: bytes, number: int = 1) -> str:
        path = tmp_path / "scan"
        path.write_bytes(data)
        return reading_version.page_hash(formats.page(path, number, ReadingOptions()))

    sheet = paper().convert("L")
    assert hashed(encoded(sheet, "PNG")) == hashed(encoded(sheet, "TIFF"))
    several = encoded(paper(), "TIFF", save_all=True, append_images=[sheet])
    assert hashed(several, 2) == hashed(encoded(sheet, "PNG"))
    assert hashed(several, 1) != hashed(several, 2)
    alone = pikepdf.open(io.BytesIO(printed(3)))
    del alone.pages[0]
    assert hashed(saved(alone), 1) == hashed(printed(3), 2)


@pytest.mark.parametrize(
    ("options", "filing"),
    [
        (ReadingOptions(reader=ReaderName.TESSERACT), FilingOptions()),
        (ReadingOptions(second_reader=False), FilingOptions()),
        (ReadingOptions(), FilingOptions(field_threshold=0.5)),
    ],
)
def test_settings_that_touch_reading_make_another_version(
    options: ReadingOptions, filing: FilingOptions
) -> None:
    assert version(options, filing) != version()


def test_readers_make_another_version() -> None:
    versions = {
        version(),
        version(first=Named(version="2")),
        version(second=Named()),
        version(second=Named(version="2")),
    }
    assert len(versions) == 4


def test_settings_that_do_not_touch_reading_change_nothing() -> None:
    options = ReadingOptions(threads=2, passwords=("x",), limits=Limits(seconds=9, megabytes=512))
    filing = FilingOptions(type_threshold=0.1, customer_threshold=0.99, own_names=("我们",))
    assert version(options, filing) == version()


@pytest.fixture
def fresh_programme() -> Iterator[None]:
    reading_version._programme.cache_clear()
    yield
    reading_version._programme.cache_clear()


@pytest.mark.usefixtures("fresh_programme")
@pytest.mark.parametrize("kind", ["code", "library"])
def test_other_code_or_another_library_makes_another_version(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    before = version()
    reading_version._programme.cache_clear()
    if kind == "code":
        (tmp_path / "domain").mkdir()
        (tmp_path / "domain" / "page.py").write_text("changed = True\n")
        monkeypatch.setattr(reading_version, "_ROOT", tmp_path)
    else:
        monkeypatch.setattr(reading_version, "_version", lambda name: f"next {name}")
    assert version() != before


def test_every_source_that_has_a_say_is_there() -> None:
    files = {path.relative_to(reading_version._ROOT) for path in reading_version._source_files()}
    for name in reading_version._SOURCES:
        assert any(path.is_relative_to(name) for path in files), name
    assert any(path.suffix == ".toml" for path in files)


class TestKeyOfAPage:
    @pytest.fixture(autouse=True)
    def _no_readers(self, monkeypatch: pytest.MonkeyPatch) -> None:
        readers = Readers(cast(Any, Named()), None, cast(Any, None))
        monkeypatch.setattr(pipeline, "_readers", lambda _options: readers)

    def test_a_page_that_told_its_key_is_not_opened_twice(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        path = tmp_path / "scan"
        path.write_bytes(encoded(paper(), "PNG"))
        opened: list[int] = []
        real = formats.page

        def opening(path: Path, number: int, options: ReadingOptions) -> RawPage:
            opened.append(number)
            return real(path, number, options)

        monkeypatch.setattr("ingest.formats.page", opening)
        page = known_page("客户资料卡")
        monkeypatch.setattr(pipeline, "read", lambda raw, *_: ReadPage(page, raw.image, 0.0))
        key = pipeline.page_key(path, 1, ReadingOptions(), FilingOptions())
        assert key == pipeline.page_key(path, 1, ReadingOptions(), FilingOptions())
        assert opened == [1, 1]
        for _ in range(2):
            reading: PageReading = pipeline.read_page(path, 1, ReadingOptions(), FilingOptions())
            assert reading.failures == ()
        assert opened == [1, 1, 1]

    def test_another_file_at_the_same_place_is_opened(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        path = tmp_path / "scan"
        path.write_bytes(encoded(paper(), "PNG"))
        pipeline.page_key(path, 1, ReadingOptions(), FilingOptions())
        path.write_bytes(encoded(paper((200, 100)), "PNG"))
        seen: list[tuple[int, ...]] = []

        def read(raw: RawPage, *_: object) -> ReadPage:
            seen.append(raw.image.shape)
            return ReadPage(known_page("x"), raw.image, 0.0)

        monkeypatch.setattr(pipeline, "read", read)
        pipeline.read_page(path, 1, ReadingOptions(), FilingOptions())
        assert seen == [(100, 200, 3)]

    def test_a_page_that_cannot_be_opened_has_no_key(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def torn(*_: object) -> RawPage:
            raise UnreadableFile("scan", "torn")

        monkeypatch.setattr("ingest.formats.page", torn)
        assert pipeline.page_key(tmp_path, 1, ReadingOptions(), FilingOptions()) is None
