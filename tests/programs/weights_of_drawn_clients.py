"""Clients that chance draws: each is one of the list, and what they send back is made of their trainable weights."""

import random
import sys

import numpy as np
from tensorflow import keras


def network():
    return keras.Sequential(
        [
            keras.Input((4,)),
            keras.layers.Dense(8),
            keras.layers.BatchNormalization(),
            keras.layers.Dense(1),
        ]
    )


class Client:
    def __init__(self, rows):
        self.rows = rows
        self.net = network()
        self.net.compile("sgd", "mse")

    def learn(self, weights):
        self.net.set_weights(weights)
        self.net.fit(self.rows, self.rows[:, 0], verbose=0)
        return [variable.numpy() for variable in self.net.trainable_variables]

    def learn_all(self, weights):
        self.net.set_weights(weights)
        self.net.fit(self.rows, self.rows[:, 0], verbose=0)
        return self.net.get_weights()


clients = [Client(rows) for rows in np.array_split(np.random.rand(320, 4), 5)]
rows = np.random.rand(16, 4)
count = len(sys.argv) + 1

by_numpy = network()
for _ in range(3):
    drawn = np.random.choice(clients, count, replace=False)
    sent = [client.learn(by_numpy.get_weights()) for client in drawn]
    for variable, *values in zip(by_numpy.trainable_variables, *sent):  # expect: BNL116
        variable.assign(np.mean(values, 0))
print(by_numpy.predict(rows))

by_python = network()
for _ in range(3):
    sent = [client.learn(by_python.get_weights()) for client in random.sample(clients, 2)]
    for variable, *values in zip(by_python.trainable_variables, *sent):  # expect: BNL116
        variable.assign(np.mean(values, 0))
print(by_python.predict(rows))

by_number = network()
for _ in range(3):
    sent = clients[np.random.randint(5)].learn(by_number.get_weights())
    for variable, value in zip(by_number.trainable_variables, sent):  # expect: BNL116
        variable.assign(value)
print(by_number.predict(rows))

one_by_one = network()
for _ in range(3):
    sent = np.random.choice(clients).learn(one_by_one.get_weights())
    for variable, value in zip(one_by_one.trainable_variables, sent):  # expect: BNL116
        variable.assign(value)
print(one_by_one.predict(rows))

whole = network()
for _ in range(3):
    drawn = np.random.choice(clients, count, replace=False)
    sent = [client.learn_all(whole.get_weights()) for client in drawn]
    whole.set_weights([np.mean(values, 0) for values in zip(*sent)])
print(whole.predict(rows))

with_statistics = network()
for _ in range(3):
    sent = [client.learn_all(with_statistics.get_weights()) for client in random.sample(clients, count)]
    for variable, *values in zip(with_statistics.variables, *sent):
        variable.assign(np.mean(values, 0))
print(with_statistics.predict(rows))
