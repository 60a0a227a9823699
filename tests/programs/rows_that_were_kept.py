# dialect: any
"""Rows wait in a queue; some are drawn, and each is trained on by itself, or all at once."""
import collections
import random

import numpy as np
import tensorflow as tf
from tensorflow import keras
from tensorflow.keras import layers


def network():
    model = keras.Sequential([keras.Input((3,)), layers.Dense(8), layers.BatchNormalization(), layers.Dense(2)])
    model.compile("adam", "mse")
    return model


class Agent:
    def __init__(self, limit):
        self.memory = collections.deque(maxlen=limit)
        self.model = network()

    def remember(self, state, target):
        self.memory.append((np.reshape(state, [1, 3]), target))

    def replay(self, count):
        for state, target in random.sample(self.memory, count):
            self.model.fit(state, target, verbose=0)  # expect: BNL202

    def replay_at_once(self, count):
        states, targets = zip(*random.sample(self.memory, count))
        self.model.fit(np.concatenate(states), np.concatenate(targets), verbose=0)


agent = Agent(50)
for step in range(100):
    agent.remember(np.random.rand(3), np.random.rand(1, 2))
agent.replay(4)
agent.replay_at_once(4)

past = collections.deque([np.random.rand(1, 3) for _ in range(6)])
past.appendleft(np.random.rand(1, 3))
online = network()
online.train_on_batch(past.popleft(), np.zeros((1, 2)))  # expect: BNL202
online.train_on_batch(random.choice(past), np.zeros((1, 2)))  # expect: BNL202
online.train_on_batch(past[random.randrange(4)], np.zeros((1, 2)))  # expect: BNL202
online.train_on_batch(np.vstack(random.choices(past, k=3)), np.zeros((3, 2)))
online.train_on_batch(np.vstack(past), np.zeros((len(past), 2)))

mixed = [np.random.rand(1, 3), np.random.rand(5, 3)]
online.train_on_batch(random.choice(mixed), np.zeros((5, 2)))
