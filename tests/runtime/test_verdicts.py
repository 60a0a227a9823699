"""What a run says to the linter's findings: confirmed by a number, contradicted by one, or not seen, and why."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest

from bnlint.rules import CODES
from bnlint.runtime.trace import symptoms
from tests.static.helpers import lacks, nothing

Judge = Callable[[int, str], dict[str, Any]]
both = pytest.mark.parametrize("dialect", [2, 3])

HEAD = """
import numpy as np, tensorflow as tf
keras, layers = tf.keras, tf.keras.layers
x, y = np.random.normal(3.0, 2.0, (32, 4)).astype("float32"), np.random.rand(32, 1).astype("float32")
def net(**options):
    return keras.Sequential([layers.Input((4,)), layers.BatchNormalization(**options), layers.Dense(1)])
"""
_WORD = re.compile(r"# (BNL\d+) (confirmed|contradicted|not seen): (.*)")


def check(judge: Judge, dialect: int, text: str) -> None:
    """Hold the verdicts on a program against its comments ``# BNL102 confirmed: some words of the evidence``."""
    program = (HEAD + text).lstrip("\n")
    wanted = {
        (number, found[1]): (found[2], found[3])
        for number, line in enumerate(program.splitlines(), start=1)
        if (found := _WORD.search(line))
    }
    reply = judge(dialect, program)
    verdicts = {(line, code): (status, evidence) for line, code, status, evidence in reply["verdicts"]}
    missing = set(wanted) - set(verdicts)
    assert {place: verdicts[place][0] for place in wanted if place in verdicts} == {
        place: status for place, (status, _) in wanted.items() if place not in missing
    }, verdicts
    assert not missing, reply
    for place, (_, words) in wanted.items():
        assert re.search(words, verdicts[place][1]), verdicts[place]
    told = {place for place in verdicts if place not in wanted}
    assert not told, told
    assert reply["more"] == []


@both
def test_a_model_that_is_never_trained(judge: Judge, dialect: int) -> None:
    text = """
model = keras.Sequential([
    layers.Input((4,)),
    layers.BatchNormalization(momentum=50),  # BNL301 not seen: inference mode only
    layers.BatchNormalization(momentum=1.0),  # BNL302 not seen: inference mode only
    layers.BatchNormalization(momentum=0.1),  # BNL303 not seen: inference mode only
    layers.BatchNormalization(epsilon=0),  # BNL311 not seen: everything that was seen is finite
    layers.Dense(1),
])
model.predict(x, verbose=0)
"""
    check(judge, dialect, text)


@both
def test_numbers_of_a_layer(judge: Judge, dialect: int) -> None:
    text = """
model = keras.Sequential([
    layers.Input((4,)),
    layers.BatchNormalization(momentum=1.5, name="one"),  # BNL301 confirmed: variance of one is -[\\d.]+, negative
    layers.BatchNormalization(momentum=1.0, name="two"),  # BNL302 confirmed: statistics of two by 0 in 8 training steps
    layers.BatchNormalization(momentum=0.1, name="three"),  # BNL303 confirmed: replaced \\d+% .* of three
    layers.BatchNormalization(epsilon=0, name="four"),  # BNL311 not seen: the smallest variance .* was [\\d.]+
    layers.Dense(1),
])
model.compile("sgd", "mse")
model.fit(x, y, batch_size=8, epochs=2, verbose=0)
"""
    check(judge, dialect, text)


@both
def test_training_in_inference_mode(judge: Judge, dialect: int) -> None:
    text = """
optimizer = keras.optimizers.SGD(0.01)
model, frozen, idle, still = net(name="trained"), net(), net(), net()
exec("frozen.layers[0].trainable = False")
def step(model, rows):
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean((model(rows) - y[:8]) ** 2)  # BNL102 confirmed: moved by 0.*trained by 0 in 3 train
    weights = model.trainable_variables
    for weight, gradient in zip(weights, tape.gradient(loss, weights)):
        weight.assign_sub(0.01 * gradient)
for _ in range(3):
    step(model, x[:8])
with tf.GradientTape() as tape:
    loss = tf.reduce_mean((frozen(x) - y) ** 2)  # BNL102 not seen: frozen \\(trainable is False\\) whenever
weights = frozen.trainable_variables
keras.optimizers.SGD(0.01).apply_gradients(zip(tape.gradient(loss, weights), weights))
def never():
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean((idle(x) - y) ** 2)  # BNL102 not seen: the line did not run
    weights = idle.trainable_variables
    keras.optimizers.SGD(0.01).apply_gradients(zip(tape.gradient(loss, weights), weights))
if len(x) > 1000:
    never()
"""
    check(judge, dialect, text)


