"""The plugin on a notebook itself (``flake8 train.ipynb``), where flake8 knows nothing but the JSON."""

from __future__ import annotations

from bnlint.api import check_source
from bnlint.config import Config
from bnlint.findings import Finding
from bnlint.notebooks.reading import decode
from bnlint.output import Report
from bnlint.output.in_files import in_files


def findings(document: str, path: str, config: Config) -> list[Finding]:
    """Return the findings in the cells, at their places in the JSON.

    Args:
        document: the JSON.
        path: how findings name the file.
        config: settings.
    """
    source = decode(path, document.encode("utf-8", "surrogatepass"))
    found = check_source(source.text, path, config)
    return in_files(Report(findings=found, sources={path: source})).findings
