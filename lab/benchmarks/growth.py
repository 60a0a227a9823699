"""How time and memory grow with the size of a program: from 1,000 to 100,000 lines, three shapes of programs.

Usage: ``python lab/benchmarks/growth.py docs/growth.svg`` (extra ``bench``, about six minutes). Each point is a
process of its own, so that memory is the program's alone; the time is the CPU time of one analysis after the imports.
The last shape, a package, is also checked as a whole, from 100 to 3,000 modules.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

SIZES = (1_000, 3_000, 10_000, 30_000, 100_000)
MODULES = (100, 300, 1_000, 3_000)
_MODULE = 250
"""Lines of a module in a package, about."""

_HEAD = "from tensorflow import keras\nfrom tensorflow.keras import layers\n\n"
_BLOCK = '''
def block_{n}(x, filters, training=None):
    """A stage of the network."""
    x = layers.Conv2D(filters, 3, padding="same", use_bias=False)(x)
    x = layers.BatchNormalization(momentum=0.99)(x)
    x = layers.Activation("relu")(x)
    if filters > 64:
        x = layers.Dropout(0.5)(x)
    return {inner}


'''
_MODEL = '''
class Model{n}(keras.Model):
    """A model of its own."""

    def __init__(self, units=16):
        super().__init__()
        self.dense = layers.Dense(units)
        self.norm = layers.BatchNormalization()

    def call(self, x, training=None):
        return self.norm(self.dense(x), training=training)


'''
_TRAINING = """
model = keras.Sequential([layers.Dense(8), layers.BatchNormalization()])
model.compile("adam", "mse")
model.fit(inputs, targets, batch_size=1)
"""
"""Two findings or one, by dialect: positions are part of the work."""


def call_graph(lines: int) -> dict[str, str]:
    """One file of functions, each calling the one before it: chains as deep as the file is long."""
    count = max(2, lines // _BLOCK.count("\n"))
    blocks = ["x" if n % 50 == 0 else f"block_{n - 1}(x, filters)" for n in range(count)]
    text = "".join(_BLOCK.format(n=n, inner=inner) for n, inner in enumerate(blocks))
    ends = "".join(f"outputs_{n} = block_{n}(keras.Input((8, 8, 3)), 64)\n" for n in range(49, count, 50))
    return {"main.py": _HEAD + text + ends + _TRAINING}


def classes(lines: int) -> dict[str, str]:
    """One file of model classes, each made and compiled once."""
    count = max(1, lines // (_MODEL.count("\n") + 2))
    made = "".join(f"model_{n} = Model{n}({n % 64 + 1})\nmodel_{n}.compile('adam', 'mse')\n" for n in range(count))
    return {"main.py": _HEAD + "".join(_MODEL.format(n=n) for n in range(count)) + made + _TRAINING}


def package(lines: int) -> dict[str, str]:
    """Modules of 250 lines that import each other, in a circle and across; all are analysed, each tenth trains."""
    count = max(2, lines // _MODULE)
    files = {}
    for n in range(count):
        imports = "".join(f"from module_{(n + step) % count} import Model0 as Model_{step}\n" for step in (1, 2, 7))
        body = "".join(_MODEL.format(n=k) for k in range(_MODULE // _MODEL.count("\n") - 1))
        build = "def build(units):\n    return [Model_1(units), Model_2(units), Model_7(units)]\n"
        files[f"module_{n}.py"] = _HEAD + imports + body + build + (_TRAINING if n % 10 == 0 else "")
    return files


SHAPES: dict[str, Callable[[int], dict[str, str]]] = {
    "deep call graph": call_graph,
    "many classes": classes,
    "package of modules that import each other": package,
}


class Point(NamedTuple):
    """One measurement.

    Args:
        lines: of the program.
        time: CPU time in microseconds per line.
        memory: what was added to the process's peak, in bytes.
    """

    lines: int
    time: float
    memory: float


def _measure_here(what: str, shape: str, size: int) -> Point:
    """Measure ``parse`` (libcst's trees of all files at once), ``analysis`` (one file after another), or ``check``.

    The last is one run over all files. A small program is analysed before, so that imports do not count.
    """
    import libcst

    from bnlint.analysis import checking
    from bnlint.api import check_source
    from bnlint.settings.config import Config
    from bnlint.settings.loading import Settings

    files = SHAPES[shape](size)
    lines = sum(text.count("\n") for text in files.values())
    config = Config(keras="3")
    check_source(_HEAD + _TRAINING, "<warm up>", config)
    with tempfile.TemporaryDirectory() as folder:
        for name, text in files.items():
            Path(folder, name).write_text(text, encoding="utf-8")
        Path(folder, "setup.cfg").touch()
        os.chdir(folder)
        before, start = _peak(), time.process_time()
        if what == "parse":
            trees = [libcst.parse_module(text) for text in files.values()]
            assert len(trees) == len(files)
        elif what == "check":
            checking.check_paths(sorted(files), Settings())
        else:
            for name, text in files.items():
                check_source(text, str(Path(folder, name)), config)
        measured = Point(lines, (time.process_time() - start) / lines * 1e6, _peak() - before)
        os.chdir(Path(folder).anchor)  # a folder in use cannot be deleted everywhere
        return measured


def _peak() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def measure(what: str, shape: str, size: int) -> Point:
    """Measure one program in a process of its own."""
    command = [sys.executable, __file__, "--point", what, shape, str(size)]
    lines, spent, memory = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()
    return Point(int(lines), float(spent), float(memory))


def main() -> None:
    """Measure everything, print a table and draw the plot."""
    analyses: dict[str, list[Point]] = {}
    parses: dict[str, list[Point]] = {}
    print("| program | lines | libcst.parse_module, us/line | analysis, us/line | memory over libcst's trees |")
    print("|---|---|---|---|---|")
    for shape in SHAPES:
        for size in SIZES:
            parse, analysis = measure("parse", shape, size), measure("analysis", shape, size)
            parses.setdefault(shape, []).append(parse)
            analyses.setdefault(shape, []).append(analysis)
            memory = analysis.memory / max(parse.memory, 1)
            print(f"| {shape} | {parse.lines:,} | {parse.time:.0f} | {analysis.time:.0f} | {memory:.1f} |", flush=True)
    print("| modules, checked in one run | lines | us/line | memory, MB |")
    print("|---|---|---|---|")
    for count in MODULES:
        point = measure("check", "package of modules that import each other", count * _MODULE)
        analyses.setdefault("the same package, checked in one run", []).append(point)
        print(f"| {count:,} | {point.lines:,} | {point.time:.0f} | {point.memory / 2**20:.0f} |", flush=True)
    if len(sys.argv) > 1:
        _draw(analyses, next(iter(parses.values())), sys.argv[1])


def _draw(analyses: dict[str, list[Point]], parses: list[Point], file: str) -> None:
    import matplotlib

    matplotlib.use("svg")
    matplotlib.rcParams["svg.hashsalt"] = "bnlint"
    from matplotlib import pyplot

    figure, axes = pyplot.subplots(figsize=(7, 4.6), layout="constrained")
    for shape, points in analyses.items():
        axes.plot([p.lines for p in points], [p.time for p in points], marker="o", label=shape)
    axes.plot([p.lines for p in parses], [p.time for p in parses], "k--", label="libcst.parse_module alone")
    axes.set(xscale="log", xlabel="lines of the program", ylabel="CPU time per line (µs)", ylim=(0, None))
    axes.set_title("Time per line of an analysis")
    axes.grid(alpha=0.3)
    figure.legend(loc="outside lower center", ncols=2)
    figure.savefig(file, metadata={"Date": None})


if __name__ == "__main__":
    if sys.argv[1:2] == ["--point"]:
        print(*_measure_here(sys.argv[2], sys.argv[3], int(sys.argv[4])))
    else:
        main()
