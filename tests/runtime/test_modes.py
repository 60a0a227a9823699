"""The recorder says in which mode BN ran, who decided it, and where in the source."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

Reply = dict[str, Any]
Run = Callable[[int, str], Reply]
both = pytest.mark.parametrize("dialect", [2, 3])

HEAD = """
import numpy as np
import tensorflow as tf
from tensorflow import keras
from tensorflow.keras import layers
x = np.random.normal(3.0, 2.0, (12, 4)).astype("float32")
y = np.random.normal(0.0, 1.0, (12, 1)).astype("float32")
"""
"""Six lines; a program's own text begins on line 7."""


def bn_calls(reply: Reply, **wanted: Any) -> list[Reply]:
    calls = [e for e in reply["events"] if e["event"] == "LayerCalled" and e["class"] == "BatchNormalization"]
    return [c for c in calls if all(c[key] == value for key, value in wanted.items())]


def of(reply: Reply, event: str) -> list[Reply]:
    return [e for e in reply["events"] if e["event"] == event]


@both
def test_bare_call(run: Run, dialect: int) -> None:
    reply = run(dialect, HEAD + "bn = layers.BatchNormalization(\n    momentum=0.9,\n)\nprint(bn(x))\n")
    (built,) = of(reply, "LayerBuilt")
    assert (built["line"], built["column"]) == (7, 5)
    assert built["args"]["momentum"] | {"column": 4, "line": 8, "value": 0.9} == built["args"]["momentum"]
    (call,) = bn_calls(reply)
    assert (call["line"], call["column"], call["mode"], call["reason"]) == (10, 6, "inference", "nothing")
    assert (call["kind"], call["shape"], call["driver"]) == ("concrete", [12, 4], "user")
    (measured,) = reply["calls"]
    assert measured["untouched"]
    assert measured["fresh"]
    assert measured["moved"] == 0.0
    assert reply["dialect"] == dialect
    assert reply["restored"]


@both
def test_flag(run: Run, dialect: int) -> None:
    reply = run(dialect, HEAD + "bn = layers.BatchNormalization()\nz = bn(\n    x[:1],\n    training=True,\n)\n")
    (call,) = bn_calls(reply)
    assert (call["line"], call["mode"], call["reason"], call["decided_line"]) == (8, "training", "flag", 8)
    assert call["flag"]["value"] is True
    assert call["flag"]["line"] == 10
    assert call["flag"]["origin"] == ""
    (measured,) = reply["calls"]
    assert measured["values"] == 1
    assert measured["equals_beta"]
    assert measured["moved"] > 0.0


@both
def test_fit_and_predict(run: Run, dialect: int) -> None:
    text = """model = keras.Sequential([
    layers.Input((4,)), layers.Dense(3),
    layers.BatchNormalization(),
    layers.Dense(1)])
model.compile("sgd", "mse")
model.fit(x, y, batch_size=6, epochs=2, verbose=0)
model.predict(x, verbose=0)
"""
    reply = run(dialect, HEAD + text)
    trained = bn_calls(reply, driver="fit")
    assert trained
    assert {(c["line"], c["mode"], c["reason"]) for c in trained} == {(9, "training", "fit")}
    assert {(c["outer_line"], c["trainer"], c["batch_line"]) for c in trained} == {(12, "Sequential", 12)}
    assert {tuple(c["shape"]) for c in trained} == {(6, 3)}
    assert trained[0]["direct"] == "Dense"
    asked = bn_calls(reply, driver="predict")
    assert asked
    assert {(c["mode"], c["reason"]) for c in asked} == {("inference", "predict")}
    (fitted,) = of(reply, "Fitted")
    assert (fitted["line"], fitted["size"], fitted["epochs"], fitted["steps"]) == (12, 12, 2, 2)
    assert fitted["batch_size"]["value"] == 6
    assert fitted["batch_size"]["line"] == 12
    fit, predict = (s for s in reply["spans"] if s["kind"] in ("fit", "predict"))
    assert fit["moves"] == 4
    assert fit["moved"] > 0.0
    assert fit["weights"] > 0.0
    assert predict["moved"] == 0.0


