"""Pictures of every kind come out upright, with true tones, and whole or not at all."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import pillow_heif
import pytest
from PIL import Image, ImageOps, TiffImagePlugin

from domain.errors import TooLarge, UnreadableFile
from ingest import formats
from ingest.options import Limits, ReadingOptions
from tests.ingest.formats.papers import encoded, is_upright, opened, pages, paper

pillow_heif.register_heif_opener()

TURNS = {
    1: None,
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_90,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_270,
}
"""What a camera did to the picture before it wrote down the orientation."""

WHOLE: dict[str, bytes] = {
    "JPEG": encoded(paper(), "JPEG", quality=95, subsampling=0),
    "progressive JPEG": encoded(paper(), "JPEG", quality=95, subsampling=0, progressive=True),
    "CMYK JPEG": encoded(paper().convert("CMYK"), "JPEG", quality=95, subsampling=0),
    "PNG": encoded(paper(), "PNG"),
    "palette PNG": encoded(paper().quantize(16), "PNG"),
    "GIF": encoded(paper().quantize(16), "GIF"),
    "BMP": encoded(paper(), "BMP"),
    "WebP": encoded(paper(), "WEBP", lossless=True),
    "lossy WebP": encoded(paper(), "WEBP", quality=95),
    "JPEG 2000": encoded(paper(), "JPEG2000"),
    "JPEG 2000 stream": encoded(paper(), "JPEG2000", no_jp2=True),
    "HEIC": encoded(paper(), "HEIF", quality=95),
    "AVIF": encoded(paper(), "AVIF", quality=95, subsampling="4:4:4"),
    "TIFF": encoded(paper(), "TIFF"),
    "LZW TIFF": encoded(paper(), "TIFF", compression="tiff_lzw"),
    "deflate TIFF": encoded(paper(), "TIFF", compression="tiff_adobe_deflate"),
    "JPEG TIFF": encoded(paper(), "TIFF", compression="jpeg", quality=95),
    "PackBits TIFF": encoded(paper(), "TIFF", compression="packbits"),
    "CMYK TIFF": encoded(paper().convert("CMYK"), "TIFF"),
}


@pytest.mark.parametrize("name", WHOLE)
def test_every_kind_of_picture_is_read_in_its_colours(tmp_path: Path, name: str) -> None:
    assert is_upright(opened(tmp_path, WHOLE[name]))


@pytest.mark.parametrize("compression", ["group3", "group4", "tiff_ccitt", "raw"])
def test_faxes_and_one_bit_scans_are_black_on_white(tmp_path: Path, compression: str) -> None:
    two_tone = paper().convert("L").point(lambda value: 255 * (value > 200)).convert("1")
    raw = opened(tmp_path, encoded(two_tone, "TIFF", compression=compression))
    assert np.array_equal(raw.image[:, :, 0], np.asarray(two_tone.convert("L")))


@pytest.mark.parametrize("orientation", TURNS)
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "TIFF", "AVIF"])
def test_every_orientation_that_a_camera_notes_is_undone(
    tmp_path: Path, kind: str, orientation: int
) -> None:
    turn = TURNS[orientation]
    held = paper() if turn is None else paper().transpose(turn)
    exif = Image.Exif()
    exif[0x0112] = orientation
    quality = {"quality": 95} if kind in ("JPEG", "WEBP", "AVIF") else {}
    raw = opened(tmp_path, encoded(held, kind, exif=exif.tobytes(), **quality))
    assert is_upright(raw, tolerance=40)


def test_a_turned_photograph_is_not_turned_twice(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    held = paper().transpose(Image.Transpose.ROTATE_90)
    raw = opened(tmp_path, encoded(held, "HEIF", quality=95, exif=exif.tobytes()))
    assert is_upright(raw)


def ramp(highest: int) -> np.ndarray[tuple[int, int], np.dtype[np.uint16]]:
    """From black to white, as wide as 256 steps."""
    return np.tile(np.linspace(0, highest, 256).round().astype(np.uint16), (4, 1))


@pytest.mark.parametrize("kind", ["PNG", "TIFF", "JPEG2000"])
@pytest.mark.parametrize("bits", [10, 12, 14, 16])
def test_deep_scans_are_scaled_and_not_clipped(tmp_path: Path, kind: str, bits: int) -> None:
    deep = Image.fromarray(ramp(2**bits - 1))
    raw = opened(tmp_path, encoded(deep, kind))
    steps = raw.image[0, :, 0].astype(int)
    assert np.abs(steps - np.arange(256)).max() <= 1


def test_a_deep_scan_that_counts_ink_is_turned_to_light(tmp_path: Path) -> None:
    tags = TiffImagePlugin.ImageFileDirectory_v2()
    tags[262] = 0
    deep = Image.fromarray(65535 - ramp(65535))
    data = encoded(deep, "TIFF", tiffinfo=tags)
    if Image.open(io.BytesIO(data)).tag_v2[262] != 0:  # type: ignore[attr-defined]
        data = data.replace(
            b"\x06\x01\x03\x00\x01\x00\x00\x00\x01", b"\x06\x01\x03\x00\x01\x00\x00\x00\x00", 1
        )
    raw = opened(tmp_path, data)
    assert raw.image[0, 0, 0] == 0
    assert raw.image[0, -1, 0] == 255


def test_planes_that_lie_one_after_the_other_are_put_together(tmp_path: Path) -> None:
    path = tmp_path / "planar.tif"
    path.write_bytes(planar(paper()))
    assert is_upright(formats.page(path, 1, ReadingOptions()))


def planar(picture: Image.Image) -> bytes:
    """A TIFF that holds all of red, then all of green, then all of blue."""
    planes = [channel.tobytes() for channel in picture.split()]
    width, height = picture.size
    start = 8
    offsets = [start + index * len(planes[0]) for index in range(3)]
    directory = start + 3 * len(planes[0])
    extra = directory + 2 + 10 * 12 + 4
    entries = [
        (256, 3, 1, width),
        (257, 3, 1, height),
        (258, 3, 3, extra),
        (259, 3, 1, 1),
        (262, 3, 1, 2),
        (273, 4, 3, extra + 6),
        (277, 3, 1, 3),
        (278, 3, 1, height),
        (279, 4, 3, extra + 18),
        (284, 3, 1, 2),
    ]
    data = b"II*\x00" + directory.to_bytes(4, "little") + b"".join(planes)
    data += len(entries).to_bytes(2, "little")
    for tag, kind, count, value in entries:
        data += tag.to_bytes(2, "little") + kind.to_bytes(2, "little")
        data += count.to_bytes(4, "little") + value.to_bytes(4, "little")
    data += bytes(4) + 3 * (8).to_bytes(2, "little")
    data += b"".join(offset.to_bytes(4, "little") for offset in offsets)
    return data + 3 * len(planes[0]).to_bytes(4, "little")


def test_old_style_jpeg_in_a_tiff_is_read(tmp_path: Path) -> None:
    inner = WHOLE["JPEG"]
    width, height = paper().size
    directory = 8 + len(inner) + len(inner) % 2
    entries = [
        (256, 3, 1, width),
        (257, 3, 1, height),
        (258, 3, 1, 8),
        (259, 3, 1, 6),
        (262, 3, 1, 6),
        (273, 4, 1, 8),
        (277, 3, 1, 3),
        (278, 3, 1, height),
        (279, 4, 1, len(inner)),
        (513, 4, 1, 8),
        (514, 4, 1, len(inner)),
    ]
    data = b"II*\x00" + directory.to_bytes(4, "little") + inner + bytes(len(inner) % 2)
    data += len(entries).to_bytes(2, "little")
    for tag, kind, count, value in entries:
        data += tag.to_bytes(2, "little") + kind.to_bytes(2, "little")
        data += count.to_bytes(4, "little") + value.to_bytes(4, "little")
    assert is_upright(opened(tmp_path, data + bytes(4)), tolerance=40)


@pytest.mark.parametrize("kind", ["GIF", "WEBP", "PNG", "AVIF"])
def test_of_a_moving_picture_the_first_frame_is_the_page(tmp_path: Path, kind: str) -> None:
    others = [ImageOps.invert(paper()), paper().rotate(180)]
    data = encoded(paper(), kind, save_all=True, append_images=others)
    assert pages(tmp_path, data) == 1
    assert is_upright(opened(tmp_path, data), tolerance=60)


def test_of_a_stereo_photograph_the_first_picture_is_the_page(tmp_path: Path) -> None:
    data = encoded(paper(), "MPO", save_all=True, append_images=[ImageOps.invert(paper())])
    assert pages(tmp_path, data) == 1
    assert is_upright(opened(tmp_path, data), tolerance=60)


def test_of_several_photographs_in_one_file_the_main_one_is_the_page(tmp_path: Path) -> None:
    held = pillow_heif.from_pillow(ImageOps.invert(paper()))
    held.add_from_pillow(paper())
    buffer = io.BytesIO()
    held.save(buffer, quality=95, primary_index=1)
    assert is_upright(opened(tmp_path, buffer.getvalue()))


def test_what_is_transparent_is_paper(tmp_path: Path) -> None:
    clear = paper().convert("RGBA")
    clear.putalpha(paper().convert("L").point(lambda value: 0 if value == 255 else 255))
    clear.paste((0, 0, 0, 0), (40, 0, 56, 64))
    assert is_upright(opened(tmp_path, encoded(clear, "PNG")))


def test_alpha_that_hides_everything_hides_nothing(tmp_path: Path) -> None:
    hidden = paper().convert("RGBA")
    hidden.putalpha(0)
    assert is_upright(opened(tmp_path, encoded(hidden, "PNG")))


def test_a_fax_has_the_proportions_of_its_paper(tmp_path: Path) -> None:
    squashed = paper((192, 64)).convert("1")
    raw = opened(tmp_path, encoded(squashed, "TIFF", compression="group3", dpi=(204, 98)))
    assert raw.image.shape[:2] == (133, 192)
    assert raw.dpi == 204


def test_a_tiff_has_a_page_for_each_picture_but_not_for_a_small_copy(tmp_path: Path) -> None:
    small = TiffImagePlugin.ImageFileDirectory_v2()
    small[254] = 1
    held = io.BytesIO()
    with TiffImagePlugin.AppendingTiffWriter(held) as writer:
        for picture, tags in ((paper(), {}), (paper((24, 16)), small), (paper(), {})):
            picture.save(writer, "TIFF", tiffinfo=tags)
            writer.newFrame()
    assert pages(tmp_path, held.getvalue()) == 2
    assert is_upright(opened(tmp_path, held.getvalue(), 2))


def test_a_tiff_that_breaks_off_keeps_its_sound_pages_and_says_that_more_was_there(
    tmp_path: Path,
) -> None:
    data = encoded(paper(), "TIFF", save_all=True, append_images=[paper(), paper()])
    broken = data[: len(data) * 5 // 6]
    count = pages(tmp_path, broken)
    assert is_upright(opened(tmp_path, broken, 1))
    assert is_upright(opened(tmp_path, broken, 2))
    with pytest.raises(UnreadableFile):
        opened(tmp_path, broken, count)


@pytest.mark.parametrize("name", WHOLE)
@pytest.mark.parametrize("share", [0.3, 0.6, 0.9])
def test_half_a_picture_is_refused(tmp_path: Path, name: str, share: float) -> None:
    data = WHOLE[name]
    with pytest.raises(UnreadableFile):
        opened(tmp_path, data[: int(len(data) * share)])


NOISE = Image.fromarray(np.random.default_rng(7).integers(0, 255, (128, 160, 3), dtype=np.uint8))

CUT_OFF: dict[str, bytes] = {
    "JPEG": encoded(NOISE, "JPEG"),
    "progressive JPEG": encoded(NOISE, "JPEG", progressive=True),
    "PNG": encoded(NOISE, "PNG"),
    "WebP": encoded(NOISE, "WEBP", lossless=True),
    "lossy WebP": encoded(NOISE, "WEBP"),
    "JPEG 2000": encoded(NOISE, "JPEG2000"),
    "HEIC": encoded(NOISE, "HEIF"),
    "AVIF": encoded(NOISE, "AVIF"),
    "LZW TIFF": encoded(NOISE, "TIFF", compression="tiff_lzw"),
}


@pytest.mark.parametrize("name", CUT_OFF)
def test_a_copy_that_was_cut_off_and_ends_in_zeros_is_refused(tmp_path: Path, name: str) -> None:
    data = CUT_OFF[name]
    cut = len(data) * 6 // 10
    with pytest.raises(UnreadableFile):
        opened(tmp_path, data[:cut] + bytes(len(data) - cut))


def test_a_photograph_that_its_camera_padded_is_whole(tmp_path: Path) -> None:
    assert is_upright(opened(tmp_path, WHOLE["JPEG"] + bytes(3_000_000)))


@pytest.mark.parametrize("name", WHOLE)
def test_more_pixels_than_the_limit_are_refused_before_they_are_decoded(
    tmp_path: Path, name: str
) -> None:
    few = Limits(pixels=96 * 64 - 1)
    with pytest.raises(TooLarge, match=r"limits\.pixels"):
        opened(tmp_path, WHOLE[name], limits=few)


def test_a_huge_picture_is_read_at_a_size_that_readers_need(tmp_path: Path) -> None:
    huge = Image.new("1", (12_000, 9_000), 1)
    huge.paste(0, (0, 0, 4_000, 3_000))
    raw = opened(tmp_path, encoded(huge, "TIFF", compression="group4", dpi=(1200, 1200)))
    assert raw.image.shape == (4500, 6000, 3)
    assert raw.dpi == 600
    assert raw.image[10, 10, 0] == 0
    assert raw.image[-10, -10, 0] == 255


def test_more_pages_than_the_limit_are_refused(tmp_path: Path) -> None:
    data = encoded(paper(), "TIFF", save_all=True, append_images=[paper()] * 4)
    with pytest.raises(TooLarge, match=r"limits\.pages"):
        pages(tmp_path, data, limits=Limits(pages=4))


def test_a_film_is_no_photograph(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="film"):
        pages(tmp_path, b"\x00\x00\x00\x18ftypisom\x00\x00\x02\x00isomiso2" + bytes(200))


def test_a_page_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="no page 2"):
        opened(tmp_path, WHOLE["PNG"], 2)
