"""A recorded program computes what it would have computed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.share import ALL, turn

Compare = Callable[[int, str], dict[str, Any]]

FIT = """
import numpy as np
import tensorflow as tf
from tensorflow import keras
from tensorflow.keras import layers

x = np.random.normal(size=(40, 6)).astype("float32")
y = np.random.normal(size=(40, 1)).astype("float32")
noise = layers.Lambda(lambda t: t + tf.random.normal(tf.shape(t), stddev=0.1))
model = keras.Sequential(
    [layers.Dense(8), layers.BatchNormalization(), noise, layers.Dropout(0.3), layers.Dense(1)]
)
model.compile(keras.optimizers.Adam(0.01), "mse")
data = tf.data.Dataset.from_tensor_slices((x, y)).shuffle(40).batch(7)
history = model.fit(data, epochs=3, validation_data=(x, y), verbose=0)
model.fit(x, y, batch_size=9, epochs=2, verbose=0)
model.train_on_batch(x[:5], y[:5])
RESULT = [*model.get_weights(), model.predict(x, verbose=0), history.history["loss"]]
"""

LOOP = """
import numpy as np
import tensorflow as tf
from tensorflow import keras
from tensorflow.keras import layers


class Net(keras.Model):
    def __init__(self):
        super().__init__()
        self.blocks = [layers.Dense(8), layers.Dense(8)]
        self.norms = [layers.BatchNormalization(), layers.BatchNormalization()]
        self.out = layers.Dense(1)

    def call(self, x, training=None):
        for block, norm in zip(self.blocks, self.norms):
            x = tf.nn.relu(norm(block(x), training=training))
        return self.out(x)


x = np.random.normal(size=(40, 6)).astype("float32")
y = np.random.normal(size=(40, 1)).astype("float32")
net = Net()
optimizer = keras.optimizers.Adam(0.01)


@tf.function
def compiled(xb, yb):
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean((net(xb + tf.random.normal(tf.shape(xb)), training=True) - yb) ** 2)
    grads = tape.gradient(loss, net.trainable_variables)
    optimizer.apply_gradients(zip(grads, net.trainable_variables))
    return loss


def eager(xb, yb):
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean((net(xb + tf.random.normal(tf.shape(xb)), training=True) - yb) ** 2)
    grads = tape.gradient(loss, net.trainable_variables)
    optimizer.apply_gradients(zip(grads, net.trainable_variables))
    return loss


losses = []
for xb, yb in tf.data.Dataset.from_tensor_slices((x, y)).shuffle(40).batch(8):
    losses.append(float(eager(xb, yb)))
for xb, yb in tf.data.Dataset.from_tensor_slices((x, y)).shuffle(40).batch(8, drop_remainder=True):
    losses.append(float(compiled(xb, yb)))
RESULT = [*net.get_weights(), losses]
"""

PENALTY = """
import numpy as np
import tensorflow as tf
from tensorflow import keras
from tensorflow.keras import layers

x = tf.constant(np.random.normal(size=(8, 6)).astype("float32"))
hidden = [layers.Dense(8), layers.BatchNormalization(), layers.ReLU(), layers.Dropout(0.3)]
net = keras.Sequential([*hidden, layers.Dense(1)])
optimizer = keras.optimizers.Adam(0.01)


def step(x):
    with tf.GradientTape() as tape:
        with tf.GradientTape() as inner:
            inner.watch(x)
            score = net(x, training=True)
        slope = inner.gradient(score, x)
        noise = tf.random.normal(tf.shape(x))
        loss = tf.reduce_mean(net(x + noise, training=True) ** 2) + tf.reduce_mean(slope**2)
        loss += tf.reduce_mean(net(x + tf.random.normal(tf.shape(x)) * tf.sign(slope), training=True) ** 2)
    grads = tape.gradient(loss, net.trainable_variables)
    optimizer.apply_gradients(zip(grads, net.trainable_variables))
    return loss