@both
def test_tape(run: Run, dialect: int) -> None:
    text = """model = keras.Sequential([layers.Dense(3), layers.BatchNormalization(), layers.Dense(1)])
optimizer = keras.optimizers.SGD(0.1)
for _ in range(3):
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean((model(x) - y) ** 2)
    grads = tape.gradient(loss, model.trainable_variables)
    optimizer.apply_gradients(zip(grads, model.trainable_variables))
"""
    reply = run(dialect, HEAD + text)
    calls = bn_calls(reply)
    assert {(c["mode"], c["reason"], c["decided_line"]) for c in calls} == {("inference", "nothing", 11)}
    assert all(c["tapes"] == [10] for c in calls)
    assert {tuple(e["layers"]) for e in of(reply, "GradientTaken")} == {("Sequential",)}
    assert next(e["loops"] for e in reply["events"] if e["event"] == "LayerCalled" and e["line"] == 11) == 1
    steps = [s for s in reply["spans"] if s["kind"] == "gradient step"]
    assert len(steps) == 3
    assert all(s["weights"] > 0.0 for s in steps)
    assert steps[-1]["moved"] == 0.0


@both
def test_gradient_of_an_image(run: Run, dialect: int) -> None:
    text = """model = keras.Sequential([layers.Dense(3), layers.BatchNormalization(), layers.Dense(1)])
image = tf.constant(x)
with tf.GradientTape() as tape:
    tape.watch(image)
    score = model(image)
slope = tape.gradient(score, image)
"""
    (taken,) = of(run(dialect, HEAD + text), "GradientTaken")
    assert taken["inputs"] is True
    assert taken["layers"] == []


SUBCLASS = """class Net(keras.Model):
    def __init__(self):
        super().__init__()
        self.hidden = layers.Dense(3)
        self.bn = layers.BatchNormalization()
        self.out = layers.Dense(1)

    def call(self, inputs{parameter}):
        h = self.hidden(inputs)
        h = self.bn(h{flag})
        return self.out(h)

model = Net()
model.compile("sgd", "mse")
model.fit(x, y, batch_size=6, verbose=0)
"""


@both
def test_subclass_without_training(run: Run, dialect: int) -> None:
    reply = run(dialect, HEAD + SUBCLASS.format(parameter="", flag=""))
    calls = bn_calls(reply)
    expected = ("training", "fit") if dialect == 2 else ("inference", "nothing")
    assert calls
    assert {(c["mode"], c["reason"]) for c in calls} == {expected}
    assert {(c["line"], c["outer_line"], c["driver"]) for c in calls} == {(16, 21, "fit")}
    assert calls[0]["scopes"][0] == ["call", 14, "call", False]


@both
def test_subclass_hands_the_flag_on(run: Run, dialect: int) -> None:
    reply = run(dialect, HEAD + SUBCLASS.format(parameter=", training=None", flag=", training=training"))
    calls = bn_calls(reply)
    assert calls
    assert {(c["mode"], c["reason"], c["decided_line"]) for c in calls} == {("training", "fit", 21)}
    assert calls[0]["flag"]["origin"] == "keras"


@both
def test_flag_under_another_name(run: Run, dialect: int) -> None:
    reply = run(dialect, HEAD + SUBCLASS.format(parameter=", is_training=False", flag=", training=is_training"))
    calls = bn_calls(reply)
    assert calls
    assert {c["mode"] for c in calls} == {"inference"}
    assert calls[0]["flag"]["origin"] == "parameter default"


@both
def test_flag_of_an_earlier_inner_call(run: Run, dialect: int) -> None:
    """Keras 3 hands the flag of one inner call to those that follow it."""
    text = """class Net(keras.Model):
    def __init__(self):
        super().__init__()
        self.drop = layers.Dropout(0.1)
        self.bn = layers.BatchNormalization()

    def call(self, inputs):
        h = self.drop(inputs, training=True)
        return self.bn(h)

Net()(x)
"""
    reply = run(dialect, HEAD + text)
    (call,) = bn_calls(reply)
    expected = ("inference", "nothing", 17) if dialect == 2 else ("training", "flag", 14)
    assert (call["mode"], call["reason"], call["decided_line"]) == expected
    assert (reply["calls"][0]["moved"] > 0.0) is (dialect == 3)


