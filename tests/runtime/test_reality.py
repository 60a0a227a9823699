"""Programs from the grammar under both witnesses: a small share of ``nox -s reality``."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from lab.reality.__main__ import differences, examine, table
from lab.reality.grammar import program
from lab.reality.laboratory import Laboratory
from lab.reality.shrinking import shrink
from tests.share import ALL, share

SHARE = 16 if ALL else 3
"""Programs per dialect: more take too long for a test."""


@pytest.mark.parametrize("dialect", [2, 3])
def test_witnesses_agree_on_generated_programs(dialect: int) -> None:
    entries = examine(dialect, range(SHARE), keep=None, shrinking=False)
    assert [(e["seed"], differences(e["reply"])) for e in entries if differences(e["reply"])] == []
    assert sum(len(e["reply"]["agreed"]) for e in entries if e["reply"]) > SHARE
    assert f"Keras {dialect}: {SHARE} programs, {SHARE} alike" in table(entries)


DECIDED = [(2, 66), (3, 88), (3, 90054), (3, 100424), (2, 100022), (2, 110156), (2, 110446), (2, 110498)]
"""Programs on which the witnesses differed: a model read back from a file, a layer that is frozen after ``fit``,
statistics that training moved before the recorder met them, a flag that reaches what follows, one batch in all,
what comes behind a loop over batches, one row for two replicas, a model read back that was frozen."""


@pytest.mark.parametrize(("dialect", "seed"), DECIDED)
def test_witnesses_agree_on_programs_that_were_decided(dialect: int, seed: int) -> None:
    (entry,) = examine(dialect, range(seed, seed + 1), keep=None, shrinking=False)
    assert entry["reply"] is not None
    assert differences(entry["reply"]) == []


MENDED = (
    "assigned_and_frozen",
    "callbacks_and_traces",
    "clone_of_a_frozen_model",
    "constant_under_a_model",
    "copies_of_frozen_models",
    "few_values",
    "flag_of_a_block_before",
    "methods_of_a_model",
    "no_batch_at_all",
    "fisher_information",
    "flag_behind_a_decorator",
    "flag_from_an_option",
    "flag_of_a_wrapper",
    "flag_under_another_name",
    "frozen_after_compile",
    "gradient_penalties",
    "gradients_that_go_on",
    "graph_layer_objects",
    "layers_of_a_model",
    "made_from_a_configuration",
    "one_row_evaluated",
    "tape_in_a_class",
    "thawed_from_above",
    "two_inputs_one_norm",
    "weights_from_several_places",
)
"""Programs in ``tests/programs`` on which one of the witnesses was wrong once."""


@pytest.mark.parametrize("dialect", [2, 3])
def test_witnesses_agree_where_one_was_wrong(dialect: int) -> None:
    folder = Path(__file__).parents[1] / "programs"
    laboratory = Laboratory(dialect)
    try:
        texts = {name: (folder / f"{name}.py").read_text(encoding="utf-8") for name in share(MENDED, 4, dialect)}
        replies = {
            name: laboratory.examine(text) for name, text in texts.items() if f"# dialect: {5 - dialect}" not in text
        }
    finally:
        laboratory.close()
    assert {name: differences(reply) for name, reply in replies.items() if differences(reply)} == {}
    assert all(reply and reply["agreed"] for reply in replies.values())


@pytest.mark.parametrize("dialect", [2, 3] if ALL else [3])
def test_a_copy_of_a_file_is_told_from_the_file(dialect: int) -> None:
    # AutoGraph takes the functions of both for one and converts it once.
    laboratory = Laboratory(dialect)
    try:
        first, copy = laboratory.examine(SHARED), laboratory.examine(SHARED)
    finally:
        laboratory.close()
    assert first is not None
    assert copy is not None
    assert "BNL402" in {code for code, _ in first["agreed"]}
    assert copy | {"seconds": 0.0} == first | {"seconds": 0.0}


SHARED = """
import numpy as np
from tensorflow import keras

class Net(keras.Model):
    def __init__(self):
        super().__init__()
        self.one, self.two = keras.layers.Dense(4), keras.layers.Dense(4)
        self.norm = keras.layers.BatchNormalization()

    def call(self, x, training=None):
        x = self.norm(self.one(x), training=training)
        return self.norm(self.two(x), training=training)

model = Net()
model.compile("sgd", "mse")
model.fit(np.ones((8, 4), "float32"), np.ones((8, 4), "float32"), verbose=0)
"""


def test_a_constant_that_matters_in_training_is_not_refuted_by_inference() -> None:
    forgetful = SHARED.replace("training=training", "training=False")
    trained, asked = forgetful, forgetful.partition("model.compile")[0] + 'model(np.ones((8, 4), "float32"))\n'
    laboratory = Laboratory(3)
    try:
        replies = [laboratory.examine(text) for text in (trained, asked)]
    finally:
        laboratory.close()
    kinds = [{kind for kind in ("agreed", "unreached", "false") if "BNL104" in str(r and r[kind])} for r in replies]
    assert kinds == [{"agreed"}, {"unreached"}]


@pytest.mark.parametrize("dialect", [2, 3])
def test_programs_are_programs_and_the_seed_decides(dialect: int) -> None:
    texts = [program(seed, dialect) for seed in range(300)]
    for text in texts:
        ast.parse(text)
    assert texts == [program(seed, dialect) for seed in range(300)]
    assert len(set(texts)) > 290
    for shape in (
        "tf.GradientTape",
        "model.fit(",
        "def train_step(self",
        "gan.compile",
        "tf.Module",
        "trainable = False",
        "MirroredStrategy",
        "clone_model",
        "keras.callbacks.Callback",
        "@dataclass",
    ):
        assert any(shape in text for text in texts), shape


def test_differences_are_counted() -> None:
    nothing = {"exception": "", "message": "", "errors": [], "seconds": 0.1}
    reply = {"agreed": [["BNL101", 3]], "false": [["BNL102", 4]], "missed": [["BNL102", 5], ["BNL102", 6]], **nothing}
    reply["unreached"] = [["BNL103", 9]]
    entries = [{"seed": 1, "dialect": 3, "reply": reply}, {"seed": 2, "dialect": 3, "reply": None}]
    drawn = table(entries)  # type: ignore[arg-type]
    assert "Keras 3: 2 programs, 0 alike; 0 raised, 1 lost" in drawn
    assert re.search(r"BNL101 +1 +0 +0 +0 +0\n", drawn)
    assert re.search(r"BNL102 +0 +1 +1 +0 +0\n", drawn)
    assert re.search(r"BNL103 +0 +0 +0 +0 +1\n", drawn)


def test_shrinking_keeps_what_is_needed() -> None:
    text = (
        "import os\n\ndef f(a):\n    x = [1, 2, 3]\n    bad(x, flag=True, other=1)\n    return a\n\nf(2)\nprint(os)\n"
    )
    small = shrink(text, lambda t: "bad(" in t and "flag=True" in t)
    assert small.split() == ["def", "f(a):", "bad(x,", "flag=True)"]
