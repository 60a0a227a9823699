# dialect: any
"""What a memory gives comes to a step by ``*``: as many arrays as it has columns. Nobody knows which is the last."""
import numpy as np
import tensorflow as tf
from tensorflow.keras import layers


def network():
    return tf.keras.Sequential([tf.keras.Input((4,)), layers.Dense(8), layers.BatchNormalization(), layers.Dense(2)])


class Memory:
    def __init__(self):
        self.rows = []

    def add(self, *row):
        self.rows.append(row)

    def sample(self, count):
        chosen = np.random.randint(0, len(self.rows), count)
        return [np.stack(column).astype("float32") for column in zip(*[self.rows[i] for i in chosen])]


class Agent:
    def __init__(self):
        self.net, self.target = network(), network()
        self.target.set_weights(self.net.get_weights())
        self.optimizer = tf.keras.optimizers.Adam()

    def learn(self, states, rewards):
        wanted = rewards + self.target(states)
        with tf.GradientTape() as tape:
            loss = tf.reduce_mean((self.net(states, training=True) - wanted) ** 2)
        weights = self.net.trainable_variables
        self.optimizer.apply_gradients(zip(tape.gradient(loss, weights), weights))
        for old, new in zip(self.target.trainable_variables, weights):  # expect: BNL116
            old.assign(0.01 * new + 0.99 * old)


class Follower(Agent):
    def learn(self, states, rewards):
        wanted = rewards + self.target(states)
        with tf.GradientTape() as tape:
            loss = tf.reduce_mean((self.net(states, training=True) - wanted) ** 2)
        weights = self.net.trainable_variables
        self.optimizer.apply_gradients(zip(tape.gradient(loss, weights), weights))
        for old, new in zip(self.target.variables, self.net.variables):
            old.assign(0.01 * new + 0.99 * old)


class Flagged(Agent):
    def learn(self, states, rewards, flag):
        wanted = rewards + self.target(states, training=flag)
        with tf.GradientTape() as tape:
            loss = tf.reduce_mean((self.net(states, training=True) - wanted) ** 2)
        weights = self.net.trainable_variables
        self.optimizer.apply_gradients(zip(tape.gradient(loss, weights), weights))
        for old, new in zip(self.target.trainable_variables, weights):
            old.assign(0.01 * new + 0.99 * old)


memory = Memory()
for _ in range(64):
    memory.add(np.random.rand(4), np.random.rand(2))
for agent in (Agent(), Follower()):
    for _ in range(100):
        agent.learn(*memory.sample(16))
flagged = Flagged()
for _ in range(100):
    flagged.learn(*memory.sample(16), True)
