"""``bnlint check`` without the command line: files in, a report out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING

from bnlint import api
from bnlint.analysis import worth
from bnlint.analysis.aside import Aside
from bnlint.analysis.together import Outcome, Together
from bnlint.project import parts
from bnlint.results import noqa
from bnlint.results.findings import Finding, Note
from bnlint.results.grouping import grouped
from bnlint.results.messages import Message
from bnlint.results.report import Judged, Problem, Report, RunsOn
from bnlint.settings import options
from bnlint.settings.loading import Settings
from bnlint.sources import files
from bnlint.syntax import parsing
from bnlint.syntax.source import Source
from bnlint.syntax.texts import NOTEBOOK

if TYPE_CHECKING:
    from bnlint.analysis.dialect import Target


def check_paths(paths: Iterable[str], settings: Settings) -> Report:
    """Check files on disk.

    Args:
        paths: the files, as ``bnlint.sources.files.find`` yields them.
        settings: what the user set.
    """
    report = Report()
    named = list(paths)
    for found in each_of(named, settings, together(named, settings)):
        report.extend(found)
    return report


def together(paths: Iterable[str], settings: Settings) -> Together:
    """Return the files of a run, which know of each other."""
    return Together(paths, settings, _find)


def each_of(paths: Sequence[str], settings: Settings, run: Together | None = None) -> Iterator[Report]:
    """Check files on disk; yield what is found in each of them, in their order.

    Args:
        paths: the files.
        settings: what the user set.
        run: all files of the run.
    """
    for path in paths:
        report = Report()
        try:
            source = files.read(path)
        except OSError as error:
            report.problems.append(Problem(path, 0, f"cannot read: {error.strerror or error}"))
        else:
            try:
                add(report, source, settings.of(path), run)
            except Exception as error:  # an error of ours costs its file, not the others
                report.checked += 1
                report.findings.append(_failed(source, error))
        yield report


def add(report: Report, source: Source, settings: Settings, run: Together | None = None) -> None:
    """Check one source and put the outcome into a report.

    Args:
        report: changed in place.
        source: the file's text.
        settings: what the user set.
        run: all files of the run.
    """
    findings, problem, analysed = _find(source, settings) if run is None else run.find(source, settings)
    if analysed:
        _note_keras(report, source, settings)
    conclude(report, source, findings, problem, settings)


def _note_keras(report: Report, source: Source, settings: Settings) -> None:
    try:
        report.judged[source.path] = Judged(*_target(source, settings))
    except Exception:  # the analysis met the same one, and its finding tells
        return


def _target(source: Source, settings: Settings) -> Target:
    from bnlint.analysis import dialect  # start-up: most files do not speak of batch normalization

    return dialect.target(source.text, source.path, settings.config)


def _note_backend(report: Report, source: Source, settings: Settings) -> None:
    from bnlint.analysis import backend  # start-up: most files have no findings

    judged = report.judged.get(source.path)
    if judged is None or judged.dialect != 3:
        return
    try:
        runs_on = backend.target(source.text, source.path, judged.dialect, settings.config)
    except Exception:  # the analysis met the same one, and its finding tells
        return
    report.backends[source.path] = RunsOn(*runs_on)


def conclude(
    report: Report,
    source: Source,
    findings: Sequence[Finding],
    problem: Problem | None,
    settings: Settings,
    offers: bool = True,
) -> None:
    """Put what was found in a source into a report.

    Args:
        report: changed in place.
        source: the file's text.
        findings: all findings in it.
        problem: what kept it from being analysed.
        settings: what the user set.
        offers: somebody is told of the fixes, so that each is tried first.
    """
    if source.problems:
        report.problems += (Problem(source.path, 0, said) for said in source.problems)
    elif problem is not None:
        report.problems.append(problem)
    # A notebook of which some cells cannot be read was checked all the same.
    read = source.notebook is not None and source.text != ""
    report.checked += read if source.problems else problem is None or not problem.failed
    chosen, suppressed = _split(findings, source, settings)
    if offers:
        chosen = proven(chosen, findings, source, settings)
    if chosen or suppressed:
        report.findings.extend(sorted(chosen))
        report.suppressed.extend(sorted(suppressed))
        report.sources[source.path] = source
        _note_notebooks(report, (*chosen, *suppressed))
        if source.path not in report.judged:
            _note_keras(report, source, settings)
        _note_backend(report, source, settings)


def _note_notebooks(report: Report, findings: Iterable[Finding]) -> None:
    """Put the notebooks that findings rest on into a report: places in them are in cells."""
    for path in {related.path for finding in findings for related in finding.related}:
        if path.endswith(NOTEBOOK) and path not in report.sources:
            with suppress(OSError):
                report.sources[path] = files.read(path)


def proven(chosen: Sequence[Finding], findings: Sequence[Finding], source: Source, settings: Settings) -> list[Finding]:
    """Return findings with those fixes only that help: nobody is offered what ``--fix`` would not do.

    Args:
        chosen: those to be shown.
        findings: all findings in the source.
        source: the file's text.
        settings: what the user set.
    """
    if not any(finding.fix is not None for finding in chosen):
        return list(chosen)
    from bnlint.fixes import applying  # start-up: most files have nothing to fix

    return applying.proven(source.text, findings, chosen, lambda text: find_in(text, source, settings))


def find_in(text: str, source: Source, settings: Settings) -> list[Finding] | None:
    """Return all findings in a source once it has another text, None when that cannot be analysed.

    Args:
        text: the text with fixes.
        source: the source as it is.
        settings: what the user set.
    """
    findings, problem = find(replace(source, text=text), settings)
    return None if problem is not None and problem.failed else findings


def shown(findings: Iterable[Finding], source: Source, settings: Settings) -> list[Finding]:
    """Return the findings that are selected and not suppressed."""
    return _split(findings, source, settings)[0]


def _split(findings: Iterable[Finding], source: Source, settings: Settings) -> tuple[list[Finding], list[Finding]]:
    selected = [_with_allowed_fix(finding, settings) for finding in findings if _selected(finding, settings)]
    if settings.group:
        selected = grouped(selected, source)
    return (selected, []) if settings.disable_noqa else noqa.split(selected, source)


def find(source: Source, settings: Settings, fixes: bool = True) -> tuple[list[Finding], Problem | None]:
    """Return all findings in a source, and what kept it from being analysed.

    Args:
        source: the file's text.
        settings: what the user set.
        fixes: work out the findings' fixes.
    """
    return _find(source, settings, fixes)[:2]


def _find(source: Source, settings: Settings, fixes: bool = True, aside: Aside | None = None) -> Outcome:
    """Return what ``find`` does, and whether the source was analysed."""
    aside = aside or Aside()
    try:
        tree = None if parsing.was_parsed(source.text) else parsing.parse(source.text)
    except SyntaxError as error:
        return Outcome([], Problem(source.path, error.lineno or 0, f"cannot parse: {error.msg}"), False)
    except (ValueError, RecursionError, MemoryError) as error:
        problem = Problem(source.path, 0, f"cannot parse: {type(error).__name__} {error}".rstrip())
        return Outcome([], problem, False)
    notes: list[Note] = []
    try:
        asked = source.text, source.path, settings.follow_imports, settings.library
        itself = aside.worth or worth.by_itself(*asked)
        if not itself and not worth.by_its_users(*asked):
            return Outcome(_unneeded(source, [], settings), None, False)
        aside.worth = True
        if aside.users is None:
            aside.users = parts.parts_with(source.text, source.path).has_acting_methods
        if not aside.users and not itself:
            aside.asked, aside.dialect = True, _target(source, settings).dialect
            return Outcome(_unneeded(source, [], settings), None, True)
        found = api.check_source(
            source.text, source.path, settings.config, tree=tree, fixes=fixes, notes=notes, aside=aside
        )
        unread = next((Problem(source.path, note.line, note.message, failed=False) for note in notes), None)
        if unread is None:
            found = sorted([*found, *_unneeded(source, found, settings)])
        return Outcome(found, unread, True)
    except Exception as error:
        return Outcome([_failed(source, error)], None, True)


def _unneeded(source: Source, found: Sequence[Finding], settings: Settings) -> list[Finding]:
    """Return what is said of comments that suppress nothing, where somebody asks for it."""
    if options.UNNEEDED_NOQA not in settings.enable or settings.disable_noqa or source.problems:
        return []
    from bnlint.analysis import comments  # start-up: most runs do not ask

    return comments.unneeded(source, found, settings.config)


def _failed(source: Source, error: Exception) -> Finding:
    return Finding(source.path, 1, 0, options.INTERNAL_ERROR, Message(options.describe_error(error)), 1, 0)


def is_selected(code: str, settings: Settings) -> bool:
    """Whether findings of a rule are shown at all, files aside."""
    return _chosen(code, settings.select, settings.ignore)


def _with_allowed_fix(finding: Finding, settings: Settings) -> Finding:
    """Return a finding with its fix as the user wants those of its rule: as safe as that, or not at all."""
    fix, code = finding.fix, finding.code
    if fix is None:
        return finding
    if not _chosen(code, settings.fixable, settings.unfixable):
        return replace(finding, fix=None)
    safe, unsafe = (_longest(code, each) or -1 for each in (settings.extend_safe_fixes, settings.extend_unsafe_fixes))
    if fix.safety == "shown" or safe == unsafe:
        return finding
    return replace(finding, fix=replace(fix, safety="safe" if safe > unsafe else "unsafe"))


def _selected(finding: Finding, settings: Settings) -> bool:
    if finding.code == options.INTERNAL_ERROR:
        return True  # a failure, not an opinion
    if not is_selected(finding.code, settings):
        return False
    return not any(
        _longest(finding.code, prefixes) is not None and files.is_meant(finding.path, pattern, settings.directory)
        for pattern, prefixes in settings.per_file_ignores
    )


def _chosen(code: str, wanted: Sequence[str], unwanted: Sequence[str]) -> bool:
    """Whether a code is wanted, as all are where none is named; the longer of two beginnings decides."""
    chosen = _longest(code, wanted) if wanted else 0
    return chosen is not None and (_longest(code, unwanted) or -1) < chosen


def _longest(code: str, prefixes: Iterable[str]) -> int | None:
    """Return the length of the longest prefix of a code: where select and ignore disagree, the closer one decides."""
    return max((len(prefix) for prefix in prefixes if code.startswith(prefix)), default=None)