@both
@pytest.mark.parametrize("said", [False, True])
def test_what_an_earlier_layer_runs_with_by_default(run: Run, dialect: int, said: bool) -> None:
    """In Keras 3 the default of Dropout, False, reaches the layers behind it: nobody said it, unless somebody did."""
    flag = ", training=False" if said else ""
    text = f"""class Block(layers.Layer):
    def __init__(self):
        super().__init__()
        self.bn = layers.BatchNormalization()

    def call(self, inputs, training=None):
        return self.bn(inputs, training=training)

class Net(keras.Model):
    def __init__(self):
        super().__init__()
        self.drop, self.block, self.out = layers.Dropout(0.1), Block(), layers.Dense(1)

    def call(self, inputs):
        h = self.drop(inputs{flag})
        return self.out(self.block(h))

net = Net()
for _ in range(2):
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean((net(x) - y) ** 2)
    keras.optimizers.SGD(0.1).apply_gradients(
        zip(tape.gradient(loss, net.trainable_variables), net.trainable_variables))
"""
    reply = run(dialect, HEAD + text)
    calls = bn_calls(reply)
    assert {(call["mode"], call["reason"] == "flag") for call in calls} == {("inference", said and dialect == 3)}


@both
def test_constant_in_a_functional_graph(run: Run, dialect: int) -> None:
    text = """inp = layers.Input((4,))
h = layers.BatchNormalization()(inp, training=False)
model = keras.Model(inp, layers.Dense(1)(h))
model.compile("sgd", "mse")
model.fit(x, y, batch_size=6, verbose=0)
"""
    reply = run(dialect, HEAD + text)
    (symbolic,) = bn_calls(reply, kind="symbolic")
    assert symbolic["line"] == 8
    assert symbolic["flag"]["value"] is False
    assert symbolic["mode"] is None
    calls = bn_calls(reply, driver="fit")
    expected = ("inference", "flag") if dialect == 2 else ("training", "fit")
    assert calls
    assert {(c["mode"], c["reason"]) for c in calls} == {expected}
    assert {(c["baked"]["value"], c["baked_line"]) for c in calls} == {(False, 8)}


@both
def test_constant_around_a_model(run: Run, dialect: int) -> None:
    text = """def base():
    inp = layers.Input((4,))
    return keras.Model(inp, layers.BatchNormalization()(inp))
inp = layers.Input((4,))
model = keras.Model(inp, layers.Dense(1)(base()(inp, training=False)))
model.compile("sgd", "mse")
model.fit(x, y, batch_size=6, verbose=0)
"""
    calls = bn_calls(run(dialect, HEAD + text), driver="fit")
    assert calls
    assert {c["mode"] for c in calls} == {"inference" if dialect == 2 else "training"}
    assert {(c["line"], c["outer_line"], c["baked_line"]) for c in calls} == {(9, 11, 11)}


@both
def test_tf_function(run: Run, dialect: int) -> None:
    text = """model = keras.Sequential([layers.Dense(3), layers.BatchNormalization(), layers.Dense(1)])
optimizer = keras.optimizers.SGD(0.1)
@tf.function
def step(xb, yb):
    for _ in tf.range(2):
        with tf.GradientTape() as tape:
            loss = tf.reduce_mean((model(xb, training=True) - yb) ** 2)
        grads = tape.gradient(loss, model.trainable_variables)
        optimizer.apply_gradients(zip(grads, model.trainable_variables))
    return loss
model(x)
optimizer.build(model.trainable_variables)
for _ in range(3):
    step(x, y)
"""
    reply = run(dialect, HEAD + text)
    inside = bn_calls(reply, decided_line=13)
    assert inside
    assert {(c["mode"], c["reason"]) for c in inside} == {("training", "flag")}
    root = next(e for e in reply["events"] if e["event"] == "LayerCalled" and e["line"] == 13)
    assert root["column"] == 35
    assert root["scopes"] == [["step", 10, None, True]]
    assert root["tapes"] == [12]
    assert root["flag"]["line"] == 13
    assert root["loops"] == 1
    spans = [s for s in reply["spans"] if s["kind"] == "tf.function"]
    assert len(spans) == 3
    assert all(s["moved"] > 0.0 and s["weights"] > 0.0 for s in spans)


@both
def test_call_of_the_layer_is_bypassed(run: Run, dialect: int) -> None:
    text = "bn = layers.BatchNormalization()\nbn.build((None, 4))\nz = bn.call(tf.constant(x))\n"
    (call,) = bn_calls(run(dialect, HEAD + text))
    assert (call["line"], call["bypass"], call["mode"], call["outer_line"]) == (9, True, "inference", None)


