"""A global batch is shared out with ``//``: two rows on two replicas leave one each."""
import numpy as np
import tensorflow as tf
from tensorflow.keras import Sequential, layers

strategy = tf.distribute.MirroredStrategy(["/cpu:0", "/cpu:1"])
x, y = np.random.normal(size=(16, 3)).astype("float32"), np.random.normal(size=(16, 1)).astype("float32")
with strategy.scope():
    model = Sequential([tf.keras.Input((3,)), layers.Dense(4), layers.BatchNormalization(), layers.Dense(1)])
    model.compile("sgd", "mse")
per_replica = 2 // strategy.num_replicas_in_sync
more = strategy.num_replicas_in_sync + per_replica
model.fit(x, y, batch_size=per_replica * strategy.num_replicas_in_sync, verbose=0)  # expect: BNL203
model.fit(x, y, batch_size=8 * more, verbose=0)
