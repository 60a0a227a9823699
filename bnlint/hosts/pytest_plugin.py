"""The pytest plugin: ``--bnlint=error`` lets a test fail when a BN layer misbehaves in it.

Every pytest run of an environment with bnlint imports this module, so it imports nothing; what looks at TensorFlow
comes from ``bnlint.runtime.testing`` when the option asks for it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pytest

_HELP = "watch BatchNormalization in tests: warn lists what misbehaves at the end, error also fails the test"
_MARKER = "bnlint_allow(*codes): misuse of BatchNormalization that the test shows on purpose; all without codes"
_CHOICES = ("off", "warn", "error")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the option, on the command line and in the configuration."""
    parser.getgroup("bnlint").addoption("--bnlint", choices=_CHOICES, help=_HELP)
    parser.addini("bnlint", f"{_HELP} (default: off)", default="off")


def pytest_configure(config: pytest.Config) -> None:
    """Start what does the work, if it is wanted."""
    config.addinivalue_line("markers", _MARKER)
    mode = config.getoption("--bnlint") or str(config.getini("bnlint"))
    if mode not in _CHOICES:
        import pytest  # start-up: see above

        raise pytest.UsageError(f"bnlint = {mode}: not one of {', '.join(_CHOICES)}")
    if mode != "off":
        from bnlint.runtime.testing import BatchNormTests  # start-up: see above

        config.pluginmanager.register(BatchNormTests(config, fails=mode == "error"), "bnlint-tests")
