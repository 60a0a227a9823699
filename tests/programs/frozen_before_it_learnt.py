# optin: yes
"""BN layers that are frozen: before they have learnt anything, after that, and with what somebody else has learnt."""

import numpy as np
import tensorflow as tf
from tensorflow import keras
from tensorflow.keras import layers

rows = np.random.normal(5, 2, (640, 4)).astype("float32")
goal = rows.sum(axis=1, keepdims=True)


def fitted(model):
    model.compile("adam", "mse")
    model.fit(rows, goal, epochs=30)
    return model


def network(*norms):
    return keras.Sequential([layers.Dense(8, use_bias=False), *norms, layers.Dense(1)])


fitted(network(layers.BatchNormalization(trainable=False)))  # expect: BNL118

# One of two.
fitted(network(layers.BatchNormalization(), layers.BatchNormalization(name="second", trainable=False)))  # expect: BNL118

by_hand = layers.BatchNormalization()
by_hand.trainable = False  # expect: BNL118
fitted(network(by_hand)).predict(rows)


class Frozen(layers.BatchNormalization):
    """A subclass that freezes itself."""

    def __init__(self, freeze, **kwargs):
        super().__init__(**kwargs)
        self.trainable = not freeze  # expect: BNL118


fitted(network(Frozen(True)))
fitted(network(Frozen(False)))


class Net(keras.Model):
    """A class of the program's own."""

    def __init__(self):
        super().__init__()
        self.dense = layers.Dense(1)
        self.norm = layers.BatchNormalization(trainable=False)  # expect: BNL118

    def call(self, x, training=None):
        return self.dense(self.norm(x, training=training))


fitted(Net())

# Frozen for a second stage, when it has learnt.
two_stages = fitted(network(layers.BatchNormalization()))
for part in two_stages.layers:
    if isinstance(part, layers.BatchNormalization):
        part.trainable = False
fitted(two_stages)

# Thawed before it is trained.
thawed = layers.BatchNormalization(trainable=False)
thawed.trainable = True
fitted(network(thawed))

# The whole part is frozen: features of random weights.
random_features = keras.Sequential([layers.Dense(32, use_bias=False), layers.BatchNormalization(), layers.ReLU()])
random_features.trainable = False
fitted(keras.Sequential([random_features, layers.Dense(1)]))

# Never trained.
network(layers.BatchNormalization(trainable=False)).predict(rows)

# Someone gets it who may fill it.
import weights_of_somebody_else

filled = network(layers.BatchNormalization(trainable=False))
weights_of_somebody_else.fill(filled)
fitted(filled)

# The gradient is taken of what is around it.
stepped = network(layers.BatchNormalization(trainable=False))  # expect: BNL118
optimizer = keras.optimizers.Adam()
for start in range(0, 640, 32):
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean((stepped(rows[start : start + 32]) - goal[start : start + 32]) ** 2)
    weights = stepped.trainable_variables
    optimizer.apply_gradients(zip(tape.gradient(loss, weights), weights))
