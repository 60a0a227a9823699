"""How the commands read their options."""

from __future__ import annotations

import argparse
from typing import Any, NoReturn


class Parser(argparse.ArgumentParser):
    """A parser whose errors are one line: the usage of a command with forty options hides what is wrong."""

    def __init__(self, *args: Any, **options: Any) -> None:
        # What is written short may mean another option one day.
        super().__init__(*args, **{"allow_abbrev": False, **options})

    def error(self, message: str) -> NoReturn:
        """End with what is wrong and where help is."""
        self.exit(2, f"{self.prog}: error: {message} (see {self.prog} --help)\n")
