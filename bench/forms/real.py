"""Section 3: real papers, nobody tuned to one of them and no network trained on any.

What readers saw is kept under `.cache/forms/real`, so that a further run understands every page
anew and reads none.

- Forms (forms_zh/images): a field is right when a value or pair whose label holds the form's
  label, or is held by it, has its text; a blank, when none has any. Letters and digits count, NFKC,
  no case.
- Boxes: option and state right, and the question where the ground truth has one.
- Invoices (forms_us): a labelled text is right when a pair's label is like the field's name (four
  of five characters the same, or one in the other) and its text the same; a mark, by its state.
- Linking (funsd): a predicted pair is right when question and answer both are like those of a
  link that no other pair has met: at least 0.8 of their letters and digits the same (Levenshtein
  over the longer). Links without text on either side are left out.
- Receipts (sroie): letters and digits the same, NFKC, no case; of the total its amount. `nearly`
  allows one character in ten to differ.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from rapidfuzz.distance import Levenshtein

from bench.forms.figures import Figure
from bench.forms.pages import Read, Sample, read
from bench.hostile import corpora
from ingest.fields.pairs import linked
from tests.factory.truth import Truth

KEPT = Path(__file__).resolve().parents[2] / ".cache" / "forms" / "real"
LIKE = 0.8
NEARLY = 0.9
Compare = Callable[[Read, Path, "Score"], None]
_RECEIPT_KEYS = {
    "company": "seller_name",
    "date": "invoice_date",
    "address": "seller_address",
    "total": "amount_total",
}


@dataclass(slots=True)
class Score:
    """What was right of what was asked, and what went wrong."""

    counts: dict[str, list[int]] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)

    def note(self, name: str, right: bool, what: str = "") -> None:
        held = self.counts.setdefault(name, [0, 0])
        held[0] += right
        held[1] += 1
        if not right and what:
            self.wrong.append(f"{name}: {what}")


def plain(text: str) -> str:
    """What is compared: letters and digits, NFKC, without case."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(char for char in folded if char.isalnum())


def likeness(one: str, other: str) -> float:
    """Share of the longer of two texts that is the same, 0..1."""
    return Levenshtein.normalized_similarity(plain(one), plain(other))


def _said(page: Read) -> list[tuple[str, str]]:
    """Every label with its value, from the catalogue's fields and from pairs; raw and in form."""
    fields = page.reading.fields
    told = [(one.label, one.raw) for one in fields if one.value]
    told += [(one.label, one.value) for one in fields if one.value]
    return told + [(pair.label, pair.value) for pair in linked(page.reading.page)]


def _samples(name: str, files: Sequence[Path]) -> Iterator[Sample]:
    """The files, known in the kept folder by links: nothing of a corpus is copied."""
    folder = KEPT / name
    folder.mkdir(parents=True, exist_ok=True)
    for file in files:
        link = folder / file.name
        if not link.exists():
            link.symlink_to(file)
        yield Sample(link, Truth("", "", None), name)


def _forms(page: Read, truth: Path, score: Score) -> None:
    told = json.loads((truth / "gt" / f"{page.sample.path.stem}.json").read_text("utf-8"))
    said = _said(page)
    for item in told["fields"]:
        key, value = plain(re.sub(r"^#\d+ ", "", item["key"])), plain(item["value"])
        own = [plain(text) for label, text in said if _holds(plain(label), key)]
        filled = [text for text in own if text]
        right = value in own if value else not filled
        score.note("forms: fields", right, f"{item['key']} {item['value']!r} -> {own}")
    for group in told.get("checkboxes", ()):
        for option in group["options"]:
            score.note("forms: boxes", _is_set(page, group["group"], option), str(group))


def _is_set(page: Read, group: str, option: dict[str, object]) -> bool:
    wanted = plain(re.sub(r"^#\d+ ", "", group))
    return any(
        plain(box.option) == plain(str(option["text"]))
        and _holds(plain(box.group), wanted)
        and box.checked is option["checked"]
        for box in page.reading.page.checkboxes
    )


def _holds(one: str, other: str) -> bool:
    return bool(one) and bool(other) and (one in other or other in one)


