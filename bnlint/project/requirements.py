"""What a project declares about its TensorFlow and Keras versions.

Only what is certain counts: a requirement decides when every release it admits speaks the same dialect.
``tensorflow>=2.10`` admits both and decides nothing; requirements that contradict each other decide nothing either.

Read are, in each directory from the file up to the project's root (nearest first): pyproject.toml, requirements and
constraints files, setup.cfg, setup.py, Pipfile, environment.yml, and the lock files of Poetry, uv, PDM and Pipenv.
Broken files are skipped. The results are kept per directory and read anew when a file changes, because editors keep
the process for days.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Generic, Literal, TypeVar

from bnlint.project import import_graph
from bnlint.sources.notebooks.magics import UNKNOWN

Package = Literal["tensorflow", "keras"]
T = TypeVar("T")

LEGACY_SWITCH = re.compile(
    r"^[^#\n]*(?<!get\([\"'])(?<!getenv\([\"'])\bTF_USE_LEGACY_KERAS[\"']?"
    r"(?:[ \t]*\][ \t]*=|[ \t]*[=:,]|[ \t])[ \t]*[\"']?(?:1|[Tt]rue)\b",
    re.MULTILINE,
)
"""The environment variable that makes ``tf.keras`` the legacy Keras, set to what TensorFlow takes for true (its
``tensorflow/python/util/lazy_loader.py``): in code, .env files, Dockerfiles, YAML, shell."""

_TENSORFLOW_NAMES = frozenset(
    {
        "intel-tensorflow",
        "tensorflow",
        "tensorflow-aarch64",
        "tensorflow-cpu",
        "tensorflow-cpu-aws",
        "tensorflow-directml",
        "tensorflow-gpu",
        "tensorflow-intel",
        "tensorflow-macos",
        "tensorflow-rocm",
    }
)
_NAME = (
    r"(?:intel[-_]tensorflow|tensorflow(?:[-_](?:aarch64|cpu[-_]aws|cpu|directml|gpu|intel|macos|rocm))?"
    r"|keras(?:[-_]core)?|tf[-_]keras)"
)
_EXTRAS = r"(?:\[[^\]\n]{0,200}\])?"
_COMPARISON = r"(?:===?|~=|!=|<=|>=|<|>)[ \t]*[\w.*+!-]+"
_SPECIFIER = rf"{_COMPARISON}(?:[ \t]*,[ \t]*{_COMPARISON})*"
_REQUIREMENT = re.compile(
    rf"(?P<name>{_NAME})[ \t]*{_EXTRAS}[ \t]*\(?(?P<specifier>{_SPECIFIER})?\)?[ \t]*(?:;|#|\\|--|$)",
    re.IGNORECASE,
)
_MAGIC_LINE = rf"^[ \t]*{UNKNOWN}#"
_TENSORFLOW_1_MAGIC = re.compile(rf"{_MAGIC_LINE}ensorflow_version[ \t]+1", re.MULTILINE)
_INSTALLING = re.compile(rf"{_MAGIC_LINE}.*?\binstall\b(?P<what>.*)", re.MULTILINE)
_INSTALLED = re.compile(rf"(?<![\w.-])(?P<name>{_NAME}){_EXTRAS}(?P<specifier>{_SPECIFIER})", re.IGNORECASE)
"""What notebooks say in lines that are not Python, of which ``notebooks.magics`` hides the first two letters."""
_REQUIREMENT_LINE = re.compile(
    rf"^[ \t]*(?:[\w.-]+[ \t]*=[ \t]*)?(?P<name>{_NAME})[ \t]*{_EXTRAS}[ \t]*(?P<specifier>{_SPECIFIER})?"
    r"[ \t]*(?:;.*|#.*|\\|--.*)?$",
    re.IGNORECASE | re.MULTILINE,
)
_QUOTED_REQUIREMENT = re.compile(
    rf"[\"'](?P<name>{_NAME})[ \t]*{_EXTRAS}[ \t]*(?P<specifier>{_SPECIFIER})?[ \t]*(?:;[^\"']*)?[\"']",
    re.IGNORECASE,
)
_CONDA_LINE = re.compile(
    rf"^[ \t]*-[ \t]*[\"']?(?:[\w.-]+::)?(?P<name>{_NAME}){_EXTRAS}"
    r"(?P<specifier>[ \t]*[=<>!~\d][^\"'#;\n]*)?[\"']?[ \t]*(?:[#;].*)?$",
    re.IGNORECASE | re.MULTILINE,
)
_LOCKED_TOML = re.compile(rf"^name = \"(?P<name>{_NAME})\"\nversion = \"(?P<version>[^\"]+)\"", re.MULTILINE)
_LOCKED_JSON = re.compile(rf"\"(?P<name>{_NAME})\": \{{[^{{}}]*?\"version\": \"==(?P<version>[^\"]+)\"")

_VCS_DIRECTORIES = (".git", ".hg", ".jj", ".svn")
_ROOT_FILES = (
    "Pipfile",
    "environment.yaml",
    "environment.yml",
    "pyproject.toml",
    "requirements.txt",
    "setup.cfg",
    "setup.py",
)
_MAX_LEVELS = 20
_MAX_BYTES = 1_000_000
_MAX_LOCK_BYTES = 10_000_000
_MAX_FILES = 64
_MAX_DEPTH = 50
_MAX_SPECIFIER = 200


@dataclass(frozen=True)
class Claim:
    """One requirement on TensorFlow or Keras.

    Args:
        package: which of the two.
        dialect: the Keras dialect of every release it admits; None when it admits both.
        text: as a person would write it, with the file.
    """

    package: Package
    dialect: int | None
    text: str


@dataclass(frozen=True)
class Facts:
    """What one directory says.

    Args:
        claims: the requirements in it.
        legacy_package: ``tf-keras`` is required.
        legacy_switch: the file that sets ``TF_USE_LEGACY_KERAS`` for the project, "" when none does.
    """

    claims: tuple[Claim, ...] = ()
    legacy_package: bool = False
    legacy_switch: str = ""


def declared(path: str, lone_keras: bool = False) -> tuple[int, str] | None:
    """Return the dialect that a file's project requires, with the reason; None when it leaves that open.

    Args:
        path: the file, which need not exist (an editor's unsaved buffer); ``<...>`` has no project.
        lone_keras: the file uses ``keras`` without ``tf.keras``: then the version of keras comes first, and the
            switch to the legacy ``tf.keras`` does not matter.
    """
    directories = [] if path.startswith("<") else list(_directories(path))
    facts = [_FACTS.get(directory) for directory in directories]
    if not lone_keras:
        switch = next((fact.legacy_switch for fact in facts if fact.legacy_switch), "")
        if not switch and any(fact.legacy_package for fact in facts):
            switch = next(filter(None, map(_CODE_SWITCH.get, directories)), "")
        if switch:
            return 2, f"{switch} sets TF_USE_LEGACY_KERAS"
    packages: tuple[Package, ...] = ("keras", "tensorflow") if lone_keras else ("tensorflow", "keras")
    for fact in facts:
        for package in packages:
            decided = [claim for claim in fact.claims if claim.package == package and claim.dialect is not None]
            if decided and len({claim.dialect for claim in decided}) == 1 and decided[0].dialect is not None:
                return decided[0].dialect, decided[0].text
    return None


def installed(source: str, lone_keras: bool = False) -> tuple[int, str] | None:
    """Return the dialect that a notebook installs for itself, with the reason; None when it leaves that open.

    Args:
        source: the notebook's cells as one text (``bnlint.sources.notebooks``).
        lone_keras: as in ``declared``.
    """
    if _TENSORFLOW_1_MAGIC.search(source):
        return 2, "the notebook chooses TensorFlow 1"
    commands = [match["what"] for match in _INSTALLING.finditer(source)]
    found = [_claim(*each, "a cell") for command in commands for each in _matches(_INSTALLED, command)]
    packages: tuple[Package, ...] = ("keras", "tensorflow") if lone_keras else ("tensorflow", "keras")
    for package in packages:
        claims = [claim for claim in found if claim and claim.package == package and claim.dialect is not None]
        if claims and len({claim.dialect for claim in claims}) == 1 and claims[0].dialect is not None:
            return claims[0].dialect, claims[0].text
    return None


def _directories(path: str) -> Iterator[str]:
    """Yield the directories from a file's own up to its project's root.

    The root is where version control begins, else the nearest directory with a project's files. The home directory
    and the file system's root are nobody's project.
    """
    forbidden = os.path.expanduser("~")
    chain: list[str] = []
    directory = os.path.dirname(os.path.abspath(path))
    while len(chain) < _MAX_LEVELS and directory not in (forbidden, os.path.dirname(directory)):
        chain.append(directory)
        directory = os.path.dirname(directory)
    for marks in (_VCS_DIRECTORIES, _ROOT_FILES):
        for depth, directory in enumerate(chain):
            if any(os.path.exists(f"{directory}{os.sep}{mark}") for mark in marks):
                yield from chain[: depth + 1]
                return


@dataclass
class _PerDirectory(Generic[T]):
    """A value computed from some files of a directory, kept until one of them changes.

    Args:
        wanted: whether a file of this name is read.
        compute: the value from the files' paths.
    """

    wanted: Callable[[str], bool]
    compute: Callable[[list[Path]], T]
    kept: dict[str, tuple[list[Any], list[Path], T]] = field(default_factory=dict)

    def get(self, directory: str) -> T:
        entry = self.kept.get(directory)
        if entry is not None and entry[0] == _signature(directory, entry[1]):
            return entry[2]
        files = self._files(directory)
        signature = _signature(directory, files)
        value = self.compute(files)
        self.kept[directory] = (signature, files, value)
        return value

    def _files(self, directory: str) -> list[Path]:
        try:
            names = sorted(name for name in os.listdir(directory) if self.wanted(name))
        except OSError:
            return []
        return [path for name in names[:_MAX_FILES] for path in _expanded(Path(directory, name))]


def _expanded(path: Path) -> list[Path]:
    """Return a file itself; for the folder ``requirements/`` the lists in it."""
    return sorted(path.glob("*.txt"))[:_MAX_FILES] if path.name == _FOLDER else [path]


def _signature(directory: str, files: list[Path]) -> list[Any]:
    """Return what changes when a file comes, goes or is edited."""
    result: list[Any] = []
    paths: list[str | Path] = [directory, *files]
    for path in paths:
        try:
            status = os.stat(path)
            result.append((status.st_mtime_ns, None if path is directory else status.st_size))
        except OSError:
            result.append(None)
    return result


_REQUIREMENTS_NAME = re.compile(r"(?:.*[-_.])?(?:requirements?|constraints?)(?:[-_.].*)?\.(?:txt|in)", re.IGNORECASE)
_ENVIRONMENT_NAME = re.compile(r"(?:conda[-_.]?)?env(?:ironment)?(?:[-_.].*)?\.ya?ml", re.IGNORECASE)
_SWITCH_NAME = re.compile(
    r"\.env(?:\..*|rc)?|__init__\.py|conftest\.py|dockerfile(?:\..*)?|(?:docker-)?compose.*\.ya?ml|makefile|pyproject\.toml"
    r"|pytest\.ini|setup\.cfg|tox\.ini|.*\.sh|noxfile\.py",
    re.IGNORECASE,
)
_BLANKS = re.compile(r"[ \t]{2,}")
_LOCK_NAMES = ("Pipfile.lock", "pdm.lock", "poetry.lock", "pylock.toml", "uv.lock")
_FOLDER = "requirements"
_OTHER_NAMES = ("Pipfile", "pyproject.toml", _FOLDER, "setup.cfg", "setup.py")


def _is_fact_file(name: str) -> bool:
    return (
        name in _OTHER_NAMES
        or name in _LOCK_NAMES
        or any(pattern.fullmatch(name) for pattern in (_REQUIREMENTS_NAME, _ENVIRONMENT_NAME, _SWITCH_NAME))
    )


def _facts(files: list[Path]) -> Facts:
    claims: list[Claim] = []
    legacy_package, legacy_switch = False, ""
    for file in files:
        for name, specifier in _requirements_in(file):
            claim = _claim(name, specifier, file.name)
            if claim is not None:
                claims.append(claim)
            legacy_package |= name == "tf-keras"
        if not legacy_switch and _SWITCH_NAME.fullmatch(file.name) and _sets_switch(file):
            legacy_switch = file.name
    return Facts(tuple(claims), legacy_package, legacy_switch)


def _code_switch(files: list[Path]) -> str:
    return next((file.name for file in files if _sets_switch(file)), "")


_FACTS = _PerDirectory(_is_fact_file, _facts)
_CODE_SWITCH = _PerDirectory(lambda name: name.endswith(".py"), _code_switch)


def _sets_switch(file: Path) -> bool:
    text = _read(file)
    return "TF_USE_LEGACY_KERAS" in text and LEGACY_SWITCH.search(text) is not None


def _read(file: Path, limit: int = _MAX_BYTES) -> str:
    """Return a file's text, "" when it is missing, too large, no file, or another project's.

    Runs of blanks become one: the expressions here would try each of them as the end of each part.
    """
    try:
        if not file.is_file() or file.stat().st_size > limit:
            return ""
        folder = file.parent.parent if file.parent.name == _FOLDER else file.parent
        if not import_graph.belongs(str(file), str(folder)):
            return ""
        text = file.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
    return _BLANKS.sub(" ", text)


def _requirements_in(file: Path) -> Iterator[tuple[str, str]]:
    """Yield normalised names and version specifiers of the packages that matter in one file."""
    if file.name in _LOCK_NAMES:
        pattern = _LOCKED_JSON if file.name == "Pipfile.lock" else _LOCKED_TOML
        for match in pattern.finditer(_read(file, _MAX_LOCK_BYTES)):
            yield _normalised(match["name"]), f"=={match['version']}"
    elif file.name in ("pyproject.toml", "Pipfile"):
        yield from _toml_requirements(_parse_toml(_read(file)))
    elif file.name == "setup.py":
        yield from _matches(_QUOTED_REQUIREMENT, _read(file))
    elif _ENVIRONMENT_NAME.fullmatch(file.name):
        for match in _CONDA_LINE.finditer(_read(file)):
            yield _normalised(match["name"]), _from_conda(match["specifier"] or "")
    elif file.name == "setup.cfg" or _REQUIREMENTS_NAME.fullmatch(file.name) or file.parent.name == _FOLDER:
        yield from _matches(_REQUIREMENT_LINE, _read(file))


def _matches(pattern: re.Pattern[str], text: str) -> Iterator[tuple[str, str]]:
    for match in pattern.finditer(text):
        yield _normalised(match["name"]), match["specifier"] or ""


def _normalised(name: str) -> str:
    return name.lower().replace("_", "-")


def _parse_toml(text: str) -> dict[str, Any]:
    if "keras" not in text and "tensorflow" not in text:
        return {}
    if sys.version_info >= (3, 11):
        import tomllib  # start-up: only where pyproject.toml names Keras
    else:  # pragma: no cover - Python 3.10
        import tomli as tomllib  # start-up: as above

    try:
        document: dict[str, Any] = tomllib.loads(text)
    except (ValueError, RecursionError):  # of the former, a number with thousands of digits is no TOMLDecodeError
        return {}
    return document


def _toml_requirements(node: Any, depth: int = 0) -> Iterator[tuple[str, str]]:
    """Yield requirements from anywhere in a document.

    Two forms cover all tools: lists of requirement strings (PEP 621, dependency groups, PDM, Hatch, uv), and tables
    from package names to versions (Poetry, Pipenv, pixi).
    """
    if depth > _MAX_DEPTH:
        return
    for key, value in node.items() if isinstance(node, dict) else enumerate(node):
        if isinstance(key, int) and isinstance(value, str):
            match = _REQUIREMENT.match(value.strip())
            if match:
                yield _normalised(match["name"]), match["specifier"] or ""
        elif isinstance(key, str) and re.fullmatch(_NAME, key, re.IGNORECASE) and _is_poetry(value):
            for entry in value if isinstance(value, list) else [value]:
                yield _normalised(key), _from_poetry(entry["version"] if isinstance(entry, dict) else entry)
        elif isinstance(value, (dict, list)):
            yield from _toml_requirements(value, depth + 1)


def _is_poetry(value: Any) -> bool:
    """Whether a value is a version, ``{version = ...}`` or several of the latter, and not an extra's requirements."""
    entries = value if isinstance(value, list) else [value]
    return isinstance(value, str) or all(
        isinstance(entry, dict) and isinstance(entry.get("version"), str) for entry in entries
    )


def _from_poetry(version: str) -> str:
    """Translate Poetry's and Pipenv's constraints (``^2.10``, ``~2.10``, ``2.10.0``, ``*``) to PEP 440."""
    if len(version) > _MAX_SPECIFIER:
        return ""
    return ",".join(filter(None, (_poetry_part(part.strip()) for part in version.split(","))))


def _poetry_part(part: str) -> str:
    numbers = re.match(r"(?P<mark>\^|~(?!=)|)(?P<major>\d+)(?:\.(?P<minor>\d+))?", part)
    if part == "*" or numbers is None:
        return "" if part == "*" else part
    if numbers["mark"] == "":
        return f"=={part}"
    # A caret keeps the major version; so does a tilde before a lone major version. Both packages are beyond 0.x.
    if numbers["mark"] == "^" or numbers["minor"] is None:
        return f">={part[1:]},<{int(numbers['major']) + 1}"
    return f">={part[1:]},<{numbers['major']}.{int(numbers['minor']) + 1}"


def _from_conda(text: str) -> str:
    """Translate conda's match specifications (``=2.10``, ``=2.10.0=py39_0``, ``2.10.*``) to PEP 440."""
    text = text.strip()
    single = re.match(r"=?\s*(\d[\w.]*\*?)(?:\s*=.*|\s+\S+)?$", text)
    if single is None:
        return text
    version = single[1]
    exact = text.count("=") >= 2 or not text.startswith("=")
    return f"=={version}" if exact or version.endswith("*") else f"=={version}.*"


def _claim(name: str, specifier: str, where: str) -> Claim | None:
    text = f"{name}{specifier} in {where}"
    if name == "tensorflow-gpu":
        return Claim("tensorflow", 2, text)  # its last release is 2.12
    if name == "keras-core":
        return Claim("keras", 3, text)  # the name of Keras 3 before its release
    if name == "keras":
        return Claim("keras", _dialect("keras", specifier), text)
    if name in _TENSORFLOW_NAMES:
        return Claim("tensorflow", _dialect("tensorflow", specifier), text)
    return None


@cache
def _dialect(package: Package, specifier: str) -> int | None:
    """Return the dialect that all releases admitted by a specifier share."""
    if not 0 < len(specifier) <= _MAX_SPECIFIER:
        return None
    # start-up: only where a requirement names Keras
    from packaging.specifiers import SpecifierSet
    from packaging.version import Version

    try:
        admitted = SpecifierSet(specifier)
        named = [Version(text.rstrip(".*")) for text in re.findall(r"\d[\w.+!-]*", specifier)]
    except ValueError:
        return None
    first_3 = (3, 0) if package == "keras" else (2, 16)
    releases = [*_releases(), *named]
    dialects = {
        3 if (version.major, version.minor) >= first_3 else 2
        for version in releases
        if admitted.contains(version, prereleases=True)
    }
    return dialects.pop() if len(dialects) == 1 else None


@cache
def _releases() -> list[Any]:
    """Return versions dense enough to stand for all releases of both packages, past and to come."""
    from packaging.version import Version  # start-up: only where a requirement names Keras

    minors = [(1, minor) for minor in range(16)] + [(2, minor) for minor in range(41)] + [(3, m) for m in range(41)]
    return [Version(f"{major}.{minor}.{patch}") for major, minor in minors for patch in (0, 1, 2, 3, 9)] + [
        Version("4.0")
    ]
