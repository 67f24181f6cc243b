"""Section 1: values on forms whose layouts chance made up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from bench.forms.figures import Figure
from bench.forms.pages import Read, Sample, drawn, read
from domain.fields import FieldReading
from tests.factory.free.form import BLOCKS, free_form
from tests.factory.layout import Paper
from tests.factory.register import register
from tests.factory.script import Script
from tests.factory.truth import FieldTruth


@dataclass(frozen=True, slots=True)
class Told:
    """One printed value and what was made of it; `found` is None where nothing was."""

    page: str
    sort: str
    key: str
    label: str
    printed: str
    handwritten: bool
    found: tuple[FieldReading, ...]

    @property
    def right(self) -> bool:
        return any(says(one, self.printed) for one in self.found)

    @property
    def trusted(self) -> bool:
        """Whether a value was given that no person would be asked about."""
        return any(one.value and not one.needs_review for one in self.found)

    @property
    def silently_wrong(self) -> bool:
        return self.trusted and not any(
            not one.needs_review and says(one, self.printed) for one in self.found
        )


@dataclass(slots=True)
class Tally:
    """All values of one run, and values given where the paper has none of that key.

    `besides` are values of a key that the paper has, that no place of it says, and that are sure.
    """

    told: list[Told] = field(default_factory=list)
    invented: Counter[str] = field(default_factory=Counter)
    besides: Counter[str] = field(default_factory=Counter)
    seconds: float = 0.0
    reading_seconds: float = 0.0

    def of(self, handwritten: bool) -> list[Told]:
        return [one for one in self.told if one.handwritten is handwritten]


_ONE = {"home_address": "address"}
"""Keys that are one: the list of fields names 住址 and 家庭住址 under both."""


def _key(key: str) -> str:
    return _ONE.get(key, key)


def plain(text: str) -> str:
    """What is compared: the text without white space; case, width and script count."""
    return "".join(text.split())


def same_key(one: str, other: str) -> bool:
    """Whether two keys name the same, as the list of fields does under both."""
    return _key(one) == _key(other)


def says(found: FieldReading, printed: str) -> bool:
    """Whether a value is what is printed: as it was read, or in the form that is handed on.

    The latter counts where a check digit mended it, or a dash is written otherwise.
    """
    return plain(printed) in (plain(found.raw), plain(found.value))


def measure(
    seed: int,
    count: int,
    folder: Path,
    *,
    damage: str = "mild",
    handwritten: float = 0.2,
    manners: Sequence[str] = tuple(BLOCKS),
    workers: int = 0,
    anew: bool = False,
) -> Tally:
    """Read `count` fresh free forms, a share of them filled in by hand, and compare."""
    drawn_now = samples(
        seed, count, folder, damage=damage, handwritten=handwritten, manners=manners
    )
    tally = Tally()
    for one in read(drawn_now, workers, anew=anew):
        tally.seconds += one.reading.seconds - one.reading.reader_seconds
        tally.reading_seconds += one.reading.reader_seconds
        _compare(one, tally)
    return tally


def samples(
    seed: int,
    count: int,
    folder: Path,
    *,
    damage: str = "mild",
    handwritten: float = 0.2,
    manners: Sequence[str] = tuple(BLOCKS),
) -> Iterator[Sample]:
    """`count` fresh free forms as scans in `folder`, a share of them filled in by hand."""
    rng = Random(seed)
    return drawn(_papers(rng, count, handwritten, manners), rng, folder, damage)


def _papers(
    rng: Random, count: int, handwritten: float, manners: Sequence[str]
) -> Iterator[tuple[Paper, str]]:
    clients = register(rng, companies=24, persons=12)
    for number in range(count):
        # Every manner gets its turn alone; one form in three mixes them.
        manner = manners[number % len(manners)]
        mixed = number % 3 == 2
        chosen = tuple(manners) if mixed else (manner,)
        script = rng.choice((Script.SIMPLIFIED, Script.SIMPLIFIED, Script.TRADITIONAL))
        by_hand = rng.random() < handwritten
        paper = free_form(
            rng, rng.choice(clients), script=script, handwritten=by_hand, manners=chosen
        )
        yield paper, "mixed" if mixed else manner


def _compare(one: Read, tally: Tally) -> None:
    truth, found = one.sample.truth, one.reading.fields
    asked = {_key(item.key) for item in truth.fields}
    for item in truth.fields:
        tally.told.append(
            Told(
                page=one.sample.path.stem,
                sort=one.sample.sort,
                key=item.key,
                label=item.label,
                printed=item.printed,
                handwritten=item.handwritten,
                found=tuple(v for v in found if _key(v.key) == _key(item.key) and v.value),
            )
        )
    tally.besides.update(
        f"{value.key} {value.raw!r}"
        for value in found
        if value.value and _key(value.key) in asked and _is_besides(value, truth.fields)
    )
    tally.invented.update(
        value.key for value in found if value.value and _key(value.key) not in asked
    )


def _is_besides(value: FieldReading, printed: Sequence[FieldTruth]) -> bool:
    """Whether nobody would look at a value that none of its field's places says."""
    own = [item.printed for item in printed if same_key(item.key, value.key)]
    return not value.needs_review and not any(says(value, text) for text in own)


def figures(tally: Tally) -> tuple[Figure, ...]:
    """The shares that the section promises, with their aims."""
    printed, written = tally.of(handwritten=False), tally.of(handwritten=True)
    trusted = [one for one in printed if one.trusted]
    wrong = sum(one.silently_wrong for one in trusted)
    exact_written = sum(one.right for one in written)
    silent = sum(one.silently_wrong for one in written)
    return (
        Figure("printed values exact", sum(t.right for t in printed), len(printed), ">= 0.98"),
        Figure("wrong among those without review", wrong, len(trusted), "<= 0.005"),
        Figure("printed values without review", len(trusted), len(printed), ">= 0.85"),
        Figure("handwriting-like exact", exact_written, len(written), "-"),
        Figure("handwriting-like silently wrong", silent, len(written), "<= 0.005"),
    )


def report(tally: Tally, show: int = 40) -> str:
    """The figures with their aims, then by manner, then what went wrong."""
    printed = tally.of(handwritten=False)
    lines = [str(figure) for figure in figures(tally)]
    for sort in sorted({one.sort for one in printed}):
        own = [one for one in printed if one.sort == sort]
        lines.append(str(Figure(f"  {sort}", sum(one.right for one in own), len(own))))
    invented = ", ".join(f"{key} {count}" for key, count in tally.invented.most_common(8))
    lines.append(f"values of fields that were not asked: {invented or 'none'}")
    besides = ", ".join(f"{what} {count}" for what, count in tally.besides.most_common(8))
    lines.append(f"sure values besides those printed: {besides or 'none'}")
    whole = max(tally.reading_seconds, 1e-9)
    lines.append(f"understanding takes {tally.seconds / whole:.3f} of the time of reading")
    for one in [one for one in tally.told if not one.right or one.silently_wrong][:show]:
        got = [(value.raw, "?" if value.needs_review else "!") for value in one.found]
        lines.append(f"  {one.page} {one.sort} {one.label} {one.printed!r} -> {got}")
    return "\n".join(lines)
