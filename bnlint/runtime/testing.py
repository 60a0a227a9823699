"""What ``pytest --bnlint`` does: each test runs under a recorder of its own."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import replace
from typing import Any

import pytest

from bnlint.events import LayerCalled, Testimony
from bnlint.results.findings import Finding
from bnlint.rules.facts import is_test
from bnlint.runtime.judging import findings_of, named_from
from bnlint.runtime.recorder import Recorder
from bnlint.settings.loading import SettingsError, load

_FOUND = pytest.StashKey[list[Finding]]()
_RECORDER = pytest.StashKey[Recorder]()


class BatchNormTests:
    """The plugin proper.

    Args:
        config: of the run.
        fails: whether a test fails in which a BN layer misbehaves.

    Raises:
        UsageError: the project's ``[tool.bnlint]`` is wrong.
    """

    def __init__(self, config: pytest.Config, fails: bool) -> None:
        self.fails = fails
        self.root = str(config.rootpath)
        self.seen: dict[tuple[str, int, str, str], list[str]] = {}
        try:
            self.settings = load(config.rootpath)
        except SettingsError as error:
            raise pytest.UsageError(str(error)) from error

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Generator[None, Any, Any]:
        """Watch a test from its fixtures on; a model may be built there."""
        recorder = item.stash[_RECORDER] = Recorder()
        recorder.start(wait=True)
        try:
            return (yield)
        finally:
            recorder.stop()
            del item.stash[_RECORDER]

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_runtest_call(self, item: pytest.Item) -> Generator[None, Any, Any]:
        """Judge a test; one that fails gets what is found as a hint, for that may be why."""
        try:
            result = yield
        except BaseException:
            self._judge(item)
            raise
        here = self._judge(item)
        if here and self.fails:
            pytest.fail("\n".join(map(_line, here)), pytrace=False)
        return result

    def _judge(self, item: pytest.Item) -> list[Finding]:
        recorder = item.stash[_RECORDER]
        recorder.stop()
        testimony = recorder.recording.testimony
        _forget_tests(testimony)
        found = [f for f in findings_of(testimony, self.settings) if not _is_allowed(f, item)]
        item.stash[_FOUND] = here = [named_from(self.root, finding) for finding in found]
        return here

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(self, item: pytest.Item, call: pytest.CallInfo[Any]) -> Generator[None, Any, Any]:
        """Send the findings along with the report, which may come from another process (pytest-xdist)."""
        report = yield
        if call.when == "call":
            found = item.stash.get(_FOUND, [])
            report.bnlint = [(f.path, f.line, f.code, f.message) for f in found]
            if found and report.failed and call.excinfo is not None and not _is_ours(call.excinfo.value, found):
                report.sections.append(("BatchNormalization", "\n".join(map(_line, found))))
        return report

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Collect the findings of all tests."""
        for path, line, code, message in getattr(report, "bnlint", ()):
            self.seen.setdefault((path, line, code, message), []).append(report.nodeid)

    def pytest_terminal_summary(self, terminalreporter: Any) -> None:
        """List each finding once."""
        if not self.seen:
            return
        terminalreporter.section("BatchNormalization")
        for (path, line, code, message), tests in sorted(self.seen.items()):
            others = f" and {len(tests) - 1} more" if len(tests) > 1 else ""
            terminalreporter.write_line(f"{path}:{line}: {code} {message}")
            terminalreporter.write_line(f"    seen in {tests[0]}{others}")


def _is_allowed(finding: Finding, item: pytest.Item) -> bool:
    return any(
        not mark.args or any(finding.code.startswith(code) for code in mark.args)
        for mark in item.iter_markers("bnlint_allow")
    )


def _forget_tests(testimony: Testimony) -> None:
    """Make no difference between tests and other code: who asks for this wants to know of tests.

    The linter lets tests try layers out without a flag; what it is silent about for that is seen here.
    """
    for event in testimony.events:
        if isinstance(event, LayerCalled) and any(map(is_test, event.scopes)):
            event.scopes = tuple(replace(s, name=f"<{s.name}>") if is_test(s) else s for s in event.scopes)


def _is_ours(error: BaseException, found: list[Finding]) -> bool:
    """Say whether a test failed because of what was found, and says so already."""
    return isinstance(error, pytest.fail.Exception) and str(error) == "\n".join(map(_line, found))


def _line(finding: Finding) -> str:
    return f"{finding.path}:{finding.line}: {finding.code} {finding.message}"
