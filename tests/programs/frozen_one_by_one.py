"""A library network whose layers are frozen one by one: the network itself stays trainable, and nothing in it trains."""
import numpy as np
import tensorflow as tf
from tensorflow import keras
from tensorflow.keras import layers

x, y = np.random.normal(size=(4, 32, 32, 3)).astype("float32"), np.random.normal(size=(4, 1)).astype("float32")


def network():
    base = keras.applications.MobileNet(weights=None, include_top=False, pooling="avg", input_shape=(32, 32, 3))
    for layer in base.layers:
        layer.trainable = False
    return base


def fit(outputs, inputs):
    model = keras.Model(inputs, layers.Dense(1)(outputs))
    model.compile("sgd", "mse")
    model.fit(x, y, verbose=0)
    model.predict(x, verbose=0)


inputs = keras.Input((32, 32, 3))
fit(network()(inputs, training=False), inputs)
fit(network()(inputs, training=True), inputs)  # expect[3]: BNL106
fit(network()(inputs), inputs)
base = network()
model = keras.Sequential([base, layers.Dense(1)])
with tf.GradientTape() as tape:
    loss = tf.reduce_mean(model(x, training=False) ** 2)
weights = model.trainable_variables
keras.optimizers.SGD(0.1).apply_gradients(zip(tape.gradient(loss, weights), weights))
model = keras.Sequential([base, layers.Dense(1)])
model.compile("sgd", "mse")
model.fit(x, y, verbose=0)
for layer in base.layers:
    layer.trainable = True  # expect: BNL109
model.fit(x, y, verbose=0)
model.compile("sgd", "mse")
model.fit(x, y, batch_size=1, verbose=0)
for layer in base.layers:
    layer.trainable = False  # expect[2]: BNL109
model.fit(x, y, verbose=0)
