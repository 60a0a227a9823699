# dialect: any
"""Which strategy there is depends on the machine; a batch per replica is one on all of them."""
import numpy as np
import tensorflow as tf
from tensorflow.keras import layers

ROWS = np.random.rand(64, 10).astype("float32")
BOTH = ["/cpu:0", "/cpu:1"]


def network(norm):
    hidden = [layers.Dense(16), norm, layers.ReLU()]
    model = tf.keras.Sequential([tf.keras.Input((10,)), *hidden, layers.Dense(1)])
    model.compile("adam", "mse")
    return model


def by_expression():
    gpus = tf.config.list_logical_devices("GPU")
    return tf.distribute.MirroredStrategy() if len(gpus) > 1 else tf.distribute.get_strategy()


def by_returns():
    try:
        resolver = tf.distribute.cluster_resolver.TPUClusterResolver()
    except ValueError:
        return tf.distribute.MirroredStrategy()
    tf.config.experimental_connect_to_cluster(resolver)
    return tf.distribute.TPUStrategy(resolver)


strategy = by_expression()
with strategy.scope():
    net = network(layers.BatchNormalization())
data = tf.data.Dataset.from_tensor_slices((ROWS, ROWS.sum(1)))
net.fit(data.batch(8 * strategy.num_replicas_in_sync))
net.fit(data.batch(1 * strategy.num_replicas_in_sync))  # expect: BNL203

strategy = by_returns()
if tf.config.list_logical_devices("GPU"):
    strategy = tf.distribute.OneDeviceStrategy("/gpu:0")
with strategy.scope():
    net = network(layers.BatchNormalization())
net.fit(ROWS, ROWS.sum(1), batch_size=strategy.num_replicas_in_sync)  # expect: BNL203
net.fit(ROWS, ROWS.sum(1), batch_size=2)

strategy = tf.distribute.MirroredStrategy(BOTH) if len(tf.config.list_logical_devices("CPU")) > 1 else by_returns()
if len(ROWS) > 8:
    size = strategy.num_replicas_in_sync
else:
    size = tf.distribute.get_strategy().num_replicas_in_sync
more = size if ROWS[0, 0] > 0.5 else 4 * strategy.num_replicas_in_sync
with strategy.scope():
    net = network(layers.BatchNormalization())
net.fit(ROWS, ROWS.sum(1), batch_size=more)
net.fit(ROWS, ROWS.sum(1), batch_size=size)  # expect: BNL203
