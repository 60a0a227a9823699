"""Which ``# noqa`` comments are not needed: not in this analysis, and not in one that means as much."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from bnlint import api
from bnlint.analysis import backend, dialect
from bnlint.libraries.keras_versions import BACKENDS
from bnlint.results import unneeded as comments
from bnlint.results.findings import Finding, Note
from bnlint.rules import CODES, rule
from bnlint.settings.config import Config, KerasTarget
from bnlint.settings.options import INTERNAL_ERROR
from bnlint.syntax.source import Source

_NAMES: dict[int, KerasTarget] = {2: "2", 3: "3"}


def unneeded(source: Source, found: Sequence[Finding], config: Config) -> list[Finding]:
    """Return a finding for each comment that names what it does not suppress.

    Which findings are shown is no matter: a comment that hides one is needed as soon as somebody shows it.

    Args:
        source: the file.
        found: all findings in it.
        config: what the user set.
    """
    if not comments.may_be(source.text) or any(finding.code == INTERNAL_ERROR for finding in found):
        return []

    def judged(prefix: str) -> bool:
        return all(_is_on(code, config) for code in CODES if code.startswith(prefix))

    said = comments.unneeded(source, found, judged, _is_known)
    if not said:
        return said
    findings = list(found)
    for other in _others(source, config):
        notes: list[Note] = []
        findings += api.check_source(source.text, source.path, other, notes=notes)
        if notes:
            return []
    return comments.unneeded(source, findings, judged, _is_known)


def _is_known(prefix: str) -> bool:
    return any(code.startswith(prefix) for code in (*CODES, INTERNAL_ERROR))


def _is_on(code: str, config: Config) -> bool:
    """Whether a rule reports all that it can; one that is off, or partly off, may be on where a comment is needed."""
    return code in config.enable or not rule(code).can_be_enabled


def _others(source: Source, config: Config) -> Iterator[Config]:
    """Yield what the file may be run with as well, because nothing in the project says otherwise."""
    target = dialect.target(source.text, source.path, config)
    if target.assumed:
        yield replace(config, keras=_NAMES[dialect.OTHER[target.dialect]])
    for number in (target.dialect, *([3] if target.assumed and target.dialect != 3 else ())):
        runs_on = backend.target(source.text, source.path, number, config)
        if runs_on.assumed:
            for name in BACKENDS:
                if name != runs_on.name:
                    yield replace(config, keras=_NAMES[number], backend=name)
