"""The report to look at: one HTML file that needs nothing else, for large and small screens."""

from __future__ import annotations

import os
from dataclasses import dataclass

import jinja2
from markupsafe import Markup

from bnlint import __version__
from bnlint.links import rule_page
from bnlint.results.findings import Finding
from bnlint.results.wording import plural
from bnlint.rules import CODES, rule
from bnlint.runtime.comparison import number
from bnlint.runtime.layers import LayerResult
from bnlint.runtime.trace.fixcheck import FixCheck, rows, verdict
from bnlint.runtime.trace.plots import plot, plot_losses, plot_pair
from bnlint.runtime.trace.result import Trace
from bnlint.sources import files

AROUND = 2
"""Lines of source shown before and after a finding's."""

PLOTS = 150
"""Layers that get a plot, the suspicious ones first; each takes about 20 kB."""


@dataclass(frozen=True)
class Line:
    """One line of a source excerpt."""

    number: int
    text: str
    marked: bool


def render(trace: Trace, folder: str, source: bool = True) -> str:
    """Return the page.

    Args:
        trace: the result.
        folder: the directory that the report's file names start from.
        source: quote the lines that findings are about.
    """
    environment = _environment()
    environment.globals.update(
        excerpt=lambda finding: excerpt(finding, folder) if source else [],
        rule_name=_rule_name,
        number=number,
        plural=plural,
    )
    environment.filters["ident"] = id
    order = sorted(trace.layers, key=lambda layer: not layer.comparison.is_suspicious)
    plots = {id(layer): Markup(plot(layer.record)) for layer in order[:PLOTS] if layer.record is not None}
    page: str = environment.get_template("report.html.jinja").render(
        trace=trace, layers=order, plots=plots, shape=_shape, version=__version__, source_shown=source
    )
    return page


def render_check(check: FixCheck) -> str:
    """Return the page that shows a program and its fixed copy side by side."""
    losses = [check.before.get("losses", ()), check.after.get("losses", ())]
    pictures = [
        (pair.name, Markup(svg)) for pair in check.layers[:PLOTS] if (svg := plot_pair(pair.before, pair.after))
    ]
    page: str = (
        _environment()
        .get_template("fixcheck.html.jinja")
        .render(
            check=check,
            verdict=verdict(check),
            rows=list(rows(check)) if check.fixed else [],
            loss=Markup(plot_losses(*losses)) if check.fixed and any(losses) else "",
            pictures=pictures if check.fixed else [],
            version=__version__,
        )
    )
    return page


def _environment() -> jinja2.Environment:
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("bnlint.runtime.trace", "."),
        autoescape=True,  # names, messages and source lines come from files that anybody may have written
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals["code"] = _code
    return environment


def _code(code: str) -> Markup:
    """Return a rule's code with a link to its page; an error of ours has none."""
    if code not in CODES:
        return Markup('<span class="code">{}</span>').format(code)
    return Markup('<a class="code" href="{}">{}</a>').format(rule_page(code), code)


def excerpt(finding: Finding, folder: str) -> list[Line]:
    """Return a finding's line with those around it; empty when the file cannot be read."""
    try:
        lines = files.read(os.path.join(folder, finding.path)).text.split("\n")
    except OSError:
        return []
    first, last = max(1, finding.line - AROUND), min(len(lines), finding.line + AROUND)
    return [Line(n, lines[n - 1].rstrip(), n == finding.line) for n in range(first, last + 1)]


def _rule_name(code: str) -> str:
    return rule(code).summary if code in CODES else ""


def _shape(layer: LayerResult) -> str:
    return " x ".join("?" if size is None else str(size) for size in layer.shape) if layer.shape else "unknown"