def _invoice(page: Read, truth: Path, score: Score) -> None:
    known = truth / f"{page.sample.path.name}.labels.json"
    if not known.exists():
        return
    said = _said(page)
    for label in json.loads(known.read_text("utf-8"))["labels"]:
        name, text = label["label"], " ".join(value["text"] for value in label["value"])
        own = [value for key, value in said if _named(key, name)]
        marks = {"selected": "☑", "unselected": "□"}
        right = any(v == marks[text] if text in marks else plain(v) == plain(text) for v in own)
        score.note("invoices: fields", right, f"{page.sample.path.stem} {name} {text!r} -> {own}")


def _named(key: str, name: str) -> bool:
    return likeness(key, name) >= LIKE or _holds(plain(key), plain(name))


def _links(page: Read, truth: Path, score: Score) -> None:
    path = truth / "annotations" / f"{page.sample.path.stem}.json"
    by_id = {item["id"]: item for item in json.loads(path.read_text("utf-8"))["form"]}
    pairs = {tuple(link) for item in by_id.values() for link in item["linking"]}
    gold = [
        (by_id[a]["text"], by_id[b]["text"])
        for a, b in sorted(pairs)
        if (by_id[a]["label"], by_id[b]["label"]) == ("question", "answer")
        and plain(by_id[a]["text"])
        and plain(by_id[b]["text"])
    ]
    for pair in linked(page.reading.page):
        met = next((one for one in gold if _same_link(one, (pair.label, pair.value))), None)
        score.note("links: predicted", met is not None)
        if met is not None:
            gold.remove(met)
            score.note("links: true", right=True)
    for _missed in gold:
        score.note("links: true", right=False)


def _same_link(one: tuple[str, str], other: tuple[str, str]) -> bool:
    return all(likeness(a, b) >= LIKE for a, b in zip(one, other, strict=True))


def _receipt(page: Read, truth: Path, score: Score) -> None:
    told = json.loads((truth / "key" / f"{page.sample.path.stem}.json").read_text("utf-8"))
    found = {str(value.key): value.raw for value in page.reading.fields}
    for name, wanted in told.items():
        got = found.get(_RECEIPT_KEYS[name], "")
        if name == "total":
            got = re.sub(r"[^0-9.,-]", "", got)
        same = plain(got) == plain(wanted)
        score.note("receipts: exact", same, f"{page.sample.path.stem} {name} {got!r} / {wanted!r}")
        score.note("receipts: nearly", likeness(got, wanted) >= NEARLY)


_AIMS = {
    "forms: fields": ">= 0.9",
    "forms: boxes": ">= 1.0",
    "invoices: fields": ">= 0.7",
    "receipts: exact": ">= 0.85",
}


def _sets(data: Path) -> Iterator[tuple[str, Path, list[Path], Compare]]:
    forms, invoices = data / "forms_zh", data / "forms_us" / "invoice"
    funsd, sroie = data / "funsd" / "training_data", data / "sroie"
    yield "forms_zh", forms, sorted((forms / "images").glob("*.jpg")), _forms
    yield "invoice", invoices, sorted(invoices.glob("*.pdf")), _invoice
    yield "funsd", funsd, sorted((funsd / "images").glob("*.png")), _links
    yield "sroie", sroie, sorted((sroie / "img").glob("*.jpg")), _receipt


def measure(workers: int = 0, *, anew: bool = False) -> Score:
    """Read the sets that are at hand, or take what was read of them, and compare."""
    score = Score()
    for name, truth, files, compare in _sets(corpora()):
        for page in read(_samples(name, files), workers, anew=anew):
            compare(page, truth, score)
    return score


def figures(score: Score) -> list[Figure]:
    """The shares with their aims; linking also as F1, which counts what was met twice over."""
    made = [
        Figure(name, right, asked, _AIMS.get(name, "-"))
        for name, (right, asked) in score.counts.items()
    ]
    if "links: true" in score.counts:
        (met, predicted), (_, true) = score.counts["links: predicted"], score.counts["links: true"]
        made.append(Figure("links: F1", 2 * met, predicted + true, ">= 0.6"))
    return made


def report(score: Score, show: int = 40) -> str:
    """The figures, then what went wrong."""
    if not score.counts:
        return "no corpus at hand: set ANJUAN_CORPORA"
    return "\n".join([*map(str, figures(score)), *score.wrong[:show]])
