"""How well boxes to tick are found: `python -m bench.marks [--count N] [--seed S] [--wrong]`.

Fresh forms are rendered with printed and with hand-drawn marks, harmed as an office scanner (mild)
or a bad copy (rough) would, and read the whole way; then pages of prose, where every box found is
a ghost, and the real forms that are at hand.

- right: boxes found with their state, of all boxes and of those found where none is;
- words: of the boxes found, those with exactly their option; asked: with exactly their question.
"""

from __future__ import annotations

import argparse
import json
import os
import secrets
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from bench.reading import papers
from domain.errors import UnreadableFile
from domain.page import CheckBox, Page
from domain.text import squeezed
from ingest import formats
from ingest.formats.contract import RawPage
from ingest.options import ReadingOptions
from ingest.readers.page import Readers, make_readers, read
from tests.factory import boxes, boxes_drawn, degrade
from tests.factory.boxes import BoxedSheet, BoxTruth
from tests.factory.degrade import Damage
from tests.factory.scan import scan
from tests.factory.script import Script

CORPORA = Path(
    os.environ.get("ANJUAN_CORPORA", Path(__file__).resolve().parents[2] / "shared/data")
)
UNTICKED = ("forms_zh/pages", "funsd/training_data/images", "sroie/img")
"""Real pages with hardly a box among them; the few that have some are known by `--wrong`."""
_NEAR = 0.75
"""How far from its true place a box may be found, in its sides."""

HEADER = (
    f"{'set':22} {'pages':>5} {'boxes':>6} {'right':>7} {'words':>7} {'asked':>7} "
    f"{'ghosts':>6} {'s/page':>7}"
)


@dataclass(slots=True)
class Tally:
    """What became of the boxes of one set."""

    name: str
    pages: int = 0
    truth: int = 0
    right: int = 0
    found: int = 0
    words: int = 0
    asked: int = 0
    ghosts: int = 0
    seconds: float = 0.0
    wrong: list[str] = field(default_factory=list)

    @property
    def share(self) -> str:
        """Boxes that are right; nothing where the set has none."""
        return f"{self.right / (self.truth + self.ghosts):7.3f}" if self.truth else f"{'-':>7}"

    def row(self) -> str:
        found = max(1, self.found)
        return (
            f"{self.name:22} {self.pages:5} {self.truth:6} {self.share} "
            f"{self.words / found:7.3f} {self.asked / found:7.3f} {self.ghosts:6} "
            f"{self.seconds / max(1, self.pages):7.2f}"
        )


def rendered(readers: Readers, seed: int, count: int, *, by_hand: bool, rough: bool) -> Tally:
    """Read `count` fresh forms of a seed and compare."""
    tally = Tally(f"{'hand' if by_hand else 'printed'}, {'rough' if rough else 'mild'}")
    for number in range(count):
        rng = Random(f"{seed}-{number}-{by_hand}-{rough}")
        script = rng.choice((Script.SIMPLIFIED, Script.SIMPLIFIED, Script.TRADITIONAL))
        form = boxes.boxed_form(rng, script, by_hand)
        damage = (degrade.rough if rough else degrade.mild)(rng)
        image = boxes_drawn.drawn(form, rng, damage)
        started = time.perf_counter()
        page = read(RawPage(image, float(damage.dpi), None), 1, readers).page
        tally.seconds += time.perf_counter() - started
        tally.pages += 1
        compare(form, damage, page, tally, f"{tally.name} {number}")
    return tally


def compare(form: BoxedSheet, damage: Damage, page: Page, tally: Tally, name: str) -> None:
    """Match boxes by place, then compare state and words."""
    left = list(page.checkboxes)
    for truth in form.boxes:
        tally.truth += 1
        found = _at(truth, form, damage, page, left)
        if found is None:
            tally.wrong.append(f"{name}: {_named(truth)} missed")
            continue
        left.remove(found)
        tally.found += 1
        tally.right += found.checked == truth.checked
        same = squeezed(found.option) == squeezed(truth.option)
        tally.words += same
        tally.asked += squeezed(found.group) == squeezed(truth.group)
        if found.checked != truth.checked or not same:
            tally.wrong.append(f"{name}: {_named(truth)} read as {_shown(found)}")
        elif squeezed(found.group) != squeezed(truth.group):
            tally.wrong.append(f"{name}: {_named(truth)} asked by {found.group!r}")
    tally.ghosts += len(left)
    tally.wrong += [f"{name}: ghost {_shown(box)}" for box in left]


def _at(
    truth: BoxTruth, form: BoxedSheet, damage: Damage, page: Page, left: list[CheckBox]
) -> CheckBox | None:
    """The box found where the true one is; the page was turned about its middle."""
    scale = damage.dpi / 200
    x = page.width / 2 + (truth.x - form.sheet.width / 2) * scale
    y = page.height / 2 + (truth.y - form.sheet.height / 2) * scale
    away = {
        box: abs(box.box.centre[0] * page.width - x) + abs(box.box.centre[1] * page.height - y)
        for box in left
    }
    nearest = min(away, key=lambda box: away[box], default=None)
    near = nearest is not None and away[nearest] <= _NEAR * truth.size * scale
    return nearest if near else None


def _named(truth: BoxTruth) -> str:
    return f"{truth.group}/{truth.option} ({truth.mark or 'empty'})"


def _shown(box: CheckBox) -> str:
    return f"{'☑' if box.checked else '□'}{box.option!r} {box.confidence:.2f}"


