"""The weights that a model begins with go into another one through a name, an attribute or a function."""

import numpy as np
import tensorflow as tf
from tensorflow import keras

rows = np.random.normal(5, 2, (64, 4)).astype("float32")
goal = rows.sum(axis=1, keepdims=True)


def network():
    return keras.Sequential(
        [keras.Input((4,)), keras.layers.Dense(8), keras.layers.BatchNormalization(), keras.layers.Dense(1)]
    )


def trained(model):
    model.compile("adam", "mse")
    model.fit(rows, goal, epochs=5, verbose=0)
    return model


def follow(target, online):
    for weight, other in zip(target.trainable_variables, online.trainable_variables):  # expect: BNL116
        weight.assign(0.9 * weight + 0.1 * other)


def follow_quietly(target, online):
    for weight, other in zip(target.trainable_variables, online.trainable_variables):
        weight.assign(0.9 * weight + 0.1 * other)


# Through a name: both begin alike, with moving statistics of mean 0 and variance 1.
online, target = network(), network()
beginning = online.get_weights()
target.set_weights(beginning)
for _ in range(5):
    trained(online)
    follow(target, online)
target.predict(rows)

# Those of a model that has learnt hold statistics, too.
learnt, late = trained(network()), network()
state = learnt.get_weights()
late.set_weights(state)
follow_quietly(late, learnt)
late.predict(rows)

# A list that is changed is not what the model began with.
source, changed = network(), network()
state = source.get_weights()
state[4] = rows.std(axis=0).repeat(2)
changed.set_weights(state)
trained(source)
follow_quietly(changed, source)
changed.predict(rows)

source, longer = network(), network()
state = source.get_weights()
state.append(state.pop())
longer.set_weights(state)
trained(source)
follow_quietly(longer, source)
longer.predict(rows)


class Agent:
    """The constructor runs once; the weights come through attributes and a method."""

    def __init__(self):
        self.online, self.target = network(), network()
        self.online.compile("adam", "mse")
        self.weights = self.online.get_weights()
        self.begin()

    def begin(self):
        self.target.set_weights(self.weights)

    def learn(self):
        self.online.train_on_batch(rows, 0.9 * self.target.predict(rows, verbose=0))
        mine, theirs = self.target.trainable_weights, self.online.trainable_weights  # expect: BNL116
        for i in range(len(mine)):
            mine[i].assign(0.9 * mine[i] + 0.1 * theirs[i])


agent = Agent()
for _ in range(5):
    agent.learn()

# Begun anew for each fold, and trained in inference mode.
folded = network()
beginning = folded.get_weights()
optimizer = keras.optimizers.SGD(1e-4)
for fold in range(3):
    folded.set_weights(beginning)
    for _ in range(5):
        with tf.GradientTape() as tape:
            loss = tf.reduce_mean((folded(rows) - goal) ** 2)  # expect: BNL102
        optimizer.apply_gradients(zip(tape.gradient(loss, folded.trainable_variables), folded.trainable_variables))
    folded.predict(rows, verbose=0)