@both
def test_call_of_a_model_is_bypassed(run: Run, dialect: int) -> None:
    text = SUBCLASS.format(parameter=", training=None", flag="").rsplit("model.compile", 1)[0]
    text += "model(x)\nz = model.call(tf.constant(x), training=True)\n"
    reply = run(dialect, HEAD + text)
    (bypass,) = [e for e in reply["events"] if e["event"] == "LayerCalled" and e["bypass"]]
    assert bypass["line"] == 21
    assert bypass["class"] == "Net"
    assert bypass["flag"]["value"] is True
    assert [c["mode"] for c in bn_calls(reply, outer_line=21)] == ["inference"]


@both
def test_super_call_is_no_bypass(run: Run, dialect: int) -> None:
    text = """class Normed(layers.BatchNormalization):
    def call(self, inputs, training=None, mask=None):
        return super().call(inputs, training=training)
norm = Normed()
z = norm(x, training=True)
"""
    calls = [e for e in run(dialect, HEAD + text)["events"] if e["event"] == "LayerCalled"]
    assert [(c["line"], c["class"], c["bypass"], c["mode"]) for c in calls] == [(11, "Normed", False, "training")]


@both
@pytest.mark.parametrize(
    ("steps", "given"),
    [
        ("model(x, training=True)\nmodel(x, training=False)", False),
        ("model.fit(x, x, verbose=0)\nmodel(x, training=False)", False),
        ("put()\nmodel(x, training=False)", True),
        ("put()\nmodel.predict(x, verbose=0)", True),
        ("put()\nmodel(x, training=False)\nmodel.fit(x, x, verbose=0)\nmodel(x, training=False)", True),
    ],
)
def test_statistics_that_the_program_puts_there(run: Run, dialect: int, steps: str, given: bool) -> None:
    text = """model = keras.Sequential([keras.Input((4,)), layers.BatchNormalization()])
model.compile("sgd", "mse")
x = np.random.normal(2.0, size=(8, 4))
def put():
    model.set_weights([weight + 1.0 for weight in model.get_weights()])
"""
    assert run(dialect, HEAD + text + steps)["given"] == [given]


@both
def test_frozen(run: Run, dialect: int) -> None:
    text = "bn = layers.BatchNormalization()\nbn.trainable = False\nz = bn(x, training=True)\n"
    reply = run(dialect, HEAD + text)
    (call,) = bn_calls(reply)
    assert (call["mode"], call["reason"], call["decided_line"], call["trainable"]) == ("inference", "frozen", 9, False)
    (switched,) = of(reply, "TrainableSet")
    assert (switched["line"], switched["column"], switched["value"]) == (8, 0, False)


def test_learning_phase(run: Run) -> None:
    text = "keras.backend.set_learning_phase(1)\nbn = layers.BatchNormalization()\nz = bn(x)\n"
    reply = run(2, HEAD + text)
    (call,) = bn_calls(reply)
    assert (call["mode"], call["reason"]) == ("training", "learning phase")
    (phase,) = of(reply, "LearningPhaseSet")
    assert phase["line"] == 7
    assert phase["value"]["value"] == 1


def test_learning_phase_is_gone(run: Run) -> None:
    reply = run(3, HEAD + "keras.backend.set_learning_phase(1)\n")
    (phase,) = of(reply, "LearningPhaseSet")
    assert reply["exception"] == "AttributeError"
    assert phase["line"] == 7
    assert phase["value"]["value"] == 1


@both
def test_parameters_of_helpers(run: Run, dialect: int) -> None:
    text = """def norm(z, momentum=0.5, training=False):
    return layers.BatchNormalization(momentum=momentum)(z, training=training)
a = norm(x, training=True)
b = norm(x, 0.7)
"""
    reply = run(dialect, HEAD + text)
    first, second = bn_calls(reply)
    assert (first["flag"]["origin"], first["flag"]["given_line"]) == ("argument", 9)
    assert (second["flag"]["origin"], second["flag"]["given_line"]) == ("parameter default", 10)
    origins = [e["args"]["momentum"]["origin"] for e in of(reply, "LayerBuilt")]
    assert origins == ["parameter default", "argument"]


