"""Ways of breaking a bad program and the good one beside it, so that they prove nothing any more."""

from __future__ import annotations

import ast
import re
import textwrap
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from bnlint.libraries.keras_versions import Backend
from bnlint.runtime.confirmation import Job
from bnlint.runtime.keras_api import keras_2_package
from bnlint.runtime.passages import counterpart
from bnlint.runtime.programs import read_program

_EXPECT = re.compile(r"\s*#\s*expect(\[\d\])?:\s*BNL\d+(\s*,\s*BNL\d+)*")
_OPTIMIZERS = ("Adam", "SGD", "RMSprop", "GradientDescentOptimizer", "AdamOptimizer", "MomentumOptimizer")
_DROPOUTS = ("Dropout", "GaussianDropout", "SpatialDropout1D", "SpatialDropout2D", "SpatialDropout3D")

UNMOVED = "statistics stand still while weights learn"
UNHEARD = "statistics stand still although the flag says training"
MOVED = "statistics move"
RAISES = "an exception, in some program or dialect"
KEEPS = "the good program keeps statistics or weights where they are"
SETTING = "what a momentum or an epsilon does"
DATA = "what the batches or the layout do"
DROPPED = "what a Dropout adds to the variance"

SYMPTOMS: dict[str, frozenset[str]] = {
    "BNL101": frozenset({DATA}),
    "BNL102": frozenset({UNMOVED}),
    "BNL103": frozenset({UNMOVED}),
    "BNL104": frozenset({UNMOVED}),
    "BNL105": frozenset({MOVED}),
    "BNL106": frozenset({MOVED, KEEPS}),
    "BNL107": frozenset({UNMOVED}),
    "BNL108": frozenset({UNHEARD}),
    "BNL109": frozenset({RAISES, KEEPS}),
    "BNL110": frozenset({RAISES}),
    "BNL111": frozenset({UNMOVED, RAISES}),
    "BNL112": frozenset({UNMOVED}),
    "BNL113": frozenset({MOVED, RAISES}),
    "BNL114": frozenset({UNMOVED}),
    "BNL115": frozenset({UNMOVED, KEEPS}),
    "BNL116": frozenset({MOVED}),
    "BNL117": frozenset({DATA}),
    "BNL118": frozenset({UNMOVED}),
    "BNL201": frozenset({DATA}),
    "BNL202": frozenset({DATA}),
    "BNL203": frozenset({DATA}),
    "BNL204": frozenset({DATA}),
    "BNL205": frozenset({DATA}),
    "BNL206": frozenset({DATA}),
    "BNL301": frozenset({SETTING}),
    "BNL302": frozenset({SETTING}),
    "BNL303": frozenset({SETTING}),
    "BNL304": frozenset({SETTING}),
    "BNL311": frozenset({SETTING}),
    "BNL312": frozenset({SETTING}),
    "BNL401": frozenset({DATA, RAISES}),
    "BNL402": frozenset({DATA}),
    "BNL403": frozenset({DATA}),
    "BNL404": frozenset({DROPPED}),
    "BNL405": frozenset({DATA}),
    "BNL501": frozenset({RAISES}),
}
"""What the mistake of each rule shows itself by: it says which breakers apply to its programs."""


@dataclass(frozen=True)
class Pair:
    """A bad program and the good one beside it.

    Args:
        code: the rule.
        dialect: where both run.
        bad: the file, ``good`` likewise.
        backend: what the dialect runs on.
    """

    code: str
    dialect: int
    bad: Path
    good: Path
    backend: Backend = "tensorflow"


Broken = tuple[str | None, str | None]
"""New texts of the bad and the good program; None for one that stays as it is."""
Breaker = Callable[[Pair], Iterator[Broken]]


