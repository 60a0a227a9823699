"""What of a project is run by itself, and what its documents and settings speak of."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from bnlint.patterns import pattern
from bnlint.project import survey
from bnlint.project.mentions import mentions
from bnlint.project.parts import Part
from bnlint.project.reach import Links
from bnlint.project.ttl_cache import for_seconds
from bnlint.syntax.texts import NOTEBOOK, text_of

_ASKS = pattern(
    r"\.(?:predict\w*|evaluate\w*|restore|load_weights|save_weights|save)\b|load_model|import_graph_def|saved_model"
)
_FITS = pattern(r"\.(?:fit|fit_generator|train_on_batch)\b|\.train[ \t]*\(|train_and_evaluate")
_STEPS = pattern(r"\.(?:minimize|apply_gradients)\b|create_train_op")
_RUNS = pattern(r"\.run[ \t]*\(|GradientTape|Session\b")
"""What takes the steps of an optimizer."""
_TAKES_ARGUMENTS = pattern(
    r"argparse|ArgumentParser|parse_args|\bFLAGS\b|sys\.argv|docopt|\bclick\b|\bopen\(|imread|VideoCapture"
)
SETS_UP = frozenset(
    "namedtuple NamedTuple TypeVar NewType Enum IntEnum frozenset if elif in and or not is while return assert for "
    "getLogger basicConfig Formatter StreamHandler FileHandler setFormatter setLevel addHandler set_verbosity "
    "filterwarnings simplefilter seed set_seed set_random_seed reload setdefaultencoding".split()
)
"""What makes a type or a logger, or sets something for a program; and words before a parenthesis that call nothing."""
_RUN_BY_DECORATOR = frozenset("automain main command group task flow cli route hydra".split())
"""Names in decorators of functions that a framework runs."""
_OF_TESTS = pattern(r"(?:conftest|test_.*|.*_test)\.py")
_TESTS = pattern(r"^[ \t]*def[ \t]+test|^class[ \t]+\w*Test|\bfixture\b", re.MULTILINE)
_PACKAGED = ("setup.py", "MANIFEST.in")
"""Files of a project whose modules others may import."""
_PACKAGING = {
    "setup.cfg": ("[metadata]", "[options"),
    "pyproject.toml": ("[project]", "[build-system]", "[tool.poetry]", "[tool.flit"),
}
"""By files that set other tools, too: what says that there is something to install."""
_PROSE = (".md", ".rst", ".txt")
_MAX_TOLD = 300_000
_MAX_ALL = 3_000_000
_PLAIN = pattern(r"[a-z]+|[A-Z][a-z]*")
"""Names that prose uses, too, as words."""


def lies_in_package(folder: str) -> bool:
    """Whether a folder, or one above it in its project, is there for others to import.

    Args:
        folder: an absolute path.
    """
    return any(map(is_packaged, survey.project_of(folder).folders))


@for_seconds
def is_packaged(root: str) -> bool:
    """Whether a folder is there for others to import.

    Args:
        root: an absolute path.
    """
    if any(os.path.exists(os.path.join(root, mark)) for mark in _PACKAGED):
        return True
    for name, words in _PACKAGING.items():
        path = os.path.join(root, name)
        if os.path.isfile(path):
            try:
                text = text_of(path)
            except OSError:  # whoever may not read it cannot say that it is none
                return True
            if any(word in text for word in words):
                return True
    return False


class Told(NamedTuple):
    """What the documents and settings of a project say.

    Args:
        prose: documents.
        settings: settings and scripts of shells.
    """

    prose: str = ""
    settings: str = ""

    def names(self, name: str) -> bool:
        """Whether they speak of a function or class.

        Args:
            name: that of it; where it is a word like any other, prose has to call or quote it.
        """
        in_prose = rf"`{name}\b|\b{name}\(" if _PLAIN.fullmatch(name) else rf"\b{name}\b"
        return any(
            name in text and re.search(words, text) is not None
            for text, words in ((self.prose, in_prose), (self.settings, rf"\b{name}\b"))
        )

    def shows(self, file: str) -> bool:
        """Whether documents speak of a file, as those of a collection do.

        Args:
            file: its name.
        """
        return file in self.prose and re.search(rf"(?<![\w-]){re.escape(file)}\b", self.prose) is not None


@for_seconds
def told(root: str) -> Told:
    """Return what the documents and settings of a project say.

    Args:
        root: its folder.
    """
    prose: list[str] = []
    settings: list[str] = []
    spent = 0
    for file in survey.survey(root).told:
        try:
            size = os.path.getsize(file)
            if size <= _MAX_TOLD and spent + size <= _MAX_ALL:
                (prose if file.endswith(_PROSE) else settings).append(text_of(file))
                spent += size
        except OSError:
            continue
    return Told("\n".join(prose), "\n".join(settings))


@for_seconds
def adds_search_paths(root: str) -> bool:
    """Whether a project says where else modules are looked for, by a variable or to an editor.

    Args:
        root: its folder.
    """
    said = told(root)
    if any(_SEARCHED in text for text in (said.prose, said.settings)) or os.path.exists(os.path.join(root, ".idea")):
        return True
    return any(mentions(os.path.join(root, name), (_SEARCHED,)) for name in _RUNS_OTHERS)


_SEARCHED = "PYTHONPATH"
_RUNS_OTHERS = ("Dockerfile", "Makefile", ".env", ".travis.yml")


def is_run(links: Links) -> bool:
    """Whether a file does something by itself, its guard aside: a script, a notebook, a test.

    Args:
        links: the file.
    """
    if links.file.endswith(NOTEBOOK) or is_test(links) or any(map(_runs_something, at_once(links))):
        return True
    return any(not _RUN_BY_DECORATOR.isdisjoint(decorators) for decorators, _ in links.parts.handed)


def is_test(links: Links) -> bool:
    """Whether a test runner finds a file, and something in it."""
    if not _OF_TESTS.fullmatch(os.path.basename(links.file)):
        return False
    return any(part.says(_TESTS) for part in links.parts.each())


def at_once(links: Links) -> Iterator[Part]:
    """Yield what a file does when it is imported, but for definitions."""
    yield from (part for part in links.parts.always if not part.is_guard)
    yield from (part for part in links.parts.each() if not part.defines)


def _runs_something(part: Part) -> bool:
    return not part.called <= SETS_UP


def works(parts: Iterable[Part], by_arguments: bool = False) -> bool:
    """Whether a program trains, asks, saves or loads a model; others show what one looks like.

    Args:
        parts: all of it.
        by_arguments: one that takes what a user passes counts, too.
    """
    steps = runs = False
    for part in parts:
        if part.says(_FITS) or part.says(_ASKS) or by_arguments and part.says(_TAKES_ARGUMENTS):
            return True
        steps, runs = steps or part.says(_STEPS), runs or part.says(_RUNS)
        if steps and runs:
            return True
    return False
