"""What tests measured is told at the end of the run, also by tests that passed elsewhere."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, settings

# A busy machine makes no promise untrue: examples are judged by what comes out, not by the clock.
settings.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("house")

TOLD = "told"
Tell = Callable[[str], None]


@pytest.fixture
def tell(record_property: Callable[[str, object], None]) -> Tell:
    """Say a line that is printed at the end of the run, whichever worker ran the test."""
    return lambda line: record_property(TOLD, line)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print what the tests had to tell, each line once."""
    told = [
        str(value)
        for outcome in ("passed", "failed")
        for report in terminalreporter.stats.get(outcome, [])
        for name, value in report.user_properties
        if name == TOLD
    ]
    if told:
        terminalreporter.section("measured")
        for line in dict.fromkeys(told):
            terminalreporter.line(line)
