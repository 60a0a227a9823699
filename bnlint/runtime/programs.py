"""The fixtures as programs to run: which there are, in which dialects, and what their comments expect."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from packaging.specifiers import SpecifierSet

from bnlint.libraries.keras_versions import BACKENDS, Backend

DIALECTS = (1, 2, 3)
"""1 is TF1 graph code, on Keras 2."""

_EXPECT = re.compile(r"#\s*expect(?:\[(?P<dialect>\d)\])?:\s*(?P<codes>BNL\d+(?:\s*,\s*BNL\d+)*)")
_HEADER = re.compile(r"#\s*(?P<key>\w+):\s*(?P<value>.*)")
_RAISES = re.compile(
    r"(?P<dialect>\d)(?:\s+on\s+(?P<backend>\w+))?\s+(?P<name>\w+)(?:\s+\[(?P<versions>[^]]*)\])?"
    r'(?:\s+"(?P<text>[^"]+)")?'
)
_ENTRIES = ("train.py", "main.py")


@dataclass(frozen=True)
class Raises:
    """An exception that ends a program: ``# raises: 3 ValueError [>=3.4] "fused", 2 TypeError "fused"`` in its header.

    ``3 on jax ValueError`` is one that only this backend raises.

    Args:
        dialect: where.
        name: the exception's class.
        versions: the versions of Keras in which it does.
        text: what its message says, among other things.
        backend: where it does, "" for all.
    """

    dialect: int
    name: str
    versions: SpecifierSet
    text: str = ""
    backend: str = ""


@dataclass(frozen=True)
class Program:
    """One fixture.

    Args:
        path: the file, or the folder of a program of several modules.
        code: the rule it belongs to.
        bad: its name says that it shows the mistake.
        dialects: where it runs.
        backends: what it runs on in Keras 3.
        expected: per dialect and code the lines that are to be reported in ``entry``'s folder, as (file, line).
        raises: the exceptions that end it, as part of the symptom.
        distributed: it uses a distribution strategy.
        why: the reason that its header gives, on one line.
    """

    path: Path
    code: str
    bad: bool
    dialects: tuple[int, ...]
    expected: dict[tuple[int, str], frozenset[tuple[str, int]]] = field(default_factory=dict, hash=False)
    raises: tuple[Raises, ...] = ()
    distributed: bool = False
    why: str = ""
    backends: tuple[Backend, ...] = ("tensorflow",)

    @property
    def entry(self) -> Path:
        """The file to run."""
        if self.path.is_dir():
            return next((self.path / name for name in _ENTRIES if (self.path / name).exists()), self.path / "main.py")
        return self.path

    @property
    def files(self) -> list[Path]:
        """All its files."""
        return sorted(self.path.glob("*.py")) if self.path.is_dir() else [self.path]

    def lines(self, dialect: int) -> frozenset[tuple[str, int]]:
        """Return where the program's own rule is expected to report in a dialect."""
        return self.expected.get((dialect, self.code), frozenset())

    def file(self, name: str, other: Program | None = None) -> Path:
        """Return one of the program's files.

        Args:
            name: what it is called.
            other: the program whose file of that name it stands for; a single file stands for a single file.
        """
        if not self.path.is_dir():
            return self.path
        return self.entry if other is not None and not other.path.is_dir() else self.path / name

    def exception(self, dialect: int, keras: str, backend: Backend = "tensorflow") -> Raises | None:
        """Return the exception that ends the program in a dialect and version of Keras, if one does."""
        own = (r for r in self.raises if r.dialect == dialect and r.backend in ("", backend))
        return next((r for r in own if r.versions.contains(keras, True)), None)

    def reports(self, dialect: int) -> frozenset[tuple[str, str, int]]:
        """Return everything that is expected to be reported in a dialect, as (code, file, line)."""
        return frozenset(
            (code, *place) for (d, code), lines in self.expected.items() if d == dialect for place in lines
        )

    def mistaken(self, dialect: int) -> bool:
        """Say whether any rule is expected to report something in a dialect."""
        return any(lines and key[0] == dialect for key, lines in self.expected.items())

    def shows(self, dialect: int) -> bool:
        """Say whether the mistake is one in this dialect."""
        return self.bad and dialect in self.dialects and bool(self.lines(dialect))


