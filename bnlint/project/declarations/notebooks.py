"""Notebooks: what their cells install, and what their outputs and metadata show of the Keras that ran them."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from bnlint.libraries import releases
from bnlint.libraries.keras_versions import KERAS_3_PYTHON
from bnlint.project.code_text import code_of
from bnlint.project.declarations import shell, texts
from bnlint.project.declarations.claims import Claim, Declared, claims, normalised, of_python
from bnlint.syntax.notebooks import UNKNOWN

_TENSORFLOW_1_MAGIC = re.compile(rf"^[ \t]*{UNKNOWN}#ensorflow_version[ \t]+1", re.MULTILINE)
_CHOOSES_1 = re.compile(r"%?tensorflow_version[ \t]+1")
_MAGIC = re.compile(rf"^[ \t]*{UNKNOWN}#(?P<command>.*)", re.MULTILINE)
_FIRST_LETTERS = {"ip": "pip", "ip3": "pip", "onda": "conda", "amba": "mamba", "v": "uv"}
_EXPORTED = re.compile(
    r"\bget_ipython\(\)\.(?P<way>system|getoutput|magic|run_line_magic|run_cell_magic)\((?P<given>[^\n]{1,2000})\)"
)
"""What an export to Python (``jupyter nbconvert``) makes of magics."""
_SHELL = re.compile(r"(?:[ \t]*%%(?:capture|time)\b[^\n]*\n)?\s*%%(?:bash|sh|script [^\n]{0,50}?\b(?:ba)?sh)\b")
"""The first line of a cell that is for a shell."""
_SHELLS = ("bash", "sh")
_ASKED = re.compile(r"\b(?:\w+\.){0,4}?(?P<name>\w+)\.(?:__version__|VERSION|version\.VERSION|(?<=sys\.)version\b)")
_COMPILER = re.compile(r"\[(?:GCC|Clang|MSC)[^\]\n]*\]")
_PACKAGES = {**releases.PACKAGES, "sys": "python"}
"""What names in programs stand for."""
_LISTS = re.compile(
    r"\b(?:pip3?|conda|mamba)[ \t]+(?:list|freeze|show)\b|\bwatermark\b|\bpython3?[ \t]+(?:-V|--version)\b"
)
"""Commands that name packages with their versions."""
_LISTED = re.compile(
    r"^(?:Name: )?(?P<name>keras|tensorflow(?:-(?:gpu|cpu))?|C?Python)(?: version)?"
    r"(?:[ \t]*(?::|==)[ \t]*|[ \t]+|\nVersion: )v?(?P<version>\d+\.\d+[\w.]*)",
    re.MULTILINE | re.IGNORECASE,
)
_VERSION = re.compile(r"(?<![\w.])v?(?P<version>\d+\.\d+\.\d+)(?!\d)")
_INSTALLED = re.compile(r"Successfully installed (?P<what>[^\n]*)")
_OF_INSTALLED = re.compile(r"(?<!\S)(?P<name>keras|tensorflow(?:-(?:gpu|cpu))?)-(?P<version>\d[\w.]*)", re.IGNORECASE)
_SATISFIED = re.compile(
    r"^Requirement already satisfied: (?P<name>keras|tensorflow(?:-(?:gpu|cpu))?)(?:[\[<>=!~][^ \n]*)? in [^ \n]+ "
    r"(?:\(from [^()\n]*\) )?\((?P<version>\d[\w.]*)\)",
    re.MULTILINE | re.IGNORECASE,
)
"""It may be replaced in the same run, or by what a later cell installs."""
_RAN_ON = (
    (2, re.compile(r"Using (?:TensorFlow|Theano) backend|TensorFlow 1\.x selected")),
    (2, re.compile(r"^_{40,}\n ?Layer \(type\)[^\n]*\n={40,}$", re.MULTILINE)),
    (2, re.compile(r"\d/\d+ \[=*>?\.*\] ?-")),
    (2, re.compile(r"site-packages/(?:keras|tensorflow/python/keras|tensorflow_core/python/keras|keras/src)/engine/")),
    (2, re.compile(rf"/python(?:2\.7|3\.[4-{KERAS_3_PYTHON - 1}])/(?:dist|site)-packages\b")),
    (3, re.compile("\u2503[^\n]*Output Shape|\u2501{3}[^\n]{0,60}/step")),
    (3, re.compile(r"site-packages/keras/src/(?:trainers|backend/(?:common|jax|torch))/")),
)
"""What Keras prints: its greeting, the frames of a summary, progress bars, the paths in warnings; paths of Pythons."""
_ESCAPES = re.compile("\x1b\\[[0-9;]{0,10}m|\x08+")
_MAX_BYTES = 30_000_000
_MAX_CELLS = 2_000
_MAX_OUTPUT = 20_000


def installed(source: str) -> Declared:
    """Return what the cells of a notebook install.

    Args:
        source: the cells as one text (``bnlint.syntax.notebooks``), which hides the first two letters of magics; or
            what ``jupyter nbconvert`` made of them.
    """
    exported = list(_exported(source)) if "get_ipython()" in source else []
    if _TENSORFLOW_1_MAGIC.search(source) or any(map(_CHOOSES_1.match, exported)):
        return Declared((("tensorflow", "==1.*"),))
    commands = "\n".join((*(_command(match["command"]) for match in _MAGIC.finditer(source)), *exported))
    return Declared(tuple(shell.installed(commands)), shell.switch(commands))


def _exported(source: str) -> Iterator[str]:
    """Yield the commands of an exported notebook, without the marks of their magics."""
    for match in _EXPORTED.finditer(code_of(source, strings=True)):
        try:
            given = ast.literal_eval(f"({match['given']},)")
        except (ValueError, SyntaxError, MemoryError, RecursionError):
            continue
        words = [word for word in given if isinstance(word, str)]
        if match["way"] != "run_cell_magic":
            yield " ".join(words)
        elif len(words) == 3 and words[0] in _SHELLS:
            yield words[2]


def _command(hidden: str) -> str:
    first, blank, rest = hidden.strip().partition(" ")
    return f"{_FIRST_LETTERS.get(first, first)}{blank}{rest}"


def ran(file: str, lone_keras: bool) -> tuple[int, str] | None:
    """Return the dialect of the Keras that ran a notebook, with the reason; None when nothing in it says so.

    What its cells for a shell install comes first, then its outputs.

    Args:
        file: the notebook.
        lone_keras: it uses ``keras`` without ``tf.keras``.
    """
    document = _document(file)
    cells = list(_cells(document))
    printed = [claim for cell in cells for claim in _printed(*cell)]
    decided = _agreed(_by_shells(cells), lone_keras) or _agreed(printed, lone_keras)
    if decided is not None:
        return decided
    shown = {dialect for _, output in cells for dialect, sign in _RAN_ON if sign.search(output)}
    if len(shown) == 1:
        dialect = shown.pop()
        return dialect, f"the notebook's outputs are those of Keras {dialect}"
    satisfied = None if shown else _agreed(_already_there(cells), lone_keras)
    if satisfied is not None:
        return satisfied
    pythons = {claim.dialect: claim.text for claim in printed if claim.package == "python"}
    for python, why in pythons.items():
        if python and len(pythons) == 1 and not shown:
            return python, why
    return None


def _agreed(said: Iterable[Claim], lone_keras: bool) -> tuple[int, str] | None:
    """Return the one dialect that claims have, with the reason: by the package that is imported, else by the other."""
    claimed = list(said)
    for package in ("keras", "tensorflow") if lone_keras else ("tensorflow", "keras"):
        of_it = (claim for claim in claimed if claim.package == package)
        found = {dialect: claim.text for claim in of_it if (dialect := claim.dialect)}
        if len(found) == 1:
            return found.popitem()
    return None


def _by_shells(cells: Iterable[tuple[str, str]]) -> Iterator[Claim]:
    """Yield what cells for a shell install."""
    for source, _ in cells:
        if _SHELL.match(source):
            yield from claims(shell.installed(source), "a cell")


def _already_there(cells: Iterable[tuple[str, str]]) -> Iterator[Claim]:
    """Yield the versions that pip found and left."""
    for _, output in cells:
        for match in _SATISFIED.finditer(output):
            yield from claims([(normalised(match["name"]), f"=={match['version']}")], "the notebook's outputs")


def python(file: str) -> tuple[int, str] | None:
    """Return the dialect of all that runs on the Python that ran a notebook, with the reason; None if there are two.

    Args:
        file: the notebook.
    """
    information = _mapping(_mapping(_document(file)).get("metadata")).get("language_info")
    version = _mapping(information).get("version")
    specifier = of_python(version) if isinstance(version, str) else ""
    for claim in claims([("python", specifier)], "the notebook's metadata"):
        if claim.dialect is not None:
            return claim.dialect, claim.text
    return None


def _document(file: str) -> Any:
    text = texts.read(Path(file), _MAX_BYTES)
    try:
        return json.loads(text) if text else None
    except (ValueError, RecursionError):
        return None


def _mapping(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _list(value: Any) -> list[Any]:
    return value[:_MAX_CELLS] if isinstance(value, list) else []


def _cells(document: Any) -> Iterator[tuple[str, str]]:
    """Yield the sources of cells with the text that they printed."""
    sheets = _list(_mapping(document).get("worksheets")) or [document]
    for sheet in sheets:
        for cell in _list(_mapping(sheet).get("cells")):
            outputs = [_text(output) for output in _list(_mapping(cell).get("outputs"))]
            source = _mapping(cell).get("source", _mapping(cell).get("input"))
            yield _joined(source), "\n".join(outputs)


def _text(output: Any) -> str:
    output = _mapping(output)
    parts = (output.get("text"), _mapping(output.get("data")).get("text/plain"))
    return _ESCAPES.sub("", "\n".join(map(_joined, parts))[:_MAX_OUTPUT])


def _joined(lines: Any) -> str:
    if isinstance(lines, str):
        return lines
    return "".join(line for line in lines if isinstance(line, str)) if isinstance(lines, list) else ""


def _printed(source: str, output: str) -> Iterator[Claim]:
    """Yield the versions that a cell asked for, or installed."""
    found = [*_asked(source, output)]
    if _LISTS.search(source):
        found += [(m["name"], m["version"]) for m in _LISTED.finditer(output)]
    for line in _INSTALLED.finditer(output):
        found += [(m["name"], m["version"]) for m in _OF_INSTALLED.finditer(line["what"])]
    for name, version in found:
        specifier = of_python(version) if "ython" in name else f"=={version}"
        yield from claims([("python" if "ython" in name else normalised(name), specifier)], "the notebook's outputs")


def _asked(source: str, output: str) -> Iterator[tuple[str, str]]:
    """Yield packages with the versions that a cell prints of them, one for each that it asks for."""
    names = [match["name"] for match in _ASKED.finditer(code_of(source, strings=True))]
    versions = [match["version"] for match in _VERSION.finditer(_COMPILER.sub("", output))]
    if len(set(names)) == len(set(versions)) == 1:
        names, versions = names[:1], versions[:1]
    if len(names) == len(versions):
        for name, version in zip(names, versions, strict=True):
            if name in _PACKAGES:
                yield _PACKAGES[name], version
