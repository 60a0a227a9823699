"""A model gets the weights of another one before anybody has trained that, and follows it later."""

import sys

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
    model.fit(rows, goal, epochs=5)
    return model


def follow(target, online):
    for weight, other in zip(target.trainable_variables, online.trainable_variables):  # expect: BNL116
        weight.assign(0.9 * weight + 0.1 * other)


def follow_quietly(target, online):
    for weight, other in zip(target.trainable_variables, online.trainable_variables):
        weight.assign(0.9 * weight + 0.1 * other)


# Both begin alike: what is copied are moving statistics of mean 0 and variance 1.
online, target = network(), network()
target.set_weights(online.get_weights())
for _ in range(5):
    trained(online)
    follow(target, online)
target.predict(rows)

# It has learnt statistics by then, which come along.
learnt, late = trained(network()), network()
late.set_weights(learnt.get_weights())
trained(learnt)
follow_quietly(late, learnt)
late.predict(rows)

# It may go on where another run has stopped.
resumed, second = network(), network()
if len(sys.argv) > 1:
    resumed.load_weights(sys.argv[1])
second.set_weights(resumed.get_weights())
trained(resumed)
follow_quietly(second, resumed)
second.predict(rows)


# The same, in an agent: its constructor runs once.
class Agent:
    def __init__(self):
        self.online, self.target = network(), network()
        self.online.compile("adam", "mse")
        self.target.set_weights(self.online.get_weights())

    def learn(self):
        self.online.train_on_batch(rows, 0.9 * self.target.predict(rows))
        for weight, other in zip(self.target.trainable_variables, self.online.trainable_variables):  # expect: BNL116
            weight.assign(0.9 * weight + 0.1 * other)


agent = Agent()
for _ in range(5):
    agent.learn()


# Everything is copied now and then.
class PatientAgent:
    def __init__(self):
        self.online, self.target = network(), network()
        self.online.compile("adam", "mse")
        self.copy()

    def copy(self):
        self.target.set_weights(self.online.get_weights())

    def learn(self, number):
        self.online.train_on_batch(rows, 0.9 * self.target.predict(rows))
        follow_quietly(self.target, self.online)
        if number % 2 == 0:
            self.copy()


patient = PatientAgent()
for number in range(5):
    patient.learn(number)


# Nobody in sight says who calls the copy again.
class Unseen:
    def __init__(self):
        self.online, self.target = network(), network()
        self.online.compile("adam", "mse")
        self.copy()

    def copy(self):
        self.target.set_weights(self.online.get_weights())

    def learn(self):
        self.online.train_on_batch(rows, 0.9 * self.target.predict(rows))
        for weight, other in zip(self.target.trainable_variables, self.online.trainable_variables):
            weight.assign(0.9 * weight + 0.1 * other)


# In a larger model it has been trained, too.
part, twin = network(), network()
inputs = keras.Input((4,))
trained(keras.Model(inputs, keras.layers.Dense(1)(part(inputs))))
twin.set_weights(part.get_weights())
follow_quietly(twin, part)
twin.predict(rows)

# By steps of its own, too.
stepped, after = network(), network()
optimizer = keras.optimizers.Adam()
for _ in range(5):
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean((stepped(rows, training=True) - goal) ** 2)
    optimizer.apply_gradients(zip(tape.gradient(loss, stepped.trainable_variables), stepped.trainable_variables))
after.set_weights(stepped.get_weights())
follow_quietly(after, stepped)
after.predict(rows)
