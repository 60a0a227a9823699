"""What each function, class and variable of a file names: enough to see what its code may come to.

A file is cut where a line begins at the left edge, and a class where one begins at the edge of its body. That is done
with the text, not with a syntax tree: a look at all files of a large package must cost less than the analyses that it
spares. Where a cut is wrong (a line in brackets at the left edge), what it cuts off counts as code that always runs.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Set
from dataclasses import field
from functools import cached_property
from typing import NamedTuple

from bnlint.patterns import pattern
from bnlint.project import import_graph, prefilter
from bnlint.project.code_text import laid_out
from bnlint.project.import_graph import Import
from bnlint.project.search_paths import LOADERS
from bnlint.records import dataclass
from bnlint.syntax.texts import text_of

_NAME = pattern(r"[^\W\d]\w*")
_BARE = pattern(r"(?<![\w.])[^\W\d]\w*(?![\w(]|[ \t]*(?:\.|=(?!=)))")
_NOT_ASKED = pattern(r"(?<![\w.])[^\W\d]\w*")
_STRING = pattern(r"'[^'\n]*'|\"[^\"\n]*\"")
_QUOTED = pattern(r"(?P<begin>(?<!\w)[a-zA-Z]{0,2})(?:'(?:[^'\\\n]|\\.)*'|\"(?:[^\"\\\n]|\\.)*\")")
"""A string; what stands in those with values in them is kept as it is."""
_VALUES = frozenset("fFtT")
"""What a string with values in it begins with."""
_EDGE = pattern(r"^(?=[^\s)\]}])", re.MULTILINE)
_DEFINES = pattern(r"(?:async[ \t]+)?def[ \t]+(?P<function>\w+)|class[ \t]+(?P<class>\w+)")
_SETS = pattern(r"(?P<variable>\w+)[ \t]*(?::[^=\n;]*)?=(?!=)[ \t]*(?!\w+[ \t]*=(?!=))(?![^\n]*;)")
_IMPORTS = pattern(r"(?:import|from)\b")
_CLASS = pattern(r"^class\b", re.MULTILINE)
_HEIR = pattern(r"\bclass[ \t]+\w+[ \t]*\((?P<bases>(?:[^()]|\([^()]*\))*)\)")
_BODY = pattern(r"\n(?P<indent>[ \t]+)(?=[^\s#)\]}])")
_OPEN = frozenset(
    (*"import_module __import__ __subclasses__ entry_points iter_entry_points resolve_name".split(), *LOADERS)
)
_NUMBER = pattern(r"\b\w*(?:EPS|EPSILON|MOMENTUM|DECAY)\b")
"""How a number is called that may be for BN, and for what else normalises."""
_EVALUATES = pattern(r"(?<![\w.])(?:eval|exec)[ \t]*\(")
_BY_TEXT = frozenset(("getattr", "globals", "vars", "__dict__"))
_IMPORTED = pattern(r"^[ \t]*(?:from\b[^\n;]*?\bimport\b[ \t]*(?:\([^)]*\)|[^\n;]*)|import\b[^\n;]*)", re.MULTILINE)
_DOCUMENTED = pattern(r"\b[\w.]+\.__doc__\b")
_DOCUMENTS = pattern(r"[\w.]+\.__doc__[ \t]*\+?=(?!=)(?![^\n]*;)")
"""How a statement begins that only says what something is for."""
_OF_SELF = pattern(r"\bself(?:\.(\w+)|\()")
_KEEPS = pattern(r"\][ \t]*=(?!=)|\.(?:append|setdefault|update|add|register|insert)\(")
_ON_MODELS = frozenset(
    "GradientTape train_on_batch learning_phase set_learning_phase fit fit_generator trainable trainable_variables "
    "trainable_weights minimize apply_gradients backward compile restore assign predict evaluate run save "
    "save_weights save_model load_weights load_model train_step test_step predict_step training".split()
)
_ACTS = pattern(
    r"\b(?:GradientTape|(?:set_)?learning_phase|(?:load|save)_model)\b"
    r"|(?<!super\(\))\.(?:train_on_batch|fit|fit_generator|trainable|trainable_variables|trainable_weights|minimize|"
    r"apply_gradients|backward|compile|restore|assign|predict|evaluate|run|save|save_weights|load_weights)\b"
    r"|def[ \t]+(?:train|test|predict)_step\b|\btraining[ \t]*=[ \t]*(?:True|False)\b"
)
_HEAD = pattern(r"^[ \t]*(?:async[ \t]+)?(?P<def>def[ \t]+\w+)[ \t]*\([^()]*(?:\([^()]*\)[^()]*)*\)", re.MULTILINE)
_OF_LIBRARIES = pattern(
    r"(?<![\w.])(?:tf|tensorflow|np|numpy|keras|K|slim|layers|nn|os|plt|torch)(?:[ \t]*\.[ \t]*\w+)+"
)
_CALLED = pattern(r"(\w+)[ \t]*\(")
_GUARD = pattern(r"if\b[ \t(]*__name__[ \t]*==")
_OWN_VARIABLE = pattern(r"(?<![\w.])self\.\w+\.assign\b")
_MAX_KEPT = 5_000


class Bases(NamedTuple):
    """What a class is below.

    Args:
        names: all names there.
        first: those of them that are not asked of something else.
    """

    names: frozenset[str]
    first: frozenset[str]


class Part:
    """A piece of a file. What is asked of few pieces is found out when somebody asks.

    Args:
        file: the file.
        text: the piece, without what it imports.
        may_speak: the file speaks of BN at all.
    """

    def __init__(self, file: str, text: str, may_speak: bool) -> None:
        self.file = file
        self._text, self._may_speak = text, may_speak
        self.members: dict[str, list[Part]] = {}
        """Of a class, its methods and variables, by name."""
        self.bases: frozenset[str] = frozenset()
        """Of a class, the names of its bases."""
        self.around = text
        """Of a class, all of it."""

    @cached_property
    def names(self) -> frozenset[str]:
        """All names in it, and the words of its strings that fit on a line; but not those of its members."""
        return frozenset(_NAME.findall(self._text))

    def bare(self, names: Set[str]) -> frozenset[str]:
        """Return those of some names that stand alone in its code: what is asked of them is not written there.

        Args:
            names: the names.
        """
        found = names & frozenset(_BARE.findall(self._text))
        return frozenset(found & frozenset(_BARE.findall(_QUOTED.sub(_kept, self._text)))) if found else frozenset()

    @cached_property
    def plain(self) -> frozenset[str]:
        """Those of its names that are not only asked of something else; in a string any may be a name by itself."""
        in_strings = _NAME.findall(" ".join(_STRING.findall(self._text)))
        return frozenset((*_NOT_ASKED.findall(self._text), *in_strings))

    @cached_property
    def speaks(self) -> bool:
        """Whether it speaks of BN, or reaches code by texts that may be worked out."""
        if not _OPEN.isdisjoint(self.names) or {"sys", "modules"} <= self.names or _EVALUATES.search(self._text):
            return True
        return self._may_speak and prefilter.names_bn(self._text) and prefilter.names_bn(_NUMBER.sub("", self._text))

    @property
    def by_text(self) -> bool:
        """Whether it reaches attributes or variables by texts that may be worked out."""
        return not _BY_TEXT.isdisjoint(self.names)

    @cached_property
    def of_self(self) -> frozenset[str]:
        """What it asks of its ``self``; "" where it calls that."""
        return frozenset(_OF_SELF.findall(self._text))

    @cached_property
    def asks(self) -> frozenset[str]:
        """Its names, without those of a library's members: ``tf.train.Saver`` asks nobody to train."""
        return frozenset(_NAME.findall(_OF_LIBRARIES.sub("", self._text)))

    @cached_property
    def called(self) -> frozenset[str]:
        """The last names of what it calls, keywords before a parenthesis among them."""
        return frozenset(_CALLED.findall(self._text))

    @cached_property
    def heirs(self) -> tuple[Bases, ...]:
        """What the class is below, and each class inside."""
        return tuple(map(_bases, _HEIR.findall(self.around))) if "class" in self.around else ()

    @property
    def defines(self) -> bool:
        """Whether it is a function or a class."""
        text = self._text.lstrip()
        return text.startswith("@") or _DEFINES.match(text) is not None

    @property
    def is_class(self) -> bool:
        """Whether it is a class."""
        return self.says(_CLASS)

    @property
    def is_guard(self) -> bool:
        """Whether it runs only where the file is the program."""
        return _GUARD.match(self._text) is not None

    def says(self, words: re.Pattern[str]) -> bool:
        """Whether it holds an expression.

        Args:
            words: the expression.
        """
        return words.search(self._text) is not None

    @property
    def acts(self) -> bool:
        """Whether it trains, freezes, asks, saves or loads a model."""
        return not _ON_MODELS.isdisjoint(self.names) and _acts(self._text)

    @cached_property
    def keeps(self) -> bool:
        """Whether it, or a member of it, may keep what it gets in something that others look into."""
        return _KEEPS.search(self.around) is not None


