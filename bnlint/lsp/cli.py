"""``bnlint lsp``: start the language server."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from contextlib import redirect_stdout
from importlib.util import find_spec

from bnlint.commands import console
from bnlint.settings.usage import Parser


def main(argv: Sequence[str]) -> int:
    """Run ``bnlint lsp``; see ``bnlint.cli.Command``."""
    parser = Parser(
        prog="bnlint lsp",
        description="Language server for editors, which start it and speak to it on its standard input.",
    )
    parser.add_argument(
        "--stdio", action="store_true", help="accepted because some editors add it; there is no other way"
    )
    parser.parse_args(argv)
    if find_spec("pygls") is None:
        return console.fail("the language server needs pygls: pip install 'bnlint[lsp]'")
    from bnlint.lsp.server import make_server  # optional: needs pygls

    messages = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    with redirect_stdout(sys.stderr):  # what anybody prints would not be the protocol
        server = make_server()
        server.start_io(stdout=messages)
    return server.exit_code
