"""Findings as the editor shows them: diagnostics, explanations and quick fixes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress

from lsprotocol import types

from bnlint.analysis import checking
from bnlint.commands import annotating
from bnlint.explain import explanation, markdown
from bnlint.fixes.applying import compatible
from bnlint.fixes.files import Refused
from bnlint.links import rule_page
from bnlint.lsp.documents import Part
from bnlint.lsp.looking import Checked, Shown
from bnlint.output.levels import level
from bnlint.results.edits import WARNINGS, Edit
from bnlint.results.findings import Finding
from bnlint.settings import options

_SEVERITIES = {
    "error": types.DiagnosticSeverity.Error,
    "warning": types.DiagnosticSeverity.Warning,
    "note": types.DiagnosticSeverity.Information,
}


def diagnostics(checked: Checked) -> dict[str, list[types.Diagnostic]]:
    """Return the diagnostics of each text document, none for those without findings."""
    found: dict[str, list[types.Diagnostic]] = {part.origin.uri: [] for part in checked.document.parts}
    for shown in checked.shown():
        found[shown.part.origin.uri].append(_diagnostic(shown, checked))
    return found


def _diagnostic(shown: Shown, checked: Checked) -> types.Diagnostic:
    finding = shown.finding
    known = finding.code != options.INTERNAL_ERROR
    return types.Diagnostic(
        range=shown.range,
        message=finding.said.lines,
        severity=_SEVERITIES[level(finding.code)],
        code=finding.code,
        code_description=types.CodeDescription(rule_page(finding.code)) if known else None,
        source="bnlint",
        related_information=list(_related(finding, checked)) or None,
    )


def _related(finding: Finding, checked: Checked) -> Iterator[types.DiagnosticRelatedInformation]:
    for place in finding.related:
        if place.path == finding.path:
            offset = checked.document.lines.offset(place.line, place.column)
            part = checked.document.part_at(offset)
            location = types.Location(part.origin.uri, part.range(offset, offset, checked.units))
            yield types.DiagnosticRelatedInformation(location, place.message)


def hover(checked: Checked, uri: str, position: types.Position) -> types.Hover | None:
    """Return the explanation of the rules that report something at a position."""
    touched = [
        shown
        for shown in checked.touched(uri, types.Range(position, position))
        if shown.finding.code != options.INTERNAL_ERROR
    ]
    if not touched:
        return None
    texts = (markdown.without_evidence(explanation(shown.finding.code)) for shown in touched)
    text = "\n\n---\n\n".join(texts)
    return types.Hover(types.MarkupContent(types.MarkupKind.Markdown, text), touched[0].range)


QUICK_FIX = types.CodeActionKind.QuickFix.value
FIX_ALL = "source.fixAll.bnlint"


def asked_for(params: types.CodeActionParams, kind: str) -> bool:
    """Return whether an editor wants actions of a kind: it may name kinds, each with those below it ("source")."""
    only = params.context.only
    if only is None:
        return kind == QUICK_FIX
    return any(not each or kind == each or kind.startswith(f"{each}.") for each in only)


def actions(checked: Checked, params: types.CodeActionParams, versioned: bool) -> list[types.CodeAction]:
    """Return the quick fixes at a range: what repairs a finding, and what suppresses it; each fix is tried first.

    Args:
        checked: what was found.
        params: the editor's question.
        versioned: the editor can tell whether an edit comes too late.
    """
    found: list[types.CodeAction] = []
    if not any(checked.touched(params.text_document.uri, params.range)):
        return found
    checked = checked.with_fixes
    touched = [
        shown
        for shown in checked.touched(params.text_document.uri, params.range)
        if shown.finding.code != options.INTERNAL_ERROR
    ]
    source, settings = checked.document.source, checked.settings
    proven = checking.proven([shown.finding for shown in touched], checked.everything, source, settings)
    for shown, finding in zip(touched, proven, strict=True):
        diagnostic = _diagnostic(shown, checked)
        if finding.fix is not None:
            warning = WARNINGS[finding.fix.safety]
            title = f"{finding.code}: {finding.fix.description}" + (f" ({warning})" if warning else "")
            edit = _edit(checked, finding.fix.edits, versioned)
            preferred = finding.fix.safety == "safe" or None
            found.append(_action(title, edit, diagnostic, preferred))
        if finding.code == options.UNNEEDED_NOQA:
            continue
        with suppress(Refused):  # a line that has no room for a comment
            edit = _edit(checked, annotating.comments(checked.document.source, [finding]), versioned)
            found.append(_action(f"{finding.code}: disable here (# noqa)", edit, diagnostic))
    return found


def fix_all(checked: Checked, versioned: bool) -> list[types.CodeAction]:
    """Return the action that makes all safe fixes of a document, none if there are none.

    Args:
        checked: what was found.
        versioned: the editor can tell whether an edit comes too late.
    """
    if not checked.findings:
        return []
    checked = checked.with_fixes
    source, settings = checked.document.source, checked.settings
    safe = [finding for finding in checked.findings if finding.fix is not None and finding.fix.safety == "safe"]
    proven = compatible(checked.document.lines, checking.proven(safe, checked.everything, source, settings))
    edits = sorted({edit for finding in proven if finding.fix is not None for edit in finding.fix.edits})
    if not edits:
        return []
    edit = _edit(checked, edits, versioned)
    return [types.CodeAction("bnlint: fix all safe problems", FIX_ALL, edit=edit)]


def _action(
    title: str, edit: types.WorkspaceEdit, diagnostic: types.Diagnostic, preferred: bool | None = None
) -> types.CodeAction:
    kind = types.CodeActionKind.QuickFix
    return types.CodeAction(title, kind, diagnostics=[diagnostic], is_preferred=preferred, edit=edit)


def _edit(checked: Checked, edits: Sequence[Edit], versioned: bool) -> types.WorkspaceEdit:
    """Return edits of the analysed text as edits of the editor's documents; none reaches over a notebook's cell."""
    by_part: dict[str, tuple[Part, list[types.TextEdit | types.AnnotatedTextEdit | types.SnippetTextEdit]]] = {}
    for edit in edits:
        part, edit = checked.document.inside(edit)
        place = part.range(edit.offset, edit.end, checked.units)
        new = types.TextEdit(place, edit.replacement.replace("\n", part.newline))
        by_part.setdefault(part.origin.uri, (part, []))[1].append(new)
    if not versioned:
        plain = {uri: [each for each in new if isinstance(each, types.TextEdit)] for uri, (_, new) in by_part.items()}
        return types.WorkspaceEdit(changes=plain)
    return types.WorkspaceEdit(
        document_changes=[
            types.TextDocumentEdit(types.OptionalVersionedTextDocumentIdentifier(uri, part.origin.version), new)
            for uri, (part, new) in by_part.items()
        ]
    )