def test_a_loop_that_never_trains_and_one_that_does(judge: Judge) -> None:
    text = """
class Net(keras.Model):
    def __init__(self):
        super().__init__()
        self.bn, self.out = layers.BatchNormalization(name="inner"), layers.Dense(1)
    def call(self, inputs):  # BNL103 confirmed: weights moved by [\\d.e-]+, the moving statistics of inner by 0 in 4
        return self.out(self.bn(inputs))
model = Net()
model.compile("sgd", "mse")
model.fit(x, y, batch_size=8, verbose=0)
critic = net()
critic.compile("sgd", "mse")
critic.trainable = False  # BNL109 confirmed: 2 measured runs of train_on_batch moved the weights of Sequential by 0
inputs = layers.Input((4,))
gan = keras.Model(inputs, critic(layers.Dense(4)(inputs)))
gan.compile("sgd", "mse")
for _ in range(2):
    critic.train_on_batch(x, y)
    gan.train_on_batch(x, y)
"""
    check(judge, 3, text)


def test_a_constant_in_the_graph_that_fit_overrides(judge: Judge) -> None:
    """Fits of other models, and those in which the layer was frozen, do not count."""
    text = """
other = net()
other.compile("sgd", "mse")
other.fit(x, y, verbose=0)
base = keras.Sequential([layers.Input((4,)), layers.BatchNormalization(name="kept")])
base.trainable = False
inputs = layers.Input((4,))
tuned = keras.Model(inputs, layers.Dense(1)(base(inputs, training=False)))  # BNL106 confirmed: in 1 fit;
tuned.compile("sgd", "mse")
tuned.fit(x, y, verbose=0)
base.trainable = True
tuned.compile("sgd", "mse")
tuned.fit(x, y, verbose=0)
"""
    check(judge, 3, text)


def test_a_constant_that_nobody_predicts_with(judge: Judge) -> None:
    """What training does with training=True is right, and says nothing of predict."""
    text = """
for predicts in (False, True):
    inputs = layers.Input((4,))
    outputs = layers.Dense(1)(layers.BatchNormalization()(inputs, training=True))  # BNL106 confirmed: predict ran
    model = keras.Model(inputs, outputs)
    model.compile("sgd", "mse")
    model.fit(x, y, verbose=0)
    if predicts:
        model.predict(x, verbose=0)
inputs = layers.Input((4,))
outputs = layers.BatchNormalization()(inputs, training=True)  # BNL106 not seen: neither predict nor
unused = keras.Model(inputs, layers.Dense(1)(outputs))
unused.compile("sgd", "mse")
unused.fit(x, y, verbose=0, callbacks=[keras.callbacks.TerminateOnNaN()])
"""
    check(judge, 2, text)


@both
def test_one_finding_for_several_places(judge: Judge, dialect: int) -> None:
    """It stands where the value is written; the layers are built elsewhere."""
    text = """
MOMENTUM = 0.1  # BNL303 confirmed: in 2 of 3 places, in the first of them: .* of one
class Net(keras.Model):
    def __init__(self):
        super().__init__()
        self.one = layers.BatchNormalization(momentum=MOMENTUM, name="one")
        self.two = layers.BatchNormalization(momentum=MOMENTUM, name="two")
        self.unused = layers.BatchNormalization(momentum=MOMENTUM, name="unused")
        self.out = layers.Dense(1)
    def call(self, inputs, training=None):
        return self.out(self.two(self.one(inputs, training=training), training=training))
model = Net()
model.compile("sgd", "mse")
model.fit(x, y, batch_size=4, verbose=0)
"""
    check(judge, dialect, text)