@both
def test_batch_size_of_a_dataset(run: Run, dialect: int) -> None:
    text = """ds = tf.data.Dataset.from_tensor_slices((x, y)).shuffle(12)
ds = ds.batch(5, drop_remainder=True).prefetch(1)
model = keras.Sequential([layers.Dense(3), layers.BatchNormalization(), layers.Dense(1)])
model.compile("sgd", "mse")
model.fit(ds, epochs=3, verbose=0)
for xb, yb in ds:
    model(xb, training=True)
"""
    reply = run(dialect, HEAD + text)
    (fitted,) = of(reply, "Fitted")
    assert (fitted["batch_size"]["value"], fitted["batch_size"]["line"]) == (5, 8)
    assert (fitted["size"], fitted["steps"], fitted["drop_remainder"]) == (12, 2, True)
    looped = [e for e in reply["events"] if e["event"] == "LayerCalled" and e["line"] == 13]
    assert looped
    assert looped[0]["batch_line"] == 8
    assert looped[0]["shape"][0] == 5


@both
def test_distribution_strategy(run: Run, dialect: int) -> None:
    text = """strategy = tf.distribute.MirroredStrategy(["/cpu:0", "/cpu:1"])
with strategy.scope():
    model = keras.Sequential([layers.Input((4,)), layers.BatchNormalization(), layers.Dense(1)])
    model.compile("sgd", "mse")
model.fit(x, y, batch_size=4, verbose=0)
"""
    reply = run(dialect, HEAD + text)
    (fitted,) = of(reply, "Fitted")
    assert fitted["per_replica"] == 2
    calls = bn_calls(reply, driver="fit")
    assert calls
    assert {(c["mode"], c["per_replica"], tuple(c["shape"])) for c in calls} == {("training", 2, (2, 4))}


@both
def test_layers_of_a_loop(run: Run, dialect: int) -> None:
    text = """for i in range(3):
    bn = layers.BatchNormalization()
    z = bn(x[4 * i:4 * i + 4], training=True)
"""
    assert {e["rebuilt_in"] for e in of(run(dialect, HEAD + text), "LayerBuilt")[:2]} == {"loop over batches"}


@both
def test_layout(run: Run, dialect: int) -> None:
    text = """inp = layers.Input((3, 6, 6))
h = layers.Conv2D(2, 3, data_format="channels_first")(inp)
h = layers.BatchNormalization()(layers.ReLU()(h))
"""
    (call,) = bn_calls(run(dialect, HEAD + text))
    assert (call["layout"], call["direct"], call["kind"]) == ("channels_first", "ReLU", "symbolic")


@both
def test_exception_of_the_program(run: Run, dialect: int) -> None:
    reply = run(dialect, HEAD + "bn = layers.BatchNormalization()\nz = bn(x)\nraise KeyError('mine')\n")
    assert reply["exception"] == "KeyError"
    assert len(bn_calls(reply)) == 1
    assert reply["restored"]


def test_closure_for_the_optimizer(run: Run) -> None:
    text = """model = keras.Sequential([layers.Input((4,)), layers.BatchNormalization(), layers.Dense(1)])
optimizer = keras.optimizers.SGD(0.1)
optimizer.minimize(lambda: tf.reduce_mean((model(x) - y) ** 2), model.trainable_variables)
"""
    reply = run(2, HEAD + text)
    (call,) = bn_calls(reply, kind="concrete")
    assert (call["mode"], call["tapes"]) == ("inference", [9])
    (taken,) = of(reply, "GradientTaken")
    assert (taken["line"], taken["layers"]) == (9, ["Sequential"])
    (step,) = (s for s in reply["spans"] if s["kind"] == "gradient step")
    assert step["weights"] > 0.0
    assert step["moved"] == 0.0


def test_keras_layers_in_a_tf1_graph(run: Run) -> None:
    text = """import numpy as np
import tensorflow.compat.v1 as tf
x = tf.placeholder(tf.float32, [None, 3])
bn = tf.keras.layers.BatchNormalization()
h = bn(x, training=True)
with tf.control_dependencies(tf.get_collection(tf.GraphKeys.UPDATE_OPS)):
    train = tf.train.GradientDescentOptimizer(0.1).minimize(tf.reduce_mean(h ** 3))
with tf.Session() as sess:
    sess.run(tf.global_variables_initializer())
    sess.run(train, {x: np.random.rand(5, 3)})
    EXTRA
"""
    without = run(1, text.replace("EXTRA", ""))
    assert [(e["updates_run"], e["keras_updates_run"]) for e in of(without, "GraphMinimized")] == [(False, False)]
    assert without["moves"] == [0]
    with_updates = run(1, text.replace("EXTRA", "sess.run([train, bn.updates], {x: np.random.rand(5, 3)})"))
    assert [e["keras_updates_run"] for e in of(with_updates, "GraphMinimized")] == [True]
    assert with_updates["moves"] == [1]


