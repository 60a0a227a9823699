"""Reports for machines that know files only: what lies in a notebook's cell gets its place in the notebook's JSON."""

from __future__ import annotations

from dataclasses import replace

from bnlint.results.edits import Fix
from bnlint.results.findings import Finding, Related
from bnlint.results.report import Report
from bnlint.sources.notebooks import FileMap, NotInCell
from bnlint.syntax.source import Source


def in_files(report: Report) -> Report:
    """Return a report whose places, edits and texts are those of the files.

    The messages say in which cell the place is.

    Args:
        report: what was found.
    """
    maps = {
        path: FileMap(source.notebook, source.text)
        for path, source in report.sources.items()
        if source.notebook is not None
    }
    if not maps:
        return report
    sources = {
        path: source if source.notebook is None else Source(path, source.notebook.raw)
        for path, source in report.sources.items()
    }

    def placed(finding: Finding) -> Finding:
        file = maps.get(finding.path)
        return finding if file is None else _placed(finding, report.sources[finding.path], file)

    return replace(
        report,
        findings=list(map(placed, report.findings)),
        suppressed=list(map(placed, report.suppressed)),
        baselined=list(map(placed, report.baselined)),
        sources=sources,
        identities={placed(finding): identity for finding, identity in report.identities.items()},
    )


def fix_in_file(fix: Fix | None, file: FileMap) -> Fix | None:
    """Return a fix whose edits are those of the notebook's JSON, None where that cannot be."""
    if fix is None:
        return None
    try:
        return replace(fix, edits=tuple(file.edits(fix.edits)))
    except NotInCell:
        return None


def _placed(finding: Finding, source: Source, file: FileMap) -> Finding:
    def at(line: int, column: int) -> tuple[int, int]:
        try:
            return file.place(line, column)
        except NotInCell:
            return 1, 0

    def cell(line: int) -> str:
        number, line = source.place(line)
        return f"cell {number}, line {line}"

    line, column = at(finding.line, finding.column)
    end_line, end_column = at(finding.end_line, finding.end_column)
    return replace(
        finding,
        line=line,
        column=column,
        end_line=end_line,
        end_column=end_column,
        said=replace(finding.said, notes=(*finding.said.notes, cell(finding.line))),
        related=tuple(
            Related(place.path, *at(place.line, place.column), f"{place.message} ({cell(place.line)})")
            if place.path == finding.path
            else place
            for place in finding.related
        ),
        fix=fix_in_file(finding.fix, file),
        places=tuple(_placed(place, source, file) for place in finding.places),
    )
