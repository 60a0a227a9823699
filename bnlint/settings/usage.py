"""How the commands read their options."""

from __future__ import annotations

import argparse
import os
import re
from collections.abc import Callable, Iterable
from typing import Any, NoReturn

COMPLETING = "_ARGCOMPLETE"
"""What the shell's part of argcomplete sets when it asks for completions: the place of the program's name, from 1."""

_STRANGE = re.compile(
    r"^unrecognized arguments: (?P<option>--[\w-]+)|^argument COMMAND: invalid choice: '(?P<command>[^']+)'"
)


def like(word: str, known: Iterable[str]) -> str:
    """Return the question whether one of the known words is meant, "" where none is like it."""
    import difflib  # start-up: most words are right

    close = difflib.get_close_matches(word, known, 1)
    return f"; did you mean {close[0]}?" if close else ""


class Adding(argparse.Action):
    """An option that holds several things, and may be given several times: they add up, as with ruff and flake8."""

    def __call__(
        self, parser: argparse.ArgumentParser, namespace: argparse.Namespace, values: Any, option: str | None = None
    ) -> None:
        """Add what is given to what was given before."""
        before = getattr(namespace, self.dest)
        if before is not None:
            values = before | values if isinstance(values, frozenset) else before + values
        setattr(namespace, self.dest, values)


class Parser(argparse.ArgumentParser):
    """A parser whose errors are one line: the usage of a command with forty options hides what is wrong."""

    def __init__(self, *args: Any, **options: Any) -> None:
        # What is written short may mean another option one day.
        super().__init__(*args, **{"allow_abbrev": False, **options})

    def parse_args(self, *args: Any, **options: Any) -> Any:
        """Parse the arguments; where a shell asks for completions, answer instead and end."""
        if COMPLETING in os.environ:
            self._complete()
        return super().parse_args(*args, **options)

    def _complete(self) -> None:
        try:
            import argcomplete  # start-up, optional: the shell asks where it is installed
        except ImportError:
            self.exit(1)
        for action in self._actions:
            offered = _offered(action.metavar)
            if offered:
                action.completer = _completer(offered)  # type: ignore[attr-defined]  # argcomplete's
        argcomplete.autocomplete(self)

    def error(self, message: str) -> NoReturn:
        """End with what is wrong, what may be meant, and where help is."""
        self.exit(2, f"{self.prog}: error: {message}{self._meant(message)} (see {self.prog} --help)\n")

    def _meant(self, message: str) -> str:
        """Return which option or command is like the one that there is not, "" for none."""
        found = _STRANGE.search(message)
        if found is None:
            return ""
        command = found["command"]
        offered = (each.choices or () if command else each.option_strings for each in self._actions)
        return like(command or found["option"], [str(name) for each in offered for name in each])


def _offered(metavar: object) -> tuple[str, ...]:
    """Return what may stand there, by what the help calls it: a code, codes, or the words in braces."""
    from bnlint.rules import ALL_CODES  # start-up: only where a shell asks

    if metavar in ("CODE", "CODES"):
        return ALL_CODES
    if metavar == "KEY":
        from bnlint.settings.catalogue import CATALOGUE  # start-up: as above

        return tuple(CATALOGUE)
    text = str(metavar)
    return tuple(text[1:-1].split(",")) if text.startswith("{") else ()


def _completer(offered: tuple[str, ...]) -> Callable[..., list[str]]:
    def complete(prefix: str = "", **others: object) -> list[str]:
        """Offer words for the last part of a list."""
        before, comma, _ = prefix.rpartition(",")
        return [f"{before}{comma}{word}" for word in offered]

    return complete