def test_graph_of_tf1(run: Run) -> None:
    text = """import numpy as np
import tensorflow.compat.v1 as tf
x = tf.placeholder(tf.float32, [None, 3])
flag = tf.placeholder_with_default(False, [])
h = tf.layers.batch_normalization(tf.layers.dense(x, 2), training=flag)
with tf.control_dependencies(tf.get_collection(tf.GraphKeys.UPDATE_OPS)):
    train = tf.train.GradientDescentOptimizer(0.1).minimize(tf.reduce_mean(h ** 3))
with tf.Session() as sess:
    sess.run(tf.global_variables_initializer())
    for _ in range(2):
        sess.run(train, {x: np.random.rand(5, 3), flag: True})
"""
    reply = run(1, text)
    (normalised,) = of(reply, "GraphNormalized")
    assert normalised["line"] == 5
    assert normalised["flag"]["known"] is False
    assert normalised["flag"]["line"] == 5
    (minimised,) = of(reply, "GraphMinimized")
    assert (minimised["line"], minimised["updates_run"]) == (7, True)
    assert [s["moved"] > 0.0 for s in reply["spans"] if s["weights"] > 0.0] == [True, True]


@both
def test_layers_of_a_list_are_not_built_anew(run: Run, dialect: int) -> None:
    text = """norms = [layers.BatchNormalization() for _ in range(2)]
for norm in norms:
    norm(x, training=True)
"""
    assert {e["rebuilt_in"] for e in of(run(dialect, HEAD + text), "LayerBuilt")} == {None}


@both
def test_a_model_for_each_fold_is_not_built_anew(run: Run, dialect: int) -> None:
    text = """for fold in range(2):
    norm = layers.BatchNormalization()
    for i in range(3):
        norm(x[4 * i:4 * i + 4], training=True)
"""
    assert {e["rebuilt_in"] for e in of(run(dialect, HEAD + text), "LayerBuilt")} == {None}


@both
def test_batches_that_a_step_of_fit_joins_and_cuts(run: Run, dialect: int) -> None:
    """Of a size that the graph leaves open only what is the batch of ``fit`` has its size."""
    text = """
    import tensorflow as tf
    layers = tf.keras.layers

    class Own(tf.keras.Model):
        def __init__(self):
            super().__init__()
            self.nets = [tf.keras.Sequential([layers.BatchNormalization()]) for _ in range(5)]

        def train_step(self, rows):
            self.nets[0](tf.concat([rows, tf.random.normal((tf.shape(rows)[0], 3))], axis=0), training=True)
            self.nets[1](tf.split(rows, 2)[0], training=True)
            self.nets[2](rows[:2], training=True)
            self.nets[3](tf.concat([rows, rows], axis=-1)[..., :3], training=True)
            self.nets[4](tf.random.normal((tf.shape(rows)[0], 3)), training=True)
            return {"loss": 0.0}

    model = Own()
    model.compile()
    model.fit(tf.data.Dataset.from_tensor_slices(tf.random.normal((40, 3))).batch(20), verbose=0)
    """
    reply = run(dialect, text)
    sizes = {call["outer_line"]: call["shape"][0] for call in bn_calls(reply) if call["tapes"] == []}
    assert [sizes[line] for line in sorted(sizes)] == [None, None, None, 20, 20]


@both
def test_a_step_that_is_compiled_anew_after_many_runs(run: Run, dialect: int) -> None:
    """Most runs of a step are not looked at; one that TensorFlow traces for other shapes, or that fails, is."""
    text = """
    import tensorflow as tf
    keras = tf.keras
    net = keras.Sequential([keras.Input((4,)), keras.layers.BatchNormalization(), keras.layers.Dense(1)])
    steps = keras.optimizers.SGD(0.01)

    @tf.function
    def step(rows):
        with tf.GradientTape() as tape:
            loss = tf.reduce_mean(net(rows, training=True) ** 2)
        steps.apply_gradients(zip(tape.gradient(loss, net.trainable_variables), net.trainable_variables))

    rows = tf.random.normal((16, 4), mean=3.0)
    for size in (16, 8, 16):
        for _ in range(60):
            step(rows[:size])
    try:
        step(tf.ones((3, 5)))
    except Exception:
        step(rows)
    """
    reply = run(dialect, text)
    assert {call["shape"][0] for call in bn_calls(reply) if call["tapes"]} >= {16, 8}
    assert (reply["steps"], reply["trainings"]) == (181, [181])
