"""The HTML report of ``bnlint trace`` in a real Chromium, on the width of a phone and of a desk.

Run by ``nox -s browser``. Needs a ``chromium`` on the path (Debian: ``apt-get install chromium``), and fails without.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from bnlint.events import Layer, Site
from bnlint.results.findings import Finding
from bnlint.results.messages import Message
from bnlint.runtime.comparison import compare
from bnlint.runtime.layers import LayerResult
from bnlint.runtime.measurements import LayerRecord, Sample, Stats
from bnlint.runtime.trace.html import render
from bnlint.runtime.trace.launch import Ending
from bnlint.runtime.trace.result import Trace
from bnlint.runtime.trace.verdicts import Verdict
from lab.browser.chromium import measured

LONG = "y = net(" + "a, " * 90 + ")"
HOSTILE = 'x = "</pre><script>document.title = 1</script>"'
SOURCE = f"import tensorflow as tf\n{HOSTILE}\n{LONG}\n"
PHONE, DESK = 390, 1280

HARNESS = """<!doctype html><body><iframe id="f" width="{width}" height="900" src="{report}"></iframe>
<pre id="out"></pre>
<script>
document.getElementById("f").onload = () => {{
  const page = document.getElementById("f").contentDocument, root = page.documentElement;
  const sizes = [...page.querySelectorAll("p, dd, summary")].map(e => parseFloat(getComputedStyle(e).fontSize));
  const labels = [...page.querySelectorAll("details[open] svg text")].map(e => e.getBoundingClientRect().height);
  document.getElementById("out").textContent = JSON.stringify({{
    scroll: root.scrollWidth, client: root.clientWidth, title: page.title,
    smallest: Math.min(...sizes), label: Math.min(...labels),
    plots: [...page.querySelectorAll("svg")].map(e => e.getBoundingClientRect().width),
    scripts: page.scripts.length, shown: page.body.innerText.includes("<script>document.title = 1"),
    closed: page.querySelectorAll("details:not([open])").length,
  }});
}};
</script>"""


def layer(name: str, moves: bool) -> LayerResult:
    draw = np.random.default_rng(0)
    record = LayerRecord(Layer("BatchNormalization", Site("model.py", 3)), name, {"momentum": 0.9})
    mean: NDArray[np.float64] = np.zeros(16)
    variance: NDArray[np.float64] = np.ones(16)
    for step in range(1, 60):
        batch = Stats(draw.normal(2.0, 0.3, 16), draw.gamma(20.0, 0.2, 16))
        if moves:
            mean, variance = 0.9 * mean + 0.1 * batch.mean, 0.9 * variance + 0.1 * batch.variance
        record.history.append(Sample(step, Stats(mean, variance), batch, "training" if moves else "inference"))
    record.last, record.moves = record.history[-1].stats, 59 if moves else 0
    modes = "training mode (fit said so), batches of 32"
    comparison = compare(record, True, False, True)
    return LayerResult(name, "a/rather/long/path/to/the/model.py:3", modes, (32, 16), 32, record, comparison, 0.9)


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("report")
    (folder / "train.py").write_text(SOURCE, encoding="utf-8")
    finding = Finding(
        "train.py", 3, 4, "BNL102", Message("this Net runs in inference mode " + "although_it_is_trained" * 6)
    )
    trace = Trace(
        program="train.py",
        ending=Ending("finished"),
        keras="Keras 3.9.0",
        assumed=3,
        ran=3,
        steps=59,
        seconds=1.0,
        verdicts=[Verdict(finding, "confirmed", "3 BN layers in inference mode")],
        unforeseen=[Verdict(Finding("train.py", 2, 0, "BNL101", Message("seen")), "confirmed", "it moved by 0")],
        layers=[
            layer("batch_normalization_with_a_very_long_name_indeed", False),
            *(layer(f"bn{i}", True) for i in range(6)),
        ],
    )
    path = folder / "report.html"
    path.write_text(render(trace, str(folder)), encoding="utf-8")
    return path


@pytest.fixture(scope="module", params=[PHONE, DESK], ids=["phone", "desk"])
def seen(request: pytest.FixtureRequest, report: Path) -> dict[str, Any]:
    harness = report.with_name(f"harness{request.param}.html")
    harness.write_text(HARNESS.format(width=request.param, report=report.name), encoding="utf-8")
    found: dict[str, Any] = measured(harness)
    return found | {"width": request.param}


def test_no_horizontal_scrolling(seen: dict[str, Any]) -> None:
    assert seen["client"] > seen["width"] - 30
    assert seen["scroll"] <= seen["client"]


def test_source_is_shown_and_not_executed(seen: dict[str, Any]) -> None:
    assert seen["title"] == "bnlint trace: train.py"
    assert seen["scripts"] == 0
    assert seen["shown"]


def test_readable(seen: dict[str, Any]) -> None:
    assert seen["smallest"] >= 14.0
    assert seen["label"] >= 9.0


def test_plots(seen: dict[str, Any]) -> None:
    assert len(seen["plots"]) == 7
    assert seen["closed"] == 6  # layers as they should be are folded
    assert seen["plots"][0] > (300 if seen["width"] == PHONE else 600)
