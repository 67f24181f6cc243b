"""What the factory's tests share."""

from __future__ import annotations

from random import Random

import pytest

from tests.factory.people import Client
from tests.factory.register import register


@pytest.fixture(scope="session")
def clients() -> tuple[Client, ...]:
    return register(Random(4), companies=8, persons=3)
