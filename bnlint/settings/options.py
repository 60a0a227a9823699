"""What users may write for each setting: one set of converters for flake8's options, the command and pyproject.toml.

A bad value raises ``argparse.ArgumentTypeError``: argparse, which flake8 uses too, turns it into a usage error that
names the option, and ``bnlint.settings.loading`` into an error that names the key. Importing this module is cheap.
"""

from __future__ import annotations

import re
from argparse import ArgumentTypeError
from typing import TYPE_CHECKING, cast

from bnlint.settings.limits import MIN_VALUES, TIME_LIMIT

if TYPE_CHECKING:
    from bnlint.libraries.user import Row
    from bnlint.settings.config import BackendTarget, Config, KerasTarget

KERAS_TARGETS = ("auto", "2", "3")
BACKEND_TARGETS = ("auto", "tensorflow", "jax", "torch")
OUTPUT_FORMATS = (
    *("text", "concise", "grouped", "json", "json-lines", "sarif", "github", "gitlab", "azure", "rdjson", "junit"),
    "markdown",
)
ALL = ("BNL",)
"""How all codes begin."""
INTERNAL_ERROR = "BNL001"
"""Not a rule: an error of bnlint's own."""
UNNEEDED_NOQA = "BNL002"
"""A rule about comments, see ``bnlint.results.unneeded``."""

_SEPARATOR = re.compile(r"[,\s]+")


def keras_target(text: str) -> KerasTarget:
    """Convert the Keras dialect to analyse for.

    Raises:
        ArgumentTypeError: it is none of the targets.
    """
    if text not in KERAS_TARGETS:
        raise ArgumentTypeError(f"{text!r} is not one of {', '.join(KERAS_TARGETS)}")
    return cast("KerasTarget", text)


def backend_target(text: str) -> BackendTarget:
    """Convert the backend of Keras 3 to analyse for.

    Raises:
        ArgumentTypeError: it is none of the targets.
    """
    if text not in BACKEND_TARGETS:
        raise ArgumentTypeError(f"{text!r} is not one of {', '.join(BACKEND_TARGETS)}")
    return cast("BackendTarget", text)


def yes_no(text: str) -> bool:
    """Convert a switch.

    Raises:
        ArgumentTypeError: it is neither ``yes`` nor ``no``.
    """
    if text not in ("yes", "no"):
        raise ArgumentTypeError(f"{text!r} is not one of yes, no")
    return text == "yes"


def seconds(text: str) -> float:
    """Convert a limit of time; 0 is none.

    Raises:
        ArgumentTypeError: it is no number of seconds.
    """
    try:
        found = float(text)
    except ValueError:
        found = -1.0
    if not 0 <= found < 1e6:  # the largest that a timer takes is far above
        raise ArgumentTypeError(f"{text!r} is no number of seconds")
    return found


def min_values(text: str) -> int:
    """Convert how many values a statistic is to be made of at least.

    Raises:
        ArgumentTypeError: it is no whole number above 1: one value is a mistake of other rules.
    """
    if not re.fullmatch(r"[0-9]{1,9}", text) or int(text) < 2:
        raise ArgumentTypeError(f"{text!r} is no number of values above 1")
    return int(text)


def jobs(text: str) -> int | None:
    """Convert a number of processes; None leaves it to the run.

    Raises:
        ArgumentTypeError: it is neither ``auto`` nor a positive number.
    """
    if text == "auto":
        return None
    if not text.isascii() or not text.isdigit() or int(text) < 1:
        raise ArgumentTypeError(f"{text!r} is neither auto nor a positive number")
    return int(text)


def _split(text: str) -> list[str]:
    return [part for part in _SEPARATOR.split(text.strip()) if part]


def codes(text: str) -> frozenset[str]:
    """Convert a list of whole codes, separated by commas or white space (flake8's own convention).

    Raises:
        ArgumentTypeError: there is no rule about programs with such a code.
    """
    found = all_codes(text)
    if UNNEEDED_NOQA in found:
        raise ArgumentTypeError(f"{UNNEEDED_NOQA} is about comments, which only bnlint check and editors look at")
    return found


def all_codes(text: str) -> frozenset[str]:
    """Convert a list of whole codes, of the rules about comments, too.

    Raises:
        ArgumentTypeError: there is no rule with such a code.
    """
    found = frozenset(_split(text.upper()))
    if not found:  # the usual case
        return found
    from bnlint.rules import ALL_CODES  # start-up: flake8 reads its options in every run

    for code in sorted(found.difference(ALL_CODES)):
        raise ArgumentTypeError(f"unknown code {code!r} (see: bnlint rule --all)")
    return found


