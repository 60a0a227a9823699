"""``python -m bnlint``."""

import os
import sys


def run() -> int:
    """Run the command. Python puts the working directory first on its path: what is checked there is not imported.

    ``trace`` runs a program, and replaces that entry by the program's folder.
    """
    if sys.path[0] in ("", os.getcwd()) and sys.argv[1:2] != ["trace"]:
        del sys.path[0]
    from bnlint.cli import main  # start-up: not before the working directory has left the path

    return main()


if __name__ == "__main__":  # pragma: no branch - run by name, or imported by tests for run()
    sys.exit(run())
