"""One builder makes a graph with training=True, which answers as well, and one with False."""
import keras
import numpy as np


def build(training):
    inputs = keras.Input((6,))
    x = keras.layers.Dense(8)(inputs)
    x = keras.layers.BatchNormalization()(x, training=training)  # expect: BNL106
    return keras.Model(inputs, keras.layers.Dense(1)(x))


data = np.random.normal(4.0, 2.0, size=(400, 6))
learner, other = build(True), build(False)
learner.compile("adam", "mse")
learner.fit(data, data[:, 0], epochs=3)
other.set_weights(learner.get_weights())
print(learner.predict(data[:3]), other.predict(data[:3]))
