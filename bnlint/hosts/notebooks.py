"""The plugin on a notebook itself (``flake8 train.ipynb``), where flake8 knows nothing but the JSON."""

from __future__ import annotations

from bnlint.api import check_source
from bnlint.output.in_files import in_files
from bnlint.results.findings import Finding
from bnlint.results.grouping import grouped
from bnlint.results.report import Report
from bnlint.settings.config import Config
from bnlint.syntax.notebooks.reading import decode


def findings(document: str, path: str, config: Config, group: bool) -> list[Finding]:
    """Return the findings in the cells, at their places in the JSON.

    Args:
        document: the JSON.
        path: how findings name the file.
        config: settings.
        group: one finding for each cause.
    """
    source = decode(path, document.encode("utf-8", "surrogatepass"))
    found = check_source(source.text, path, config)
    if group:
        found = grouped(found, source)
    return in_files(Report(findings=found, sources={path: source})).findings
