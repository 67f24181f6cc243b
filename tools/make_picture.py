"""Draw docs/filed-card.png: a sample card as it was read, each value framed and named."""

from __future__ import annotations

from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from domain.fields import FieldReading
from domain.outcome import Stage
from ingest import formats, pipeline
from ingest.options import FilingOptions, ReadingOptions
from ingest.readers.page import make_readers, read
from tests.factory.fonts import Style, faces, sized

ROOT = Path(__file__).resolve().parents[1]
SAMPLE = ROOT / "samples" / "card-skewed.jpg"
TARGET = ROOT / "docs" / "filed-card.png"
WIDTH = 760
LIST_WIDTH = 520
SURE, DOUBTFUL = (22, 130, 80), (205, 120, 0)


def main() -> None:
    """Read the sample as the service would, and draw what was found."""
    options = ReadingOptions()
    reading = pipeline.read_page(SAMPLE, 1, options, FilingOptions())
    assert not [f for f in reading.failures if f.stage is Stage.READ]  # noqa: S101 - a tool
    seen = read(formats.page(SAMPLE, 1, options), 1, make_readers(options))
    scan = Image.fromarray(seen.image[:, :, ::-1])
    scan = scan.resize((WIDTH, round(scan.height * WIDTH / scan.width)), Image.Resampling.LANCZOS)
    fields = [field for field in reading.fields if field.value]
    bottom = min(scan.height, round(max(f.box.y1 for f in fields) * scan.height) + 60)
    picture = Image.new("RGB", (WIDTH + LIST_WIDTH, bottom), "white")
    picture.paste(scan.crop((0, 0, WIDTH, bottom)), (0, 0))
    _draw(picture, fields, scan.height)
    picture.quantize(128).save(TARGET, optimize=True)


def _draw(picture: Image.Image, fields: list[FieldReading], height: int) -> None:
    pen = ImageDraw.Draw(picture)
    small, plain = _face(13), _face(16)
    step = min(30, (picture.height - 30) // max(1, len(fields)))
    for count, field in enumerate(fields, start=1):
        colour = DOUBTFUL if field.needs_review else SURE
        x0, y0, x1, y1 = field.box.as_tuple()
        frame = (x0 * WIDTH - 2, y0 * height - 2, x1 * WIDTH + 2, y1 * height + 2)
        pen.rectangle(frame, outline=colour, width=2)
        pen.text((frame[0] - 16, frame[1]), str(count), font=small, fill=colour)
        line = f"{count}  {field.key}"
        top = 12 + (count - 1) * step
        pen.text((WIDTH + 16, top), line, font=small, fill=(110, 110, 110))
        value = field.value if len(field.value) <= 17 else field.value[:16] + "…"
        pen.text((WIDTH + 190, top - 2), value, font=plain, fill="black")
        pen.text((picture.width - 44, top), f"{field.confidence:.2f}", font=small, fill=colour)


def _face(size: int) -> ImageFont.FreeTypeFont:
    return sized(faces(Style.SANS)[0], size)


if __name__ == "__main__":
    main()
