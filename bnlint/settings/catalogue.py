"""What each key of ``[tool.bnlint]`` is for: ``bnlint config``, and the table of ``docs/settings.md``."""

from __future__ import annotations

import re
from typing import NamedTuple

from bnlint.links import DOCUMENTATION

_LINK = re.compile(r"\[(?P<text>[^]]+)\]\((?P<page>[\w/]+)\.md\)")


class Key(NamedTuple):
    """One key.

    Args:
        value: what may be written, in Markdown.
        default: what counts without it, in Markdown.
        meaning: in Markdown, with links to pages beside that of the settings.
        example: how it is written in TOML.
    """

    value: str
    default: str
    meaning: str
    example: str


def plain(text: str) -> str:
    """Return a text without links and code spans."""
    return _LINK.sub(r"\g<text>", text).replace("`", "")


def linked(text: str) -> str:
    """Return a text whose links are whole addresses."""
    return _LINK.sub(rf"[\g<text>]({DOCUMENTATION}\g<page>.html)", text)


_CODES = "codes or their beginnings"
CATALOGUE = {
    "keras": Key('`"auto"`, `"2"`, `"3"`', '`"auto"`', "the [Keras that the code will run on](keras.md)", '"3"'),
    "per-file-keras": Key(
        "table of patterns, each with a Keras",
        "`{}`",
        "the Keras of matching files; the first pattern that matches counts",
        '{ "old/*" = "2" }',
    ),
    "backend": Key(
        '`"auto"`, `"tensorflow"`, `"jax"`, `"torch"`',
        '`"auto"`',
        "the [backend](backends.md) that Keras 3 runs on",
        '"tensorflow"',
    ),
    "enable": Key(
        "codes", "`[]`", "opt-in rules to switch on: the [rules](rules/index.md) whose default is off", '["BNL204"]'
    ),
    "min-values": Key(
        "a whole number above 1",
        "`8`",
        "of how many values of a batch each statistic is to be made at least, for [BNL206](rules/BNL206.md)",
        "8",
    ),
    "follow-imports": Key(
        "true or false", "`true`", "read the project's other modules when a question needs them", "true"
    ),
    "group": Key(
        "true or false",
        "`true`",
        "report places whose mistake has one cause as [one finding](findings.md)",
        "true",
    ),
    "time-limit": Key("seconds", "`60`", "for each part of the analysis of one file; 0 for any time", "60"),
    "select": Key(_CODES, "all", "rules to show", '["BNL1", "BNL201"]'),
    "extend-select": Key(
        _CODES, "`[]`", "rules to show beside those of `select`; opt-in rules among them are enabled", '["BNL204"]'
    ),
    "ignore": Key(_CODES, "`[]`", "rules to hide; of two beginnings the longer one counts", '["BNL303"]'),
    "per-file-ignores": Key(
        "table of patterns, each with codes",
        "`{}`",
        "rules to hide in matching files, or with `!` before the pattern in all others",
        '{ "tests/*.py" = ["BNL101"] }',
    ),
    "extend-per-file-ignores": Key(
        "table of patterns, each with codes",
        "`{}`",
        "rules to hide in matching files beside those of `per-file-ignores`",
        '{ "!src/*" = ["BNL1"] }',
    ),
    "fixable": Key(_CODES, "all", "rules whose [fixes](fixes.md) are offered and made", '["BNL5"]'),
    "extend-fixable": Key(
        _CODES, "`[]`", "rules whose fixes are offered and made beside those of `fixable`", '["BNL303"]'
    ),
    "unfixable": Key(_CODES, "`[]`", "rules whose fixes are not", '["BNL303"]'),
    "extend-safe-fixes": Key(_CODES, "`[]`", "rules whose unsafe fixes are taken for safe ones", '["BNL303"]'),
    "extend-unsafe-fixes": Key(_CODES, "`[]`", "rules whose safe fixes are taken for unsafe ones", '["BNL501"]'),
    "unsafe-fixes": Key("true or false", "`false`", "`--fix` makes the unsafe fixes, too", "true"),
    "show-fixes": Key("true or false", "`false`", "list what `--fix` and `--diff` change", "true"),
    "exclude": Key(
        "patterns", "`[]`", "files and folders that a directory walk leaves out", '["third_party", "docs/*.py"]'
    ),
    "extend-exclude": Key(
        "patterns", "`[]`", "files and folders that a walk leaves out beside those of `exclude`", '["old"]'
    ),
    "extend-include": Key(
        "patterns", "`[]`", "files that a directory walk takes beside `*.py` and `*.ipynb`", '["*.pyw"]'
    ),
    "force-exclude": Key(
        "true or false", "`false`", "leave out excluded files even if they are named, as pre-commit does", "true"
    ),
    "respect-gitignore": Key("true or false", "`true`", "leave out what git ignores, unless git tracks it", "false"),
    "baseline": Key(
        "file name", "none", "a file with [known findings](baselines.md), which are not shown", '"bnlint-baseline.json"'
    ),
    "output-format": Key(
        "a [format](check.md)",
        '`"text"`',
        "how findings are shown; `BNLINT_OUTPUT_FORMAT` in the environment counts more",
        '"concise"',
    ),
    "extend": Key(
        "file name", "none", "a TOML file whose settings count where this one has none", '"../pyproject.toml"'
    ),
    "required-version": Key(
        "a version, or conditions", "any", "end with an error in another version of bnlint", '">=0.2,<0.3"'
    ),
    "library": Key(
        "tables",
        "none",
        "what there is to know of [your own layers and trainers](library.md)",
        '[{ name = "acme.layers.Block", is = "layer", contains-bn = true }]',
    ),
}
"""In the order in which they are shown."""
