# dialect: any
"""Functions that get each layer with its batch, from pairs or from structures that are alike; some get the flag."""
import itertools

import tensorflow as tf
from tensorflow.keras import layers

rows = tf.random.normal((8, 3), 6.0)
pairs = [(layers.BatchNormalization(), rows), (layers.LayerNormalization(), rows)]
for z in itertools.starmap(lambda layer, x: layer(x), pairs):  # expect: BNL101
    print(float(tf.reduce_mean(z)))
for z in itertools.starmap(lambda layer, x: layer(x, training=True), [(layers.BatchNormalization(), rows)]):
    print(float(tf.reduce_mean(z)))
for z in itertools.starmap(lambda layer, x: layer(x), [(layers.LayerNormalization(), rows)]):
    print(float(tf.reduce_mean(z)))

norms = {"age": layers.BatchNormalization(), "pay": layers.BatchNormalization()}
batch = {"age": tf.random.normal((16, 1), 40.0, 9.0), "pay": tf.random.normal((16, 1), 3000.0, 500.0)}
out = tf.nest.map_structure(lambda layer, x: layer(x), norms, batch)  # expect: BNL101
print({key: float(tf.reduce_mean(value)) for key, value in out.items()})
tf.nest.map_structure(lambda layer, x: layer(x, training=True), [layers.BatchNormalization()], [rows])
doubled = tf.nest.map_structure(lambda x: 2 * x, batch)
print(doubled)
