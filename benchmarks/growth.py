"""How time and memory grow with the size of a program: from 1,000 to 100,000 lines, three shapes of programs.

Usage: ``python benchmarks/growth.py docs/growth.svg`` (extra ``bench``, about four minutes). Each point is a process of
its own, so that memory is the program's alone; the time is the CPU time of one analysis after the imports.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

SIZES = (1_000, 3_000, 10_000, 30_000, 100_000)

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
    """Modules of 250 lines that import each other, in a circle and across; all are analysed."""
    count = max(2, lines // 250)
    files = {}
    for n in range(count):
        imports = "".join(f"from module_{(n + step) % count} import Model0 as Model_{step}\n" for step in (1, 2, 7))
        body = "".join(_MODEL.format(n=k) for k in range(250 // _MODEL.count("\n") - 1))
        files[f"module_{n}.py"] = (
            _HEAD + imports + body + "model = Model_1()\nmodel.compile('adam', 'mse')\n" + _TRAINING
        )
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
        parse: microseconds per line of ``libcst.parse_module``.
        analysis: microseconds per line of the analysis, parsing included.
        memory: peak memory of the analysis of the largest file over that of its libcst tree.
    """

    lines: int
    parse: float
    analysis: float
    memory: float


def _peak() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def _measure_here(shape: str, size: int) -> str:
    """Measure in this process; prints a point's numbers."""
    import libcst

    from bnlint.api import check_source
    from bnlint.config import Config

    files = SHAPES[shape](size)
    with tempfile.TemporaryDirectory() as folder:
        for name, text in files.items():
            Path(folder, name).write_text(text, encoding="utf-8")
        Path(folder, "setup.cfg").touch()
        config = Config(keras="3")
        check_source(_HEAD + _TRAINING, "<warm up>", config)
        lines = sum(text.count("\n") for text in files.values())
        before = _peak()
        start = time.process_time()
        for text in files.values():
            libcst.parse_module(text)
        parse = time.process_time() - start
        parsed = _peak() - before
        start = time.process_time()
        for name, text in files.items():
            check_source(text, str(Path(folder, name)), config)
        analysis = time.process_time() - start
        memory = (_peak() - before) / max(parsed, 1)
    return f"{lines} {parse / lines * 1e6:.2f} {analysis / lines * 1e6:.2f} {memory:.2f}"


def measure(shape: str, size: int) -> Point:
    """Measure one program in a process of its own."""
    command = [sys.executable, __file__, "--point", shape, str(size)]
    lines, parse, analysis, memory = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()
    return Point(int(lines), float(parse), float(analysis), float(memory))


def main() -> None:
    """Measure everything, print a table and draw the plot."""
    results: dict[str, list[Point]] = {}
    print("| program | lines | libcst.parse_module, us/line | analysis, us/line | memory over libcst's tree |")
    print("|---|---|---|---|---|")
    for shape in SHAPES:
        for size in SIZES:
            point = measure(shape, size)
            results.setdefault(shape, []).append(point)
            cells = f"{point.lines:,} | {point.parse:.0f} | {point.analysis:.0f} | {point.memory:.1f}"
            print(f"| {shape} | {cells} |", flush=True)
    if len(sys.argv) > 1:
        _draw(results, sys.argv[1])


def _draw(results: dict[str, list[Point]], file: str) -> None:
    import matplotlib

    matplotlib.use("svg")
    matplotlib.rcParams["svg.hashsalt"] = "bnlint"
    from matplotlib import pyplot

    figure, axes = pyplot.subplots(figsize=(7, 4), layout="constrained")
    for shape, points in results.items():
        axes.plot([p.lines for p in points], [p.analysis for p in points], marker="o", label=shape)
    first = next(iter(results.values()))
    axes.plot([p.lines for p in first], [p.parse for p in first], "k--", label="libcst.parse_module alone")
    axes.set(xscale="log", xlabel="lines of the program", ylabel="CPU time per line (µs)", ylim=(0, None))
    axes.set_title("Time per line of an analysis")
    axes.grid(alpha=0.3)
    axes.legend()
    figure.savefig(file, metadata={"Date": None})


if __name__ == "__main__":
    if sys.argv[1:2] == ["--point"]:
        print(_measure_here(sys.argv[2], int(sys.argv[3])))
    else:
        main()
