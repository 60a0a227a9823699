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
    if mode != "off" and _can_record(config):
        from bnlint.runtime.testing import BatchNormTests  # start-up: see above

        config.pluginmanager.register(BatchNormTests(config, fails=mode == "error"), "bnlint-tests")


def _can_record(config: pytest.Config) -> bool:
    """Say whether there is what a recorder needs; without it the tests run as they are, with a warning."""
    from importlib.util import find_spec  # start-up: see above

    missing = [name for name in ("numpy", "libcst") if find_spec(name) is None]
    if missing:
        import pytest  # start-up: see above

        text = f"bnlint cannot watch the tests: {missing[0]} is not installed (pip install 'bnlint[trace]')"
        config.issue_config_time_warning(pytest.PytestConfigWarning(text), stacklevel=2)
    return not missing
