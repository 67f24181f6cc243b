"""Cards that nobody has seen before: a new seed each run, printed with the result.

ANJUAN_SEED=N repeats the run of that seed.
"""

from __future__ import annotations

import os
import secrets
from pathlib import Path

import pytest

from tests.conftest import Tell
from tests.factory import fonts
from tests.golden.fresh import Tally, measure

CARDS = 12
PROMISED = 0.95

pytestmark = [
    pytest.mark.fonts,
    pytest.mark.slow,
    pytest.mark.tesseract,
    pytest.mark.skipif(bool(fonts.missing()), reason=f"fonts missing: {fonts.PACKAGES}"),
]


@pytest.fixture(scope="module")
def tally(tmp_path_factory: pytest.TempPathFactory) -> Tally:
    seed = int(os.environ.get("ANJUAN_SEED") or secrets.randbelow(10**9))
    return measure(seed, CARDS, Path(tmp_path_factory.mktemp("fresh")))


@pytest.fixture(autouse=True)
def shown(tally: Tally, tell: Tell) -> None:
    """The seed and what came of it are seen in every run."""
    tell(tally.report().splitlines()[0])


def test_printed_values_are_read_exactly(tally: Tally) -> None:
    assert tally.values > 8 * CARDS
    assert tally.accuracy >= PROMISED, tally.report()


def test_nothing_is_filed_under_a_wrong_customer(tally: Tally) -> None:
    assert tally.misfiled == [], tally.report()


def test_most_cards_of_known_customers_find_their_file(tally: Tally) -> None:
    assert tally.filed >= 0.6 * tally.known, tally.report()
