"""Printing the ratios at the end of a run."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

_ratios = pytest.StashKey[list[str]]()


@pytest.fixture
def ratio(request: pytest.FixtureRequest) -> Iterator[list[str]]:
    """Lines to print in the summary."""
    lines: list[str] = []
    yield lines
    request.config.stash.setdefault(_ratios, []).extend(lines)


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    lines = config.stash.get(_ratios, [])
    if lines:
        terminalreporter.section("ratios (medians of alternating runs)")
        for line in lines:
            terminalreporter.write_line(line)