@dataclass(eq=False)
class Parts:
    """What a file consists of.

    Args:
        named: its functions, classes and variables, by name.
        always: what else runs when it is imported.
        handed: what has decorators or bases, which get it when it is defined, with the names of decorators.
        imports: what it imports and the name that each import binds, "" for all names of a module.
        text: the hash of its text.
    """

    named: dict[str, list[Part]] = field(default_factory=dict)
    always: list[Part] = field(default_factory=list)
    handed: list[tuple[frozenset[str], Part]] = field(default_factory=list)
    imports: tuple[tuple[Import, str], ...] = ()
    text: int = 0

    def each(self) -> Iterator[Part]:
        """Yield its functions, classes and variables, of one name all."""
        return (part for named in self.named.values() for part in named)

    @property
    def has_acting_methods(self) -> bool:
        """Whether a method trains, freezes, asks, saves or loads a model.

        What a function does with a model that it gets is seen where it is called. A method may have the model from the
        object that a user of the file makes, and be called by nobody.
        """
        classes = [part for part in self.each() if part.members]
        return any(part.acts or any(m.acts for each in part.members.values() for m in each) for part in classes)


@import_graph.once_per_version(_MAX_KEPT)
def parts_of(file: str, facts: import_graph.Facts) -> Parts | None:
    """Return the parts of a file.

    Args:
        file: an absolute path.
        facts: what it says.
    """
    try:
        return parts_in(text_of(file), file, facts.concerns_bn)
    except OSError:
        return None