def repaired(pair: Pair) -> Iterator[Broken]:
    """The bad program is the good one, the expectations put beside what stands there for the mistake."""
    old, lines = pair.bad.read_text(encoding="utf-8").splitlines(), _lines(pair.good)
    for number, line in enumerate(old, 1):
        found = _EXPECT.search(line)
        at = counterpart(pair.bad, number, pair.good) if found is not None else None
        if found is not None and at is not None:
            lines[at - 1] += "  " + found[0].strip()
    yield _text(_header(old) + lines[len(_header(lines)) :]), None


def unrepaired(pair: Pair) -> Iterator[Broken]:
    """The good program is the bad one."""
    yield None, _EXPECT.sub("", pair.bad.read_text(encoding="utf-8"))


def only_imports(pair: Pair) -> Iterator[Broken]:
    """The good program imports, and that is all."""
    lines = _lines(pair.good)
    imports = [line for line in lines if re.match(r"(import|from)\s", line)]
    yield None, _text(_header(lines) + imports)


def never_called(pair: Pair) -> Iterator[Broken]:
    """The good program is the body of a function that nobody calls."""
    lines = _lines(pair.good)
    header = _header(lines)
    body = textwrap.indent(_text(lines[len(header) :]), "    ")
    yield None, _text(header) + "def main():\n" + body


def leaves_early(pair: Pair) -> Iterator[Broken]:
    """The good program ends before BN runs, with an exit or with an exception."""
    lines = _lines(pair.good)
    last = max(number for number, line in enumerate(lines) if re.match(r"(import|from)\s", line))
    for end in ("raise SystemExit", "raise ValueError('early')"):
        yield None, _text([*lines[: last + 1], end, *lines[last + 1 :]])


def crashes_late(pair: Pair) -> Iterator[Broken]:
    """The good program does all that it should and then raises."""
    yield None, pair.good.read_text(encoding="utf-8") + "raise ValueError('late')\n"


def only_raises(pair: Pair) -> Iterator[Broken]:
    """The bad program raises something that has nothing to do with BN, announced with its text."""
    header = [
        "# why: raises for a reason of its own",
        *(line for line in _header(_lines(pair.bad)) if line.startswith(("# dialect", "# optin"))),
        *(f'# raises: {dialect} ValueError "invalid literal"' for dialect in (1, 2, 3)),
    ]
    yield _text([*header, "import tensorflow as tf", f'int("x")  # expect: {pair.code}']), None


def announces_otherwise(pair: Pair) -> Iterator[Broken]:
    """The exception of the bad program is announced with another text, or with none."""
    text = pair.bad.read_text(encoding="utf-8")
    if RAISES not in SYMPTOMS[pair.code] or not _announced(pair):
        return
    for other in ("", ' "something else"'):
        changed = _text([_otherwise(line, other) for line in text.splitlines()])
        if changed != text:
            yield changed, None


def _otherwise(line: str, text: str) -> str:
    return re.sub(r'\s+"[^"]*"', text, line) if line.startswith("# raises: ") else line


def wrong_line(pair: Pair) -> Iterator[Broken]:
    """The bad program expects its findings at other lines: at the first line of code."""
    lines = _lines(pair.bad)
    comments = [found[0].strip() for line in lines if (found := _EXPECT.search(line))]
    lines = [_EXPECT.sub("", line) for line in lines]
    first = next(number for number, line in enumerate(lines) if re.match(r"(import|from)\s", line))
    lines[first] += "  " + "  ".join(dict.fromkeys(comments))
    yield _text(lines), None


def stands_still(pair: Pair) -> Iterator[Broken]:
    """A momentum of 1, set where the linter does not look: nothing can move the statistics of the bad program."""
    text = pair.bad.read_text(encoding="utf-8")
    if SYMPTOMS[pair.code] & {UNMOVED, UNHEARD, MOVED} and not _announced(pair):
        yield from ((changed, None) for changed in _set_behind(text, momentum=1.0))