def test_training_that_raises_before_its_first_step(judge: Judge) -> None:
    """Its functions were traced and moved nothing, and that proves nothing."""
    text = """
def broken(labels, outputs):
    raise KeyError("loss")
def attempt(step):
    try:
        step()
    except KeyError:
        return
    raise AssertionError
class Net(keras.Model):
    def __init__(self):
        super().__init__()
        self.bn, self.out = layers.BatchNormalization(), layers.Dense(1)
    def call(self, inputs):  # BNL103 not seen: no training step of its layers was finished
        return self.out(self.bn(inputs))
model = Net()
model.compile("sgd", broken)
attempt(lambda: model.fit(x, y, verbose=0))
critic = net()
critic.compile("sgd", broken)
critic.trainable = False  # BNL109 not seen: nothing was trained after the change
inputs = layers.Input((4,))
gan = keras.Model(inputs, critic(layers.Dense(4)(inputs)))
gan.compile("sgd", "mse")
attempt(lambda: critic.train_on_batch(x, y))
base = keras.Sequential([layers.Input((4,)), layers.BatchNormalization()])
inputs = layers.Input((4,))
tuned = keras.Model(inputs, layers.Dense(1)(base(inputs, training=False)))  # BNL106 not seen: never trained with
tuned.compile("sgd", broken)
attempt(lambda: tuned.fit(x, y, verbose=0))
"""
    check(judge, 3, text)


@both
def test_a_batch_of_one(judge: Judge, dialect: int) -> None:
    text = """
model = net(name="lonely")
model.compile("sgd", "mse")
model.fit(x[:16], y[:16], batch_size=1, verbose=0)  # BNL202 confirmed: lonely saw no variance in 16 of 16 measured
"""
    check(judge, dialect, text)


def test_a_copied_model_trains_on_single_rows(judge: Judge) -> None:
    text = """
model = net(name="copied")
copy = keras.models.clone_model(model)
copy.compile("sgd", "mse")
copy.fit(x, y, batch_size=8, verbose=0)
copy.fit(x, y, batch_size=1, verbose=0)
"""
    reply = judge(3, HEAD + text)
    found = [*((line, code, evidence) for line, code, _, evidence in reply["verdicts"]), *map(tuple, reply["more"])]
    ((line, code, evidence),) = found
    assert (line, code) == (11, "BNL202")
    assert evidence.startswith("copied saw no variance in 32 of 36 measured training steps")


def test_an_announced_exception(judge: Judge) -> None:
    raised = """
def forward(model, flag):
    return model(x, flag)  # BNL501 confirmed: raised ValueError: Only input tensors may be passed as positional
forward(net(), True)
"""
    another = """
def forward(model, flag):
    return model(x[int("x")], flag)  # BNL501 not seen: the line did not .*; the program raised ValueError
forward(net(), True)
"""
    check(judge, 3, raised)
    check(judge, 3, another)


def test_every_rule_has_a_number() -> None:
    for code in set(CODES) - set(symptoms._EXPERIMENTS):
        lacks(code, "what `bnlint trace` measures for it: _EXPERIMENTS in bnlint/runtime/trace/symptoms.py")
    nothing(set(symptoms._EXPERIMENTS) - set(CODES), "rules in bnlint/runtime/trace/symptoms.py that are gone")


@both
def test_a_layer_that_is_tried_out_twice_on_the_same_data(judge: Judge, dialect: int) -> None:
    text = """
def norm(batch):
    return layers.BatchNormalization()(batch)  # BNL101 confirmed: the moving statistics moved by 0
for _ in range(3):
    norm(tf.constant(x))
"""
    check(judge, dialect, text)


@both
def test_layers_that_get_other_data_each_time(judge: Judge, dialect: int) -> None:
    text = """
def norm(batch):
    return layers.BatchNormalization()(batch, training=True)
for _ in range(3):
    norm(tf.random.normal((8, 4)))
"""
    reply = judge(dialect, HEAD + text)
    assert reply["verdicts"] == []
    assert [code for _, code, _ in reply["more"]] == ["BNL110"]