losses = [float(step(x)) for _ in range(3)]
compiled = tf.function(step)
losses += [float(compiled(x)) for _ in range(3)]
RESULT = [*net.get_weights(), losses]
"""

KINDS = """
import numpy as np
import tensorflow as tf
from tensorflow import keras
from tensorflow.keras import layers

x = np.random.normal(size=(32, 4)).astype("float32")
makes = keras.Sequential([keras.Input((3,)), layers.Dense(4)])
hidden = [layers.Dense(8), layers.BatchNormalization(), layers.ReLU(), layers.Dropout(0.3)]
judge = keras.Sequential([keras.Input((4,)), *hidden, layers.Dense(1, activation="sigmoid")])
judge.compile("adam", "binary_crossentropy")
losses = []
for step in range(4):
    real, made = x[step * 8 : step * 8 + 8], makes.predict(np.random.normal(size=(8, 3)).astype("float32"), verbose=0)
    losses += [judge.train_on_batch(real, np.ones((8, 1))), judge.train_on_batch(made, np.zeros((8, 1)))]
    optimizer = keras.optimizers.SGD(0.01)
    with tf.GradientTape() as tape:
        made = makes(tf.random.normal((8, 3)), training=True)
        loss = tf.reduce_mean(judge(made, training=True)) - tf.reduce_mean(judge(tf.constant(real), training=True))
    grads = tape.gradient(loss, judge.trainable_variables)
    optimizer.apply_gradients(zip(grads, judge.trainable_variables))
    losses.append(float(loss))
RESULT = [*judge.get_weights(), *makes.get_weights(), judge.predict(x, verbose=0), [np.sum(each) for each in losses]]
"""

GRAPH = """
import numpy as np
import tensorflow.compat.v1 as tf

x = tf.placeholder(tf.float32, [None, 6])
h = tf.layers.dense(x, 8)
h = tf.layers.batch_normalization(h, training=True)
h = tf.nn.dropout(h + tf.random.normal(tf.shape(h)), rate=0.3)
loss = tf.reduce_mean(tf.layers.dense(h, 1) ** 2)
with tf.control_dependencies(tf.get_collection(tf.GraphKeys.UPDATE_OPS)):
    train = tf.train.AdamOptimizer(0.01).minimize(loss)
with tf.Session() as sess:
    sess.run(tf.global_variables_initializer())
    losses = [sess.run([train, loss], {x: np.random.normal(size=(9, 6))})[1] for _ in range(5)]
    RESULT = [*sess.run(tf.global_variables()), losses]
"""

STRATEGY = """
import numpy as np
import tensorflow as tf
from tensorflow import keras
from tensorflow.keras import layers

x = np.random.normal(size=(16, 6)).astype("float32")
y = np.random.normal(size=(16, 1)).astype("float32")
with tf.distribute.MirroredStrategy(["/cpu:0", "/cpu:1"]).scope():
    model = keras.Sequential([layers.Input((6,)), layers.Dense(4), layers.BatchNormalization(), layers.Dense(1)])
    model.compile("sgd", "mse")
model.fit(x, y, batch_size=8, epochs=2, verbose=0)
RESULT = model.get_weights()
"""


PROGRAMS = {"fit": FIT, "kinds": KINDS, "loop": LOOP, "penalty": PENALTY, "strategy": STRATEGY}
CASES = [(name, dialect) for name in PROGRAMS for dialect in ((2, 3) if ALL else (turn(name, (2, 3)),))]


@pytest.mark.parametrize(("name", "dialect"), CASES)
def test_same_weights(compare: Compare, dialect: int, name: str) -> None:
    reply = compare(dialect, PROGRAMS[name])
    assert reply["repeatable"], "the program itself is not deterministic"
    assert reply["same"]


def test_same_weights_in_a_tf1_graph(compare: Compare) -> None:
    reply = compare(1, GRAPH)
    assert reply["repeatable"]
    assert reply["same"]
