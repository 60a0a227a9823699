"""The flake8 plugin (entry point ``BNL`` of the group ``flake8.extension``).

flake8 imports this module in every run and calls the plugin for every file, also inside long-lived editor servers:
so it imports nothing heavy, keeps no state on the class, and never raises out of ``run`` (an exception there ends
flake8's whole run and loses everybody's findings).
"""

from __future__ import annotations

import os
import sys
from argparse import ArgumentTypeError
from typing import TYPE_CHECKING, Any

from bnlint import __version__
from bnlint.analysis import worth
from bnlint.settings import options
from bnlint.settings.limits import MIN_VALUES, TIME_LIMIT

if TYPE_CHECKING:
    import ast
    from argparse import Namespace
    from collections.abc import Iterator, Sequence

    from bnlint.libraries.user import Row
    from bnlint.results.findings import Finding, Note
    from bnlint.settings.config import Config

    Result = tuple[int, int, str, type[Any]]


class Plugin:
    """One file's analysis.

    Args:
        tree: the file's stdlib syntax tree, which flake8 has anyway.
        filename: as flake8 names it; may be ``stdin`` or a file that does not exist.
        lines: the file's lines, without BOM and with universal newlines.
        options: flake8's parsed options, ours among them.
    """

    name = "bnlint"
    version = __version__

    def __init__(self, tree: ast.AST, filename: str, lines: Sequence[str], options: Namespace) -> None:
        self._tree = tree
        self._filename = filename
        self._lines = lines
        self._options = options

    @staticmethod
    def add_options(manager: Any) -> None:
        """Register the options, for the command line and for flake8's configuration file alike.

        Args:
            manager: flake8's ``OptionManager``.
        """
        # Converters instead of argparse's `choices`, which are not applied to values from a configuration file.
        manager.add_option(
            "--bnlint-keras",
            default="auto",
            metavar="{auto,2,3}",
            parse_from_config=True,
            type=options.keras_target,
            help="the Keras version the code will run on (default: auto, from imports, requirements, installation)",
        )
        manager.add_option(
            "--bnlint-backend",
            default="auto",
            metavar="{auto,tensorflow,jax,torch}",
            parse_from_config=True,
            type=options.backend_target,
            help="what Keras 3 will run on there (default: auto, from KERAS_BACKEND, imports, requirements)",
        )
        manager.add_option(
            "--bnlint-enable",
            default="",
            metavar="CODES",
            parse_from_config=True,
            type=options.codes,
            help="opt-in rules to switch on, separated by commas, e.g. BNL204,BNL304",
        )
        manager.add_option(
            "--bnlint-min-values",
            default=str(MIN_VALUES),
            metavar="N",
            parse_from_config=True,
            type=options.min_values,
            help="how many values of a batch each statistic is to be made of at least, for BNL206 (default: 8)",
        )
        manager.add_option(
            "--bnlint-follow-imports",
            default="yes",
            metavar="{yes,no}",
            parse_from_config=True,
            type=options.yes_no,
            help="read the project's other modules (never importing them) when a question needs them (default: yes)",
        )
        manager.add_option(
            "--bnlint-time-limit",
            default=str(TIME_LIMIT),
            metavar="SECONDS",
            parse_from_config=True,
            type=options.seconds,
            help="how long each part of the analysis of one file may take, 0 for any time (default: 60)",
        )
        manager.add_option(
            "--bnlint-group",
            default="yes",
            metavar="{yes,no}",
            parse_from_config=True,
            type=options.yes_no,
            help="report places whose mistake has one cause as one finding at the cause (default: yes)",
        )
        manager.add_option(
            "--bnlint-libraries",
            default="",
            metavar="FILE",
            parse_from_config=True,
            normalize_paths=True,
            help="a TOML file of [[tool.bnlint.library]] rows about layers and trainers of your own",
        )

    @staticmethod
    def parse_options(manager: Any, parsed: Namespace, _: Any) -> None:
        """Read the rows once, where the options are read: flake8 applies no converter of ours to a path.

        Args:
            manager: flake8's ``OptionManager``.
            parsed: all options; the rows are added to them.
        """
        file = getattr(parsed, "bnlint_libraries", "")
        try:
            parsed.bnlint_library = options.libraries(_upwards(file))
        except ArgumentTypeError as error:
            manager.parser.error(f"argument --bnlint-libraries: {error}")

    def run(self) -> Iterator[Result]:
        """Yield flake8's tuples: line from 1, column from 0, code and message, class."""
        for line, column, text in self._results():
            yield line, column, text, type(self)

    def _results(self) -> list[tuple[int, int, str]]:
        try:
            return [_result(finding) for finding in self._findings()]
        except Exception as error:
            return [(1, 0, f"{options.INTERNAL_ERROR} {options.describe_error(error)}")]

    def _findings(self) -> list[Finding]:
        source = "".join(self._lines)
        if self._filename.endswith(".ipynb") and source.lstrip()[:1] == "{":
            return self._findings_in_notebook(source)
        follow_imports: bool = getattr(self._options, "bnlint_follow_imports", True)
        if not worth.worth_analysis(source, self._filename, follow_imports, self._library()):
            return []
        from bnlint.api import check_source  # start-up: most files are not worth an analysis

        notes: list[Note] = []
        found = check_source(source, self._filename, self._config(), tree=self._tree, notes=notes)
        if notes:
            from bnlint.results.wording import harmless  # start-up: most files raise none
        for note in notes:  # flake8 knows violations only, and this is none
            print(harmless(f"bnlint: {self._filename}:{note.line or 1}: {note.message}"), file=sys.stderr)
        return found if all(finding.cause is None for finding in found) else self._by_cause(found, source)

    def _by_cause(self, found: list[Finding], text: str) -> list[Finding]:
        """Return one finding for each cause; flake8 would look for comments in that line alone, so we look before."""
        from bnlint.results import grouping, noqa  # start-up: few findings have a cause
        from bnlint.syntax.source import Source  # start-up: as above

        source = Source(self._filename, text)
        if self._group():
            found = grouping.grouped(found, source)
        return found if getattr(self._options, "disable_noqa", False) else noqa.split(found, source)[0]

    def _group(self) -> bool:
        return getattr(self._options, "bnlint_group", True)

    def _findings_in_notebook(self, document: str) -> list[Finding]:
        """Return findings in the cells of a notebook, at their places in its JSON.

        For Python a notebook is one expression, so flake8 gets as far as its plugins. Editors that send the code of
        the cells under the notebook's name do not come here.
        """
        from bnlint.hosts.notebooks import findings  # start-up: few files are notebooks

        return findings(document, self._filename, self._config(), self._group())

    def _config(self) -> Config:
        return options.make_config(
            keras=getattr(self._options, "bnlint_keras", "auto"),
            backend=getattr(self._options, "bnlint_backend", "auto"),
            enable=getattr(self._options, "bnlint_enable", frozenset()),
            follow_imports=getattr(self._options, "bnlint_follow_imports", True),
            library=self._library(),
            time_limit=getattr(self._options, "bnlint_time_limit", TIME_LIMIT),
            min_values=getattr(self._options, "bnlint_min_values", MIN_VALUES),
        )

    def _library(self) -> tuple[Row, ...]:
        rows: tuple[Row, ...] = getattr(self._options, "bnlint_library", ())
        return rows


def _upwards(name: str) -> str:
    """Return where a file without a folder lies: here or above, as flake8 looks for its configuration.

    Names with a folder are relative to the configuration, flake8 has seen to that.
    """
    folder = os.getcwd()
    while name and os.path.basename(name) == name and not os.path.exists(os.path.join(folder, name)):
        if os.path.dirname(folder) == folder:
            return name
        folder = os.path.dirname(folder)
    return os.path.join(folder, name) if name else ""


def _result(finding: Finding) -> tuple[int, int, str]:
    text = " ".join(f"{finding.code} {finding.message}".split())
    return finding.line, finding.column, text