def forms_zh(readers: Readers) -> Tally:
    """The real forms with their truth: options and states, and no other box on any page."""
    tally = Tally("forms_zh/images")
    for path in sorted((CORPORA / "forms_zh" / "gt").glob("*.json")):
        truth = json.loads(path.read_text(encoding="utf-8"))
        started = time.perf_counter()
        page = _read(CORPORA / "forms_zh" / truth["image"], readers)
        tally.seconds += time.perf_counter() - started
        tally.pages += 1
        wanted = [
            (squeezed(group["group"].removeprefix("#2 ")), squeezed(one["text"]), one["checked"])
            for group in truth.get("checkboxes", [])
            for one in group["options"]
        ]
        got = [(squeezed(b.group), squeezed(b.option), b.checked) for b in page.checkboxes]
        tally.truth += len(wanted)
        tally.right += sum(item in got for item in wanted)
        tally.found += len(got)
        tally.words += sum(item[1] in {one[1] for one in wanted} for item in got)
        tally.asked += sum(item[0] in {one[0] for one in wanted} for item in got)
        tally.ghosts += max(0, len(got) - len(wanted))
        tally.wrong += [f"{path.stem}: {item}" for item in wanted if item not in got]
    return tally


def prose(readers: Readers, seed: int, count: int) -> Tally:
    """Fresh printed pages of prose, half of them rough: everything found is a ghost."""
    tally = Tally("prose")
    for number in range(count):
        rng = Random(f"{seed}-prose-{number}")
        script = (papers.SIMPLIFIED, papers.TRADITIONAL)[number % 2]
        paper = papers.prose(rng, script, rng.choice((29, 31, 34, 38)))
        damage = (degrade.rough if number % 4 >= 2 else degrade.mild)(rng)
        image = scan(paper, rng, damage)[0].image
        started = time.perf_counter()
        page = read(RawPage(image, float(damage.dpi), None), 1, readers).page
        tally.seconds += time.perf_counter() - started
        tally.pages += 1
        tally.ghosts += len(page.checkboxes)
        tally.wrong += [f"prose {number}: ghost {_shown(box)}" for box in page.checkboxes]
    return tally


def unticked(readers: Readers, folder: Path, name: str) -> Tally:
    """Pages without any box to tick: everything found is a ghost."""
    tally = Tally(name)
    for path in sorted(folder.glob("*.jp*g")) + sorted(folder.glob("*.png")):
        started = time.perf_counter()
        try:
            page = _read(path, readers)
        except UnreadableFile:
            continue
        tally.seconds += time.perf_counter() - started
        tally.pages += 1
        tally.ghosts += len(page.checkboxes)
        tally.wrong += [f"{path.name}: ghost {_shown(box)}" for box in page.checkboxes]
    return tally


def _read(path: Path, readers: Readers) -> Page:
    return read(formats.page(path, 1, ReadingOptions()), 1, readers).page


def bubbles(readers: Readers) -> Iterator[str]:
    """Real answer sheets: rings found, of those that the sheets' templates name, and the filled."""
    for sample in ("sample2", "sample3", "sample6"):
        folder = CORPORA / "omr_checkbox" / sample
        for path in sorted((*folder.glob("*/*.png"), *folder.glob("*/*.jpg"))):
            own = path.parent / "template.json"
            template = own if own.exists() else folder / "template.json"
            started = time.perf_counter()
            page = _read(path, readers)
            seconds = time.perf_counter() - started
            marked = [box for box in page.checkboxes if box.checked]
            sure = sum(box.confidence >= 0.8 for box in page.checkboxes)
            told = " ".join(f"{box.group}:{box.option}" for box in marked[:10])
            yield (
                f"{path.name}: {len(page.checkboxes)} rings found, {sure} of them surely, "
                f"{_rings_named(template)} in the template; {len(marked)} filled: {told}; "
                f"{seconds:.1f} s"
            )


_OPTIONS = {"QTYPE_INT": 10, "QTYPE_MCQ4": 4, "QTYPE_MCQ5": 5}
"""Rings of one field, by its kind in a template."""


def _rings_named(template: Path) -> int:
    """How many rings a template describes; labels are named one by one or as q1..10."""
    count = 0
    for block in json.loads(template.read_text(encoding="utf-8"))["fieldBlocks"].values():
        options = len(block.get("bubbleValues", ())) or _OPTIONS[block["fieldType"]]
        for label in block["fieldLabels"]:
            first, _, last = label.partition("..")
            start = int("".join(filter(str.isdigit, first))) if last else 0
            count += options * (int(last) - start + 1 if last else 1)
    return count


def main() -> int:
    """Print the table, then everything that went wrong."""
    parser = argparse.ArgumentParser(prog="bench.marks", description=__doc__)
    parser.add_argument("--count", type=int, default=20, help="forms of each kind")
    parser.add_argument("--seed", type=int, default=secrets.randbelow(10**6))
    parser.add_argument("--wrong", action="store_true", help="list what went wrong")
    asked = parser.parse_args()
    readers = make_readers(ReadingOptions())
    kinds = ((False, False), (True, False), (False, True), (True, True))
    tallies = [
        rendered(readers, asked.seed, asked.count, by_hand=by_hand, rough=rough)
        for by_hand, rough in kinds
    ]
    tallies.append(prose(readers, asked.seed, asked.count))
    real = CORPORA.is_dir()
    if real:
        tallies.append(forms_zh(readers))
        tallies += [unticked(readers, CORPORA / name, name) for name in UNTICKED]
    tallies.append(unticked(readers, Path(__file__).parents[1] / "samples", "samples"))
    print(f"seed {asked.seed}, load {os.getloadavg()[0]:.1f}")
    print(HEADER)
    for tally in tallies:
        print(tally.row())
    for line in bubbles(readers) if real else ():
        print(line)
    for line in [line for tally in tallies for line in tally.wrong] if asked.wrong else ():
        print(f"  {line}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
