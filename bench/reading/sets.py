"""Real documents: words found on English forms, receipts and scans, lines on Chinese forms.

How words are counted is said at `scores.word_recall`: every word of the ground truth as often as it
stands there, after NFKC and case folding, parted at spaces and punctuation, must be read somewhere
on the page; boxes need not match. `spaces ignored` counts words that were run together or broken
as found too, so that what remains is misread or missing.

A line is found when its text stands on the page as a whole, without spaces and punctuation, and no
part of the page serves two lines.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from concurrent.futures import as_completed
from dataclasses import dataclass
from pathlib import Path

from bench.hostile import corpora
from bench.reading import ours, scores
from bench.reading.figures import Figure, at_least
from bench.reading.scores import Errors, Words

WORD_AIMS = {"funsd": 0.96, "sroie": 0.96, "tesseract_testing": 0.98}
LINES_AIM = 0.97


@dataclass(frozen=True, slots=True)
class Known:
    """A file with what stands on its first page."""

    path: Path
    truth: str


def funsd(folder: Path) -> Iterator[Known]:
    """Noisy English forms: all words of all entities."""
    for image in sorted(folder.rglob("*.png")):
        noted = image.parents[1] / "annotations" / f"{image.stem}.json"
        form = json.loads(noted.read_text(encoding="utf-8"))["form"]
        yield Known(image, "\n".join(" ".join(w["text"] for w in x["words"]) for x in form))


def sroie(folder: Path) -> Iterator[Known]:
    """Receipts: the text of every line, after its eight coordinates."""
    for image in sorted((folder / "img").glob("*.jpg")):
        rows = (folder / "box" / f"{image.stem}.csv").read_text(encoding="utf-8", errors="replace")
        texts = [row.split(",", 8)[8] for row in rows.splitlines() if row.count(",") >= 8]
        yield Known(image, "\n".join(texts))


def tesseract_testing(folder: Path) -> Iterator[Known]:
    """English scans, among them one page in four orientations."""
    gold = (folder / "phototest.gold.txt").read_text(encoding="utf-8")
    for image in sorted([*folder.glob("*.tif"), *folder.glob("*.png")]):
        own = image.with_suffix(".txt")
        if image.stem in {"phototest", "phototestrot"} or image.stem.startswith("phototest-"):
            yield Known(image, gold)
        elif own.is_file():
            yield Known(image, own.read_text(encoding="utf-8", errors="replace"))


WORD_SETS: dict[str, Callable[[Path], Iterator[Known]]] = {
    "funsd": funsd,
    "sroie": sroie,
    "tesseract_testing": tesseract_testing,
}


def words_of(known: Known) -> tuple[Known, Words]:
    """Read the page and count its words. Runs in a process of its own."""
    return known, scores.word_recall(known.truth, ours.surely_read(known.path).page.text)


def lines_of(known: Known) -> tuple[Known, Errors]:
    """Read the page and look for its lines. Runs in a process of its own."""
    text = ours.surely_read(known.path).page.text
    return known, scores.by_line(known.truth.splitlines(), text)


def run(most: int = 0, workers: int = ours.CORES) -> list[Figure]:
    """All sets that are at hand; at most so many evenly chosen pages of each, 0 for all."""
    found: list[Figure] = []
    with ours.processes(workers) as pool:
        for name, pages in WORD_SETS.items():
            folder = corpora() / name
            if not folder.is_dir():
                found.append(_absent(f"{name}: word recall", WORD_AIMS[name]))
                continue
            chosen = _some(list(pages(folder)), most)
            ours.say(f"sets: {name}, {len(chosen)} pages")
            counted = [
                done.result()
                for done in as_completed([pool.submit(words_of, known) for known in chosen])
            ]
            found += word_figures(name, counted)
        folder = corpora() / "forms_zh"
        if not folder.is_dir():
            return [*found, _absent("forms_zh/images: lines found", LINES_AIM)]
        found += line_figures(
            [
                done.result()
                for done in as_completed(
                    [pool.submit(lines_of, known) for known in forms_zh(folder)]
                )
            ]
        )
    return found


def forms_zh(folder: Path) -> Iterator[Known]:
    """The two real Chinese forms, line by line."""
    for noted in sorted((folder / "gt").glob("*.json")):
        known = json.loads(noted.read_text(encoding="utf-8"))
        yield Known(folder / known["image"], "\n".join(known["lines"]))


def word_figures(name: str, counted: list[tuple[Known, Words]]) -> list[Figure]:
    """Recall over all words of a set, and the pages that lost most."""
    total = sum((words for _, words in counted), Words())
    worst = sorted(counted, key=lambda item: item[1].found - item[1].words)[:3]
    told = ", ".join(f"{k.path.stem} {w.recall:.2f}" for k, w in worst)
    return [
        at_least(
            "sets",
            f"{name}: word recall",
            total.recall,
            WORD_AIMS[name],
            digits=3,
            note=f"{total.words} words, {len(counted)} pages; lost most: {told}",
        ),
        Figure("sets", f"{name}: spaces ignored", total.joined_recall, digits=3),
    ]


def line_figures(counted: list[tuple[Known, Errors]]) -> list[Figure]:
    """Lines found on the Chinese forms, and the characters wrong in all of them."""
    total = sum((errors for _, errors in counted), Errors())
    return [
        at_least(
            "sets",
            "forms_zh/images: lines found",
            total.found,
            LINES_AIM,
            digits=3,
            note=f"{total.exact} of {total.lines} without any error",
        ),
        Figure("sets", "forms_zh/images: character errors", total.rate, unit=" %"),
    ]


def _some(pages: list[Known], most: int) -> list[Known]:
    return pages[:: max(1, len(pages) // most)][:most] if most else pages


def _absent(what: str, aim: float) -> Figure:
    return at_least("sets", what, None, aim, digits=3, note="not at hand; $ANJUAN_CORPORA")
