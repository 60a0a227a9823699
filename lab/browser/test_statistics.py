"""The page on which moving statistics can be tried, in a real Chromium and beside a layer of Keras.

Run by ``nox -s browser``. Needs a ``chromium`` on the path (Debian: ``apt-get install chromium``), and fails without.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import keras
import numpy as np
import pytest

from lab.browser.chromium import measured

ROOT = Path(__file__).resolve().parents[2]
SCRIPT = ROOT / "docs" / "_static" / "statistics.js"
PAGE = re.compile(r"^```\{raw\} html\n(.*?)^```$", re.DOTALL | re.MULTILINE)

RUNS: dict[str, dict[str, Any]] = {
    "Keras's default": {"momentum": 0.99, "batch": 32, "steps": 400, "mean": 5, "deviation": 3},
    "PyTorch's": {"momentum": 0.1, "batch": 8, "steps": 50, "mean": -2, "deviation": 0.5},
    "momentum 0": {"momentum": 0, "batch": 4, "steps": 20, "mean": 5, "deviation": 3},
    "momentum 1": {"momentum": 1, "batch": 4, "steps": 20, "mean": 5, "deviation": 3},
    "one value": {"momentum": 0.9, "batch": 1, "steps": 60, "mean": 5, "deviation": 3},
    "inference mode": {"momentum": 0.9, "batch": 16, "steps": 60, "mean": 5, "deviation": 3, "updates": False},
}

SIMULATED = """<!doctype html><pre id="out"></pre><script src="{script}"></script><script>
document.getElementById("out").textContent = JSON.stringify(Object.values({runs}).map((options) => {{
  const run = simulate(options), last = run.moving[run.moving.length - 1];
  return {{data: run.data, last, error: inferenceError(last, options.mean, options.deviation)}};
}}));
</script>"""

PRESSED = """<!doctype html><body>{page}<pre id="out"></pre><script>
document.addEventListener("DOMContentLoaded", () => {{
  const shown = [...document.querySelectorAll("button[data-set]")].map((button) => {{
    button.click();
    return {{
      name: button.textContent,
      said: document.getElementById("statistics-said").textContent,
      momentum: document.forms[0].elements.momentum.nextElementSibling.value,
      lines: [...document.querySelectorAll("svg .moving")].map((line) => line.getBBox().height),
      links: [...document.querySelectorAll("#statistics-said a")].map((link) => link.getAttribute("href")),
    }};
  }});
  document.getElementById("out").textContent = JSON.stringify(shown);
}});
</script>"""


@pytest.fixture(scope="module")
def simulated(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    page = tmp_path_factory.mktemp("simulated") / "page.html"
    page.write_text(SIMULATED.format(script=SCRIPT.as_uri(), runs=json.dumps(RUNS)), encoding="utf-8")
    return dict(zip(RUNS, measured(page), strict=True))


@pytest.mark.parametrize("name", RUNS)
def test_a_layer_has_the_same_statistics(simulated: dict[str, Any], name: str) -> None:
    run, found = RUNS[name], simulated[name]
    layer = keras.layers.BatchNormalization(momentum=run["momentum"])
    layer.build((None, 1))
    for batch in found["data"]:
        layer(np.array(batch, "float32")[:, None], training=run.get("updates", True))
    mean, variance = (float(np.ravel(w.numpy())[0]) for w in (layer.moving_mean, layer.moving_variance))
    assert found["last"]["mean"] == pytest.approx(mean, rel=1e-4, abs=1e-5)
    assert found["last"]["variance"] == pytest.approx(variance, rel=1e-4, abs=1e-5)
    values = np.random.default_rng(0).normal(run["mean"], run["deviation"], (200_000, 1)).astype("float32")
    right = (values - run["mean"]) / np.sqrt(run["deviation"] ** 2 + layer.epsilon)
    error = np.sqrt(np.mean((layer(values, training=False).numpy() - right) ** 2)) / np.std(right)
    assert found["error"] == pytest.approx(float(error), rel=0.02, abs=1e-3)


def test_the_data_is_as_it_says(simulated: dict[str, Any]) -> None:
    data = np.ravel(simulated["Keras's default"]["data"])
    assert float(np.mean(data)) == pytest.approx(5, abs=0.1)
    assert float(np.std(data)) == pytest.approx(3, abs=0.1)


def test_each_button_shows_its_mistake(tmp_path: Path) -> None:
    (page,) = PAGE.findall((ROOT / "docs" / "statistics.md").read_text(encoding="utf-8"))
    file = tmp_path / "page.html"
    file.write_text(PRESSED.format(page=page.replace("_static/statistics.js", SCRIPT.as_uri())), encoding="utf-8")
    shown = {one["name"]: one for one in measured(file)}
    reported = {
        "Keras's default, 1,000 steps": None,
        "5 steps": "BNL304",
        "PyTorch's 0.1": "BNL303",
        "momentum 0": "BNL303",
        "momentum 1": "BNL302",
        "batches of one": "BNL201",
        "no training=True": "BNL102",
    }
    assert {name: one["links"] for name, one in shown.items()} == {
        name: [f"rules/{code}.html"] * (code is not None) for name, code in reported.items()
    }
    assert shown["PyTorch's 0.1"]["momentum"] == "0.1"
    flat = {name for name, one in shown.items() if max(one["lines"]) < 1}
    assert flat == {"momentum 1", "no training=True"}
    assert "off by 0.0" in shown["Keras's default, 1,000 steps"]["said"]
