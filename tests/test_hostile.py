"""Damaged files end in a documented way, whatever the damage: nothing escapes, nothing is ours.

Small sound files of every kind are damaged at random and put through a reading process. A crash of
that process would be a documented ending too, yet none is known, so that none is accepted here.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import pikepdf
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bench.hostile import DRAWING, PARTIAL, READ, put_one
from domain.outcome import Category
from ingest.options import FilingOptions, Limits, ReadingOptions
from jobs.reading_process import ReadingProcess
from tests.ingest.formats.papers import encoded, paper, printed, saved, scanned
from tests.ingest.formats.pdfs import filled_form, locked, plain, with_unseen_text
from tests.ingest.formats.test_form_fields import entry, form, tick
from tests.ingest.formats.test_pictures import WHOLE, planar

DOCUMENTED = {
    READ,
    PARTIAL,
    Category.BAD_INPUT.value,
    Category.NEEDS_PASSWORD.value,
    Category.TOO_LARGE.value,
}


def unpacked(data: bytes) -> bytes:
    """The same PDF with nothing compressed, so that damage reaches its operators."""
    with pikepdf.open(io.BytesIO(data)) as document:
        return saved(
            document,
            compress_streams=False,
            stream_decode_level=pikepdf.StreamDecodeLevel.generalized,
            object_stream_mode=pikepdf.ObjectStreamMode.disable,
        )


def mixed() -> bytes:
    """A page of print with a picture pasted on it."""
    document = pikepdf.open(io.BytesIO(printed(1, lines=3)))
    picture = pikepdf.open(io.BytesIO(scanned(paper())))
    sheet = document.pages[0]
    sheet.obj.Resources.XObject = pikepdf.Dictionary(
        Scan=document.copy_foreign(picture.pages[0].obj.Resources.XObject.Scan)
    )
    sheet.contents_add(document.make_stream(b"q 72 0 0 48 200 20 cm /Scan Do Q"))
    return saved(document)


def layered() -> bytes:
    """A scan with somebody's reading behind it."""
    document = pikepdf.open(io.BytesIO(scanned(paper())))
    return saved(with_unseen_text(document, b"somebody has read this line"))


SEEDS: dict[str, bytes] = {
    **WHOLE,
    "fax": encoded(paper().convert("1"), "TIFF", compression="group4"),
    "many pages": encoded(paper(), "TIFF", save_all=True, append_images=[paper(), paper()]),
    "moving": encoded(paper(), "GIF", save_all=True, append_images=[paper().rotate(180)]),
    "PDF": printed(2, lines=3),
    "plain PDF": plain(printed(2, lines=3)),
    "scanned PDF": scanned(paper()),
    "locked PDF": locked(printed(1, lines=3), "open sesame"),
    "form": filled_form(appearance=True),
    "form with boxes": unpacked(form(tick("a", 100, checked=True), entry("WANGXIAOMING"))),
    "unpacked PDF": unpacked(printed(2, lines=3)),
    "mixed PDF": unpacked(mixed()),
    "scan with a layer": unpacked(layered()),
    "planar TIFF": planar(paper()),
    "deep TIFF": encoded(paper().convert("I;16"), "TIFF"),
}

LIMITS = Limits(pixels=4_000_000, pages=50, seconds=20.0, megabytes=1024)

Damage = tuple[str, float, bytes]

damages = st.lists(
    st.tuples(
        st.sampled_from(("overwrite", "insert", "cut out", "cut off", "repeat")),
        st.floats(0.0, 1.0, exclude_max=True),
        st.one_of(
            st.binary(min_size=1, max_size=8),
            st.sampled_from((b"\x00" * 8, b"\xff" * 8, b"\x7f\xff\xff\xff", b" 0 R", b"-1", b"<<")),
        ),
    ),
    min_size=1,
    max_size=6,
)


def damaged(data: bytes, hurts: list[Damage]) -> bytes:
    """`data` with each hurt done at its share of the length."""
    for way, place, chunk in hurts:
        at = int(place * len(data))
        span = len(chunk)
        data = {
            "overwrite": data[:at] + chunk + data[at + span :],
            "insert": data[:at] + chunk + data[at:],
            "cut out": data[:at] + data[at + 40 * span :],
            "cut off": data[: max(at, 1)],
            "repeat": data[:at] + data[max(0, at - 30 * span) : at] + data[at:],
        }[way]
    return data


@pytest.fixture(scope="module")
def process() -> Iterator[ReadingProcess]:
    reading = ReadingProcess(
        DRAWING,
        ReadingOptions(limits=LIMITS, passwords=("open sesame",)),
        FilingOptions(),
        start_seconds=120.0,
        abandon=lambda: False,
    )
    yield reading
    reading.close()


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("damaged") / "scan"


@pytest.mark.parametrize("name", SEEDS)
def test_a_sound_file_is_read(process: ReadingProcess, place: Path, name: str) -> None:
    place.write_bytes(SEEDS[name])
    assert put_one(process, place, 3)[0] == READ


@pytest.mark.slow
@pytest.mark.parametrize("name", SEEDS)
def test_however_a_file_is_damaged_it_ends_in_a_documented_way(
    process: ReadingProcess, place: Path, name: str
) -> None:
    @settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
    @given(damages)
    def check(hurts: list[Damage]) -> None:
        place.write_bytes(damaged(SEEDS[name], hurts))
        ending, _, said = put_one(process, place, 3)
        assert ending in DOCUMENTED, said

    check()