def parts_with(source: str, file: str) -> Parts:
    """Return the parts of a text that may be what lies in its file.

    Args:
        source: of a module, which may be broken.
        file: its path.
    """
    found = parts_of(os.path.abspath(file))
    return found if found is not None and found.text == hash(source) else parts_in(source, file, True)


def parts_in(source: str, file: str, concerns_bn: bool) -> Parts:
    """Return the parts of a text.

    Args:
        source: of a module, which may be broken.
        file: its path.
        concerns_bn: whether it speaks of BN at all.
    """
    code = laid_out(source, strings=True)
    found = Parts(imports=tuple(import_graph.bindings(code.replace("\\\n", "  "))), text=hash(source))
    cutter = _Cutter(file, concerns_bn)
    above = ""
    for text in _cut(code, _EDGE):
        made = _DEFINES.match(text)
        if text.startswith("@"):
            above += text
        elif made is not None:
            part = cutter.cls(above, text) if made["class"] else cutter.part(above + text)
            found.named.setdefault(made["function"] or made["class"], []).append(part)
            if above or part.bases:
                found.handed.append((frozenset(_decorators(above)), part))
            above = ""
        elif not (_IMPORTS.match(text) or _DOCUMENTS.match(text)):
            target = _SETS.match(text)
            where = found.named.setdefault(target["variable"], []) if target is not None else found.always
            where.append(cutter.part(text))
    return found


def _kept(string: re.Match[str]) -> str:
    """Return what is left of a string without its words: one with values in it names what those are made of."""
    return "''" if _VALUES.isdisjoint(string["begin"]) else string[0]


def _bases(text: str) -> Bases:
    return Bases(frozenset(_NAME.findall(text)), frozenset(_NOT_ASKED.findall(text)))


def _acts(text: str) -> bool:
    """Whether code does something with models; not by a default of its own, nor to a variable of its own."""
    return _ACTS.search(_OWN_VARIABLE.sub("", _HEAD.sub(r"\g<def>", text))) is not None


def _decorators(above: str) -> Iterator[str]:
    """Yield the names of decorators, without those of their arguments."""
    for line in above.split("\n"):
        if line.startswith("@"):
            yield from _NAME.findall(line.partition("(")[0])


def _cut(text: str, edge: re.Pattern[str]) -> Iterator[str]:
    starts = [match.start() for match in edge.finditer(text)]
    for start, end in zip(starts, [*starts[1:], len(text)], strict=False):
        yield text[start:end]


class _Cutter:
    """Makes the parts of a file."""

    def __init__(self, file: str, concerns_bn: bool) -> None:
        self._file, self._concerns_bn = file, concerns_bn

    def part(self, text: str) -> Part:
        """Return a part without members; what it imports it need not use."""
        text = _IMPORTED.sub("", text) if "import" in text else text
        return Part(self._file, _DOCUMENTED.sub("", text) if "__doc__" in text else text, self._concerns_bn)

    def cls(self, above: str, text: str) -> Part:
        """Return a class.

        Args:
            above: its decorators.
            text: the class itself.
        """
        body = _BODY.search(text)
        if body is None:
            return self.part(above + text)
        members: dict[str, list[Part]] = {}
        own = [above, text[: body.start()]]
        decorators = ""
        for piece in _cut(text[body.start() :], re.compile(rf"^(?={body['indent']}[^\s)\]}}])", re.MULTILINE)):
            stripped = piece.lstrip()
            if stripped.startswith("@"):
                decorators += piece
                continue
            made = _DEFINES.match(stripped) or _SETS.match(stripped)
            if made is None and _IMPORTS.match(stripped):
                own.append(piece.rpartition("import")[2])  # a method from another module: the class has it
            elif made is None:
                own.append(piece)
            else:
                name = next(filter(None, made.groupdict().values()))
                members.setdefault(name, []).append(self.part(decorators + piece))
            decorators = ""
        whole = self.part("\n".join(own))
        whole.members = members
        head = _HEIR.match(text)
        whole.bases = _bases(head["bases"]).names if head is not None else frozenset()
        whole.around = text
        return whole