def set_right(pair: Pair) -> Iterator[Broken]:
    """Ordinary settings, made where the linter does not look: the layers of the bad program do as they should."""
    text = pair.bad.read_text(encoding="utf-8")
    if SETTING in SYMPTOMS[pair.code]:
        yield from ((changed, None) for changed in _set_behind(text, momentum=0.7, epsilon=1e-3))


def drops_nothing(pair: Pair) -> Iterator[Broken]:
    """A rate of 0, set where the linter does not look: no Dropout of the bad program drops anything."""
    text = pair.bad.read_text(encoding="utf-8")
    if DROPPED in SYMPTOMS[pair.code]:
        yield from ((changed, None) for changed in _set_behind(text, _DROPOUTS, rate=0.0))


def _announced(pair: Pair) -> bool:
    """Say whether the bad program announces an exception here: what layers are set to does not prevent it."""
    keras = version("keras" if pair.dialect == 3 else keras_2_package())
    return read_program(pair.bad, pair.code).exception(pair.dialect, keras) is not None


def moved_elsewhere(pair: Pair) -> Iterator[Broken]:
    """Another training step, at the end, moves the statistics of the bad program's layers: they do not stand still."""
    text = pair.bad.read_text(encoding="utf-8")
    if UNMOVED in SYMPTOMS[pair.code] and pair.dialect != 1 and not _announced(pair):
        changed = _helped(text, ("BatchNormalization",), ["    _built.append(layer)"], ["_built = []"])
        yield from ((each + _ANOTHER_STEP, None) for each in changed)


_ANOTHER_STEP = """
import tensorflow as _tf

for _layer in _built:
    setattr(_layer, "trainable", True)
    if _layer.built:
        _sizes = [16] + [2] * (_layer.input_spec.ndim - 1)
        for _axis, _size in _layer.input_spec.axes.items():
            _sizes[_axis] = _size
        with _tf.GradientTape() as _tape:
            _loss = _tf.reduce_mean(_layer(_tf.random.normal(_sizes, mean=3.0), training=True) ** 2)
        _weights = _layer.trainable_variables
        if _weights:
            _steps = _tf.keras.optimizers.SGD(0.01)
            _steps.apply_gradients(zip(_tape.gradient(_loss, _weights), _weights))
"""


def _set_behind(text: str, kinds: tuple[str, ...] = ("BatchNormalization",), **settings: float) -> Iterator[str]:
    """Yield a program whose layers of some kinds get other settings once they are built."""
    changes = [f'    setattr(layer, "{name}", {value!r})' for name, value in settings.items()]
    yield from _helped(text, kinds, changes)


def _helped(text: str, kinds: tuple[str, ...], does: list[str], before: Sequence[str] = ()) -> Iterator[str]:
    """Yield a program in which a helper gets each layer of some kinds once it is built.

    Args:
        text: the program.
        kinds: the classes.
        does: lines of the helper.
        before: lines before it.
    """
    calls = [
        node
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.Call) and ast.unparse(node.func).split(".")[-1] in kinds
    ]
    lines = text.splitlines()
    for call in sorted(calls, key=lambda node: (node.end_lineno or 0, node.end_col_offset or 0), reverse=True):
        end, start = (call.end_lineno or 0) - 1, call.lineno - 1
        lines[end] = lines[end][: call.end_col_offset] + ")" + lines[end][call.end_col_offset :]
        lines[start] = lines[start][: call.col_offset] + "_set(" + lines[start][call.col_offset :]
    last = max(number for number, line in enumerate(lines) if re.match(r"(import|from)\s", line))
    helper = ["", *before, "", "def _set(layer):", *does, "    return layer", ""]
    if calls:
        yield _text([*lines[: last + 1], *helper, *lines[last + 1 :]])


