"""A language server through a day of typing, with one document that is made to take all of its time.

Usage: ``python -m lab.robustness.edits --edits 5000 --seed 7``. Several documents are open, fixtures in which words,
lines and blocks are moved, broken and put back; one is hostile: what doubles with every line, networks in networks,
numbers without end. After each burst of edits every document must be published in the version that the editor has, with
what ``check_source`` finds in that text; a document that does not parse keeps what was said before. At the end the
server must end, and nothing on the disk may have changed.
"""

from __future__ import annotations

import argparse
import queue
import random
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from bnlint.analysis import checking
from bnlint.project import ttl_cache
from bnlint.results.report import Report
from bnlint.settings.loading import Settings
from bnlint.syntax.source import Source
from lab.robustness import seeds
from lab.robustness.guided import guided
from lab.robustness.splicing import spliced
from tests.static.lsp_client import Client, running

DOCUMENTS = 5
BURST = 10
_SHOWN = 3_000
LIMIT = 3
"""Seconds that a document may take."""
UNREADABLE = f"x = {'a.' * 5_000}a\n"
"""Too deep for Python: nothing is said of it, as of half a statement."""
HOSTILE = (
    "l = (l, l)\n" * 40 + "tf.stack(l)\n",
    "inp = keras.Input((3,))\nm = keras.Model(inp, m(m(inp)))\n" * 60,
    "m = keras.Sequential([m, m])\n" * 200,
    "x = range(10 ** 20)\ny = '%3000000000d' % 5\nz = [1, 2][::0]\n",
    UNREADABLE,
    f"x = {'(' * 150}1{')' * 150}\n",
    "import sys\n" + "sys.path.append('a')\n" * 2_000,
    "def f(n):\n    return f(n + 1) + f(n + 2)\nf(0)\n",
    "while True:\n    x = [x, x]\n",
    "x = 1e400\nbn = keras.layers.BatchNormalization(momentum=float('nan'), epsilon=1e400)\n",
    "for a in range(10 ** 9):\n    for b in range(10 ** 9):\n        m = keras.Sequential([m])\n",
)
_HEAD = (
    "import numpy as np\nimport tensorflow as tf\nfrom tensorflow import keras\ninp = keras.Input((3,))\nl = x = inp\n"
    "m = keras.Model(inp, keras.layers.BatchNormalization()(inp))\n"
)


@dataclass
class Open:
    """A document in the editor.

    Args:
        uri: its name.
        path: the same as a path.
        text: what it holds.
        version: counts its edits.
    """

    uri: str
    path: str
    text: str
    version: int = 1


def hostile(draw: random.Random) -> str:
    """Return a program that is meant to stall or to break the server."""
    return _HEAD + "".join(draw.sample(HOSTILE, draw.randint(1, 4)))


def edited(text: str, draw: random.Random) -> str:
    """Return the text after an edit: mostly a few words or lines, sometimes another program."""
    broken = expected("<edited>", text) is None
    if draw.random() < (0.5 if broken else 0.05) or len(text) > 20_000:
        return guided(draw.randrange)
    return spliced(draw.randrange, text)


def expected(path: str, text: str) -> frozenset[tuple[int, str]] | None:
    """Return what the command shows of a text, None where it does not parse."""
    report = Report()
    checking.add(report, Source(path, text), Settings(time_limit=LIMIT))
    if any(problem.failed for problem in report.problems):
        return None
    return frozenset((one.line, one.code) for one in report.findings)


def published(client: Client, document: Open) -> frozenset[tuple[int, str]]:
    """Return what is said of the present version of a document."""
    found = client.diagnostics(document.uri, document.version)
    return frozenset((one["range"]["start"]["line"] + 1, str(one["code"])) for one in found)


def rounds(client: Client, edits: int, draw: random.Random, folder: Path, counts: Counter[str]) -> Iterator[str]:
    """Edit, and yield what is wrong."""
    documents = []
    for number in range(DOCUMENTS):
        name = f"d{number}.py"
        text = guided(draw.randrange) if number else hostile(draw)
        documents.append(Open(client.open(name, text), str(folder / name), text))
    touched = set(range(DOCUMENTS))
    for edit in range(edits):
        number = draw.randrange(DOCUMENTS)
        document = documents[number]
        document.text = edited(document.text, draw) if number else hostile(draw)
        document.version += 1
        client.change(document.uri, document.version, document.text)
        touched.add(number)
        if edit % BURST == BURST - 1 or edit == edits - 1:
            for each in sorted(touched, reverse=True):
                yield from _settled(client, documents[each], each == 0, edit, counts)
            client.kept.clear()
            touched.clear()


def _settled(client: Client, document: Open, is_hostile: bool, edit: int, counts: Counter[str]) -> Iterator[str]:
    ttl_cache.forget()
    wanted = expected(document.path, document.text) if not is_hostile else frozenset()
    if wanted is None or UNREADABLE in document.text:
        return  # half a statement: nothing is published
    try:
        found = published(client, document)
    except queue.Empty:
        yield f"edit {edit}: nothing is said of {document.path}:\n{document.text}"
        return
    counts["hostile" if is_hostile else "with findings" if found else "without"] += 1
    if any(code == "BNL001" for _, code in found):
        yield f"edit {edit}: an internal error in {document.path}:\n{document.text}"
    if not is_hostile and found != wanted:
        yield f"edit {edit}: {sorted(found)} instead of {sorted(wanted)} in {document.path}:\n{document.text}"


def main(argv: Sequence[str] | None = None) -> int:
    """Edit documents, and say what came of it."""
    parser = argparse.ArgumentParser(prog="python -m lab.robustness.edits", description=__doc__.partition("\n")[0])
    parser.add_argument("--edits", type=int, default=5_000, metavar="N", help="(default: 5000)")
    seeds.add_option(parser)
    parsed = parser.parse_args(argv)
    print(f"seed {parsed.seed}", flush=True)
    draw = random.Random(parsed.seed)
    bad = 0
    counts: Counter[str] = Counter()
    with tempfile.TemporaryDirectory(prefix="edits-") as name:
        folder = Path(name)
        options = {"settings": {"time-limit": LIMIT}, "isolated": True}
        with running(["-m", "bnlint", "lsp"], folder, options=options) as client:
            for trouble in rounds(client, parsed.edits, draw, folder, counts):
                bad += 1
                print(f"TROUBLE {trouble[:_SHOWN]}", flush=True)
        bad += bool(list(folder.iterdir()))
    print(f"{parsed.edits} edits, texts compared {dict(counts)}, {bad} troubles", flush=True)
    if bad:
        seeds.repeat("edits", parsed.seed, "--edits", str(parsed.edits))
    return int(bad > 0)


if __name__ == "__main__":
    sys.exit(main())
