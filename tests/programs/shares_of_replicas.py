"""What each of two replicas gets of a batch, however the program says so."""
import numpy as np
import tensorflow as tf
from tensorflow.keras import Sequential, layers

strategy = tf.distribute.MirroredStrategy(["/cpu:0", "/cpu:1"])
x, y = np.random.normal(size=(16, 3)).astype("float32"), np.random.normal(size=(16, 1)).astype("float32")
data = tf.data.Dataset.from_tensor_slices((x, y))
optimizer = "sgd"


def network():
    with strategy.scope():
        model = Sequential([tf.keras.Input((3,)), layers.Dense(4), layers.BatchNormalization(), layers.Dense(1)])
        model.compile(optimizer, "mse")
    return model


def of_named_inputs():
    with strategy.scope():
        a = tf.keras.Input((3,), name="a")
        model = tf.keras.Model({"a": a}, layers.Dense(1)(layers.BatchNormalization()(a)))
        model.compile(optimizer, "mse")
    return model


def rows():
    for number in range(16):
        yield x[number], y[number]


shapes = (tf.TensorSpec((3,)), tf.TensorSpec((1,)))
generated = tf.data.Dataset.from_generator(rows, output_signature=shapes)
named = tf.data.Dataset.from_tensor_slices(({"a": x}, y))
network().fit(x, y, batch_size=1 * strategy.num_replicas_in_sync, verbose=0)  # expect: BNL203
network().fit(x, y, batch_size=4 * strategy.num_replicas_in_sync, verbose=0)
network().fit(data.batch(2), verbose=0)  # expect: BNL203
network().fit(data.batch(8), verbose=0)
network().fit(data.batch(1 * strategy.num_replicas_in_sync), verbose=0)  # expect: BNL203
network().fit(data.batch(4 * strategy.num_replicas_in_sync), verbose=0)
network().fit(generated.batch(1 * strategy.num_replicas_in_sync), verbose=0)  # expect: BNL203
of_named_inputs().fit(named.batch(2), verbose=0)  # expect: BNL203
of_named_inputs().fit(named.batch(8), verbose=0)