def learns_nothing(pair: Pair) -> Iterator[Broken]:
    """A learning rate of 0: no step of the bad program moves a weight, so standing statistics say nothing."""
    if UNMOVED not in SYMPTOMS[pair.code]:
        return
    text = pair.bad.read_text(encoding="utf-8")
    lines = text.splitlines()
    rates = [
        rate
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.Call) and ast.unparse(node.func).split(".")[-1] in _OPTIMIZERS
        for rate in (*node.args[:1], *(k.value for k in node.keywords if k.arg == "learning_rate"))
    ]
    # From the end on: a line may hold several, and what stands behind one moves.
    for rate in sorted(rates, key=lambda node: (node.lineno, node.col_offset), reverse=True):
        line = lines[rate.lineno - 1]
        lines[rate.lineno - 1] = line[: rate.col_offset] + "0.0" + line[rate.end_col_offset :]
    if rates:
        yield _text(lines), None


def thawed(pair: Pair) -> Iterator[Broken]:
    """The layers of the good program that are to keep their statistics are free to move.

    That breaks what was made for the bad program only: another one may be good for the reason that its layers learn.
    """
    if KEEPS in SYMPTOMS[pair.code] and pair.good.name == pair.bad.name.replace("bad_", "good_", 1):
        text = pair.good.read_text(encoding="utf-8")
        changed = re.sub(r",\s*trainable=False", "", text)
        changed = re.sub(r"\.trainable = False", ".trainable = True", changed)
        changed = re.sub(r",\s*training=False", "", changed)
        if changed != text:
            yield None, changed


def expects_too_much(pair: Pair) -> Iterator[Broken]:
    """The bad program also expects a finding of another rule."""
    other = "BNL311" if pair.code != "BNL311" else "BNL301"
    text = pair.bad.read_text(encoding="utf-8")
    yield re.sub(rf"(#\s*expect\b.*?{pair.code})", rf"\1, {other}", text), None


BREAKERS: tuple[Breaker, ...] = (
    repaired,
    unrepaired,
    only_imports,
    never_called,
    leaves_early,
    crashes_late,
    only_raises,
    announces_otherwise,
    wrong_line,
    stands_still,
    moved_elsewhere,
    set_right,
    drops_nothing,
    learns_nothing,
    thawed,
    expects_too_much,
)


@dataclass(frozen=True)
class Variant:
    """A pair that somebody broke.

    Args:
        name: how, and what.
        code: the rule.
        dialect: where it is to run.
        jobs: the two programs.
    """

    name: str
    code: str
    dialect: int
    jobs: tuple[Job, Job]


def variants(pair: Pair, folder: Path, breakers: tuple[Breaker, ...] = BREAKERS) -> Iterator[Variant]:
    """Yield the pair as it is, then each way of breaking it.

    Args:
        pair: a bad program that shows its mistake in the dialect, and a good one.
        folder: where to write what is broken.
        breakers: the ways.
    """
    whole = tuple(
        Job(read_program(path, pair.code), pair.dialect, backend=pair.backend) for path in (pair.bad, pair.good)
    )
    name = f"{pair.code}/{pair.bad.stem}-{pair.dialect}"
    yield Variant(f"unbroken {name}", pair.code, pair.dialect, (whole[0], whole[1]))
    for breaker in breakers:
        for number, texts in enumerate(breaker(pair)):
            jobs = list(whole)
            for place, (old, text) in enumerate(zip((pair.bad, pair.good), texts, strict=True)):
                if text is not None:
                    path = folder / f"{breaker.__name__}{number}" / name / old.name
                    path.parent.mkdir(parents=True, exist_ok=True)
                    path.write_text(text, encoding="utf-8")
                    jobs[place] = Job(read_program(path, pair.code), pair.dialect, backend=pair.backend)
            yield Variant(f"{breaker.__name__} {name}", pair.code, pair.dialect, (jobs[0], jobs[1]))


def _lines(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").splitlines()


def _header(lines: list[str]) -> list[str]:
    end = next((number for number, line in enumerate(lines) if not line.startswith("#")), len(lines))
    return lines[:end]


def _text(lines: list[str]) -> str:
    return "\n".join(lines) + "\n"
