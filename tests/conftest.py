"""How tests share cores (``-n auto``, pytest-xdist)."""

from __future__ import annotations

import pytest


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    """Keep the tests of a file in one process: they share runs of TensorFlow.

    And keep the files in their order, which puts the long ones before many short ones; by itself xdist begins with the
    files of most tests, and waits at the end for one that has few and takes minutes.
    """
    if config.getoption("numprocesses", None):
        config.option.dist = "loadfile"
        config.option.loadscopereorder = False