def own_programs() -> Path:
    """Return the folder of bnlint's own fixtures: inside an installed wheel, or beside the package in a checkout."""
    package = Path(__file__).resolve().parent.parent
    shipped = package / "fixtures"
    return shipped if shipped.is_dir() else package.parent / "fixtures"


def find_programs(folder: Path) -> list[Program]:
    """Return every program below ``folder/<CODE>/``, in order."""
    found = []
    for rule_folder in sorted(p for p in folder.iterdir() if p.is_dir() and re.fullmatch(r"BNL\d+", p.name)):
        for path in sorted(rule_folder.iterdir()):
            is_program = path.suffix == ".py" or (path.is_dir() and any((path / name).exists() for name in _ENTRIES))
            if is_program and path.name.startswith(("bad_", "good_")):
                found.append(read_program(path, rule_folder.name))
    return found


def read_program(path: Path, code: str) -> Program:
    """Read a fixture's header and expectations."""
    files = sorted(path.glob("*.py")) if path.is_dir() else [path]
    texts = {file: file.read_text(encoding="utf-8") for file in files}
    program = Program(path, code, path.name.startswith("bad_"), ())
    header = _header(texts[program.entry])
    dialects = _dialects(header.get("dialect", ["any"])[0])
    expected: dict[tuple[int, str], set[tuple[str, int]]] = {}
    for file, text in texts.items():
        for number, line in enumerate(text.splitlines(), start=1):
            for match in _EXPECT.finditer(line):
                wanted = (int(match["dialect"]),) if match["dialect"] else dialects
                for name in re.findall(r"BNL\d+", match["codes"]):
                    for dialect in wanted:
                        expected.setdefault((dialect, name), set()).add((file.name, number))
    raises = tuple(
        Raises(
            int(match["dialect"]),
            match["name"],
            SpecifierSet(match["versions"] or ""),
            match["text"] or "",
            match["backend"] or "",
        )
        for value in header.get("raises", [])
        for match in _RAISES.finditer(value)
    )
    frozen = {key: frozenset(lines) for key, lines in expected.items()}
    distributed = any("tf.distribute" in text for text in texts.values())
    backends = _backends(header["backends"][0]) if "backends" in header else runs_on(texts.values())
    return Program(path, code, program.bad, dialects, frozen, raises, distributed, header.get("why", [""])[0], backends)


def _backends(value: str) -> tuple[Backend, ...]:
    return tuple(backend for backend in BACKENDS if backend in value.split())


def runs_on(texts: Iterable[str]) -> tuple[Backend, ...]:
    """Return what a program runs on in Keras 3, by what it imports: ``tf.keras`` is Keras, and more is TensorFlow.

    Args:
        texts: the sources of its modules.
    """
    wanted = set().union(*(_needs(ast.parse(text)) for text in texts))
    if len(wanted) > 1:
        return ()
    return tuple(backend for backend in BACKENDS if not wanted or backend in wanted)


def _needs(tree: ast.Module) -> set[str]:
    """Return the backends whose own functions a module uses."""
    found, names = set(), set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                found |= _backend_of(alias.name)
                if alias.name.partition(".")[0] == "tensorflow":
                    names.add(alias.asname or "tensorflow")
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {need for alias in node.names for need in _backend_of(f"{node.module}.{alias.name}")}
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in names:
            found |= _backend_of(f"tensorflow.{node.attr}")
    return found


def _backend_of(name: str) -> set[str]:
    """Return the backend that something imported belongs to; ``tf.keras`` and TensorFlow as a whole to none."""
    first, _, rest = name.partition(".")
    if first in ("tensorflow", "tf_keras"):
        return set() if first == "tensorflow" and rest.partition(".")[0] in ("", "keras") else {"tensorflow"}
    return {"jax"} if first in ("jax", "optax") else {"torch"} if first == "torch" else set()


def _header(text: str) -> dict[str, list[str]]:
    """Return the ``# key: value`` lines at the top of a file; a key may be there more than once."""
    found: dict[str, list[str]] = {}
    for line in text.splitlines():
        match = _HEADER.fullmatch(line.strip())
        if match is None:
            break
        found.setdefault(match["key"], []).append(match["value"].strip())
    return found


def _dialects(value: str) -> tuple[int, ...]:
    if value == "any":
        return (2, 3)
    return tuple(int(d) for d in re.findall(r"\d", value)) or (2, 3)