@both
def test_other_calls_move_the_statistics(judge: Judge, dialect: int) -> None:
    """The gradient penalty of a critic runs it in training mode, its scores do not."""
    text = """
critic, optimizer = net(), keras.optimizers.SGD(0.1)
for _ in range(3):
    with tf.GradientTape() as tape:
        penalty = tf.reduce_mean(critic(x, training=True) ** 2)
        score = tf.reduce_mean(critic(x))  # BNL102 confirmed: these calls moved .* by 0, other calls of the same layers
        loss = score + penalty
    grads = tape.gradient(loss, critic.trainable_variables)
    optimizer.apply_gradients(zip(grads, critic.trainable_variables))
"""
    check(judge, dialect, text)


KINDS = """
def judge():
    return keras.Sequential([layers.Input((4,)), layers.Dense(8, use_bias=False), layers.BatchNormalization(),
                             layers.ReLU(), layers.Dense(1)])
encoder, optimizer = judge(), keras.optimizers.SGD(0.01)
x_source, x_target = tf.constant(x), tf.constant({target})
{decorator}
def step():
    with tf.GradientTape() as tape:
        score = encoder(x_source, training=True)
        loss = tf.reduce_mean(score ** 2) + tf.reduce_mean(encoder(x_target, training=True) ** 2){verdict}
    optimizer.apply_gradients(zip(tape.gradient(loss, encoder.trainable_variables), encoder.trainable_variables))
for _ in range({steps}):
    step()
{use}
"""
MUCH, ASKED = "2.0 * x + 8.0", "encoder(x_source, training=False)"


@both
def test_batches_of_two_kinds(judge_again: Judge, dialect: int) -> None:
    verdict = "  # BNL117 confirmed: in a row lie [1-9][0-9.]* standard deviations apart for batch_norm"
    text = KINDS.format(target=MUCH, decorator="", verdict=verdict, steps=4, use=ASKED)
    check(judge_again, dialect, text)


@both
def test_two_batches_of_one_kind(judge_again: Judge, dialect: int) -> None:
    verdict = "  # BNL117 contradicted: in a row lie 0.[0-4][0-9]* standard deviations apart"
    text = KINDS.format(
        target="np.random.normal(3.0, 2.0, (32, 4)).astype('float32')",
        decorator="",
        verdict=verdict,
        steps=4,
        use=ASKED,
    )
    check(judge_again, dialect, text)


@both
def test_batches_that_a_compiled_step_hides(judge_again: Judge, dialect: int) -> None:
    verdict = "  # BNL117 not seen: the single batches were not visible: they ran in a compiled step"
    text = KINDS.format(target=MUCH, decorator="@tf.function", verdict=verdict, steps=4, use=ASKED)
    check(judge_again, dialect, text)


@both
def test_batches_of_two_kinds_that_nobody_asks_about(judge_again: Judge, dialect: int) -> None:
    verdict = "  # BNL117 not seen: its BatchNormalization layers did not run in inference mode"
    use = "if encoder.count_params() < 5:\n    encoder(x_source, training=False)"
    text = KINDS.format(target=MUCH, decorator="", verdict=verdict, steps=4, use=use)
    check(judge_again, dialect, text)


PENALISED = """
critic, optimizer = keras.Sequential([layers.Input((4,)), layers.Dense(8, use_bias=False), layers.BatchNormalization(),
                                      layers.LeakyReLU(), layers.Dense(1)]), keras.optimizers.SGD(0.01)
x = tf.constant(x)
{decorator}
def step(x):
    with tf.GradientTape() as tape:
        with tf.GradientTape() as inner:
            inner.watch(x)
            score = critic(x, training=True){verdict}
        slope = inner.gradient(score, x)
        loss = tf.reduce_mean(critic(x, training=True)) + {term}
    grads = tape.gradient(loss, critic.trainable_variables)
    optimizer.apply_gradients(zip(grads, critic.trainable_variables))
for _ in range(3):
    step(x)
"""
SLOPES = "tf.reduce_mean((tf.norm(slope, axis=1) - 1.0) ** 2)"
WORSE = "tf.reduce_mean(critic(x + 0.1 * {worse}, training=True) ** 2)"
decorated = pytest.mark.parametrize("decorator", ["", "@tf.function"])