def codes_below(prefixes: tuple[str, ...]) -> frozenset[str]:
    """Return the codes that begin so."""
    from bnlint.rules import ALL_CODES  # start-up: as above

    return frozenset(code for code in ALL_CODES if code.startswith(prefixes))


def is_code(text: str) -> bool:
    """Whether there is a rule with this code."""
    from bnlint.rules import ALL_CODES  # start-up: as above

    return text in ALL_CODES


def code_prefixes(text: str) -> tuple[str, ...]:
    """Convert a list of codes or beginnings of codes (``BNL3``, ``ALL``), separated by commas or white space.

    Raises:
        ArgumentTypeError: no rule's code begins so.
    """
    from bnlint.rules import ALL_CODES  # start-up: as above

    found = tuple(ALL[0] if part == "ALL" else part for part in _split(text.upper()))
    for prefix in found:
        if not any(code.startswith(prefix) for code in (*ALL_CODES, INTERNAL_ERROR)):
            raise ArgumentTypeError(f"no code begins with {prefix!r} (see: bnlint rule --all)")
    return found


def per_file_ignores(text: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Convert ``PATTERN:CODE,CODE,PATTERN:CODE``: which codes are not shown in which files.

    Raises:
        ArgumentTypeError: a pattern has no codes, or no rule's code begins so.
    """
    found: dict[str, list[str]] = {}
    pattern = ""
    for part in _split(text):
        name, colon, code = part.rpartition(":")
        if colon:
            pattern = name
        if not pattern or not code:
            raise ArgumentTypeError(f"{part!r} is not PATTERN:CODE")
        found.setdefault(pattern, []).append(code)
    return tuple((name, code_prefixes(",".join(prefixes))) for name, prefixes in found.items())


def per_file_keras(text: str) -> tuple[tuple[str, KerasTarget], ...]:
    """Convert ``PATTERN:KERAS,PATTERN:KERAS``: which files are for which Keras.

    Raises:
        ArgumentTypeError: a pattern has no Keras, or it is none of the targets.
    """
    found = []
    for part in _split(text):
        pattern, colon, keras = part.rpartition(":")
        if not colon or not pattern:
            raise ArgumentTypeError(f"{part!r} is not PATTERN:KERAS")
        found.append((pattern, keras_target(keras)))
    return tuple(found)


def patterns(text: str) -> tuple[str, ...]:
    """Convert a list of patterns of files, separated by commas."""
    return tuple(part for part in (each.strip() for each in text.split(",")) if part)


def libraries(text: str) -> tuple[Row, ...]:
    """Convert the name of a TOML file to the rows about the user's own libraries that are in it.

    Raises:
        ArgumentTypeError: it cannot be read, or a row is not right.
    """
    if not text:
        return ()
    from pathlib import Path  # start-up: few runs have such a file

    from bnlint.settings import tables  # start-up: few runs have such a file

    try:
        return tables.library(Path(text))
    except tables.SettingsError as error:
        raise ArgumentTypeError(str(error)) from None


def make_config(
    keras: str,
    backend: str,
    enable: frozenset[str],
    follow_imports: bool,
    library: tuple[Row, ...] = (),
    time_limit: float = TIME_LIMIT,
    min_values: int = MIN_VALUES,
) -> Config:
    """Bundle converted settings for the analysis; apart from the converters because it imports dataclasses."""
    from bnlint.settings.config import Config  # start-up: it imports dataclasses

    return Config(
        keras=keras_target(keras),
        backend=backend_target(backend),
        enable=enable,
        follow_imports=follow_imports,
        library=library,
        time_limit=time_limit,
        min_values=min_values,
    )


def report(text: str) -> tuple[str, str]:
    """Convert ``FORMAT=FILE``.

    Args:
        text: of the command line.

    Returns:
        The format and the file.

    Raises:
        ArgumentTypeError: it is none.
    """
    name, _, file = text.partition("=")
    if name not in OUTPUT_FORMATS or not file:
        raise ArgumentTypeError(f"{text!r} is not FORMAT=FILE with a format of {', '.join(OUTPUT_FORMATS)}")
    return name, file


def reason(text: str) -> str:
    """Convert what is to stand behind a ``# noqa`` comment.

    Raises:
        ArgumentTypeError: it is nothing, more than a line, or begins as a code does, which it would be taken for.
    """
    found = text.strip()
    if not found.isprintable() or not found or re.match(r"[A-Za-z]+[0-9]", found):
        raise ArgumentTypeError(f"{text!r} is no reason on one line, which may not begin as a code does")
    return found


def describe_error(error: BaseException) -> str:
    """Return the message of a ``BNL001`` finding, on one line: flake8 and every editor read line by line."""
    detail = " ".join(str(error).split())
    what = type(error).__name__ + (f": {detail[:200]}" if detail else "")
    return f"internal error of bnlint, this file was not analysed ({what}); please report it"