@both
@decorated
def test_a_gradient_penalty(judge_again: Judge, dialect: int, decorator: str) -> None:
    verdict = "  # BNL405 confirmed: 0.[3-7][0-9]+ of the gradient of one answer belongs to other samples"
    check(judge_again, dialect, PENALISED.format(decorator=decorator, term=SLOPES, verdict=verdict))


@both
@decorated
@pytest.mark.parametrize(
    "term",
    [
        WORSE.format(worse="tf.sign(slope)"),
        WORSE.format(worse="tf.stop_gradient(slope)"),
        WORSE.format(worse="tf.math.l2_normalize(slope, axis=1)"),
        "tf.reduce_mean(tf.sign(tf.stop_gradient(slope)))",
    ],
)
def test_a_gradient_that_makes_an_example_is_no_penalty(
    judge_again: Judge, dialect: int, decorator: str, term: str
) -> None:
    """BNL405 is on here: neither the linter nor the run may say it."""
    check(judge_again, dialect, PENALISED.format(decorator=decorator, term=term, verdict=""))


@both
def test_few_values_per_statistic(judge_again: Judge, dialect: int) -> None:
    text = """
few = net()
few.compile("sgd", "mse")
few.fit(x, y, batch_size=2, epochs=3, verbose=0)  # BNL206 confirmed: 48 batches .* by 0.[5-8][0-9]* standard deviations
"""
    check(judge_again, dialect, text)


@both
def test_few_values_in_a_step_of_the_programs_own(judge_again: Judge, dialect: int) -> None:
    text = """
own, optimizer = net(), keras.optimizers.SGD(0.01)
rows = tf.data.Dataset.from_tensor_slices((x, y)).batch(4)  # BNL206 confirmed: .* by 0.[4-6][0-9]* .* 4 values per stat
for _ in range(2):
    for xb, yb in rows:
        with tf.GradientTape() as tape:
            loss = tf.reduce_mean((own(xb, training=True) - yb) ** 2)
        grads = tape.gradient(loss, own.trainable_variables)
        optimizer.apply_gradients(zip(grads, own.trainable_variables))
"""
    check(judge_again, dialect, text)


@both
def test_few_values_that_are_all_alike_are_no_noise(judge_again: Judge, dialect: int) -> None:
    text = """
alike = net()
alike.compile("sgd", "mse")
x = np.tile(x[:4], (8, 1))
alike.fit(x, y, batch_size=4, shuffle=False, verbose=0)  # BNL206 contradicted: scatter by [0-9.e-]+ standard deviations
alike.fit(x[:4], y[:4], batch_size=4, epochs=9, verbose=0)
alike.fit(x, y, batch_size=8, verbose=0)
"""
    check(judge_again, dialect, text)


@both
def test_few_values_in_few_batches(judge_again: Judge, dialect: int) -> None:
    text = """
short = net()
short.compile("sgd", "mse")
short.fit(x[:8], y[:8], batch_size=4, verbose=0)  # BNL206 not seen: too few batches were seen
"""
    check(judge_again, dialect, text)


@both
def test_what_is_left_at_the_end_needs_an_end(judge_again: Judge, dialect: int) -> None:
    """BNL304: a program that is cut off after a step would have gone on learning."""
    text = """
norm = layers.BatchNormalization(momentum=0.8)  # BNL304 {verdict}: 80% of the initial .* after 1 training step{more}
cut = keras.Sequential([layers.Input((4,)), norm, layers.Dense(1)])
cut.compile("sgd", "mse")
cut.fit(x, y, batch_size=32, verbose=0)
{end}
"""
    check(judge_again, dialect, text.format(verdict="confirmed", more="", end="pass"))
    raised = "; the program raised FileNotFoundError"
    check(judge_again, dialect, text.format(verdict="not seen", more=raised, end="open('missing')"))


@both
def test_settings_that_helpers_hand_on(judge: Judge, dialect: int) -> None:
    """The linter reports where a setting is written, and so must the run: once."""
    text = """
SETTINGS = dict(momentum=0.1)  # BNL303 confirmed: replaced
MORE = {
    "momentum": 0.2,  # BNL303 confirmed: replaced
}
def norm(**settings):
    return layers.BatchNormalization(**settings)
one = net(momentum=0.1)  # BNL303 confirmed: replaced
two = keras.Sequential([layers.Input((4,)), norm(momentum=0.3), layers.Dense(1)])  # BNL303 confirmed: replaced
three = keras.Sequential([layers.Input((4,)), layers.BatchNormalization(**SETTINGS), layers.Dense(1)])
four = keras.Sequential([layers.Input((4,)), layers.BatchNormalization(**MORE), layers.Dense(1)])
for model in (one, two, three, four):
    model.compile("sgd", "mse")
    model.fit(x, y, batch_size=8, epochs=2, verbose=0)
"""
    check(judge, dialect, text)


@both
def test_the_loop_that_ran_is_named(judge: Judge, dialect: int) -> None:
    text = """
norm = layers.BatchNormalization(momentum=0.1)  # BNL303 confirmed: training mode .train_on_batch said so., batches of 8
own = keras.Sequential([layers.Input((4,)), norm, layers.Dense(1)])
own.compile("sgd", "mse")
for at in range(0, 32, 8):
    own.train_on_batch(x[at:at + 8], y[at:at + 8])
"""
    check(judge, dialect, text)


@both
def test_steps_of_two_optimizers_in_one_function(judge: Judge, dialect: int) -> None:
    """The critic is trained twice in each run of the function, the generator once."""
    text = """
one, two = net(), net()
first, second = keras.optimizers.SGD(0.01), keras.optimizers.SGD(0.01)
@tf.function
def step(rows):
    for _ in range(2):
        with tf.GradientTape() as tape:
            loss = tf.reduce_mean(one(rows, training=False) ** 2)  # BNL104 confirmed: in 8 training steps
        first.apply_gradients(zip(tape.gradient(loss, one.trainable_variables), one.trainable_variables))
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(two(rows, training=False) ** 2)  # BNL104 confirmed: in 4 training steps
    second.apply_gradients(zip(tape.gradient(loss, two.trainable_variables), two.trainable_variables))
for _ in range(4):
    step(tf.constant(x))
"""
    check(judge, dialect, text)


@both
def test_a_step_of_fit_that_cuts_its_batch(judge_again: Judge, dialect: int) -> None:
    """Statements go over several lines, and one step runs the layer four times: the single batches are hidden."""
    text = """
class Own(keras.Model):
    def __init__(self):
        super().__init__()
        self.net = keras.Sequential([layers.Dense(4, use_bias=False), layers.BatchNormalization(), layers.Dense(1)])
        self.step = keras.optimizers.SGD(0.01)
    @tf.function
    def train_step(self, rows):
        for part in tf.split(rows, 2, axis=0):
            with tf.GradientTape() as tape:
                loss = tf.reduce_mean(
                    self.net(part, training=True)  # BNL206 not seen: hides the single ones; .*, batches of 4
                ) - tf.reduce_mean(
                    self.net(tf.abs(part), training=True)  # BNL206 not seen: hides the single ones
                )
            weights = self.net.trainable_variables
            self.step.apply_gradients(zip(tape.gradient(loss, weights), weights))
        return {"loss": loss}
model = Own()
model.compile()
model.fit(tf.constant(x), batch_size=8, epochs=4, verbose=0)
"""
    check(judge_again, dialect, text)


@both
def test_a_bias_before_a_norm_in_inference_mode(judge_again: Judge, dialect: int) -> None:
    """BNL403 is about training mode; a norm that never gets there (BNL102) says nothing of it."""
    text = """
first, norm, last = layers.Dense(4), layers.BatchNormalization(), layers.Dense(1)  # BNL403 {verdict}
own = keras.Sequential([layers.Input((4,)), first, norm, last])
optimizer = keras.optimizers.SGD(0.01)
for _ in range(3):
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean((own(tf.constant(x), training={flag}) - y) ** 2){more}
    optimizer.apply_gradients(zip(tape.gradient(loss, own.trainable_variables), own.trainable_variables))
"""
    still, led = "not seen: ran in inference mode, in which it leaves the bias alone", "confirmed: gradient of the bias"
    check(judge_again, dialect, text.format(verdict=still, flag="False", more="  # BNL104 confirmed: by 0"))
    check(judge_again, dialect, text.format(verdict=led, flag="True", more=""))
