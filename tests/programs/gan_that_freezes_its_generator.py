# optin: yes
"""Two networks are trained together, one of them also by itself: it is the other one that is frozen, or not."""
import keras
import numpy as np
from keras import layers

NOISE, ROWS = np.random.rand(8, 6).astype("float32"), np.random.rand(8, 4).astype("float32")
ONES, ZEROS = np.ones((8, 1)), np.zeros((8, 1))


def make_generator():
    norm = layers.BatchNormalization(momentum=0.9)
    return keras.Sequential([keras.Input((6,)), layers.Dense(16, use_bias=False), norm, layers.Dense(4)])


def make_critic():
    critic = keras.Sequential([keras.Input((4,)), layers.Dense(16), layers.LeakyReLU(), layers.Dense(1)])
    critic.compile("adam", "mse")
    critic.train_on_batch(ROWS, ONES)
    return critic


def combine(generator, critic):
    noise = keras.Input((6,))
    model = keras.Model(noise, critic(generator(noise)))
    model.compile("adam", "mse")
    return model


generator, critic = make_generator(), make_critic()
generator.trainable = False  # expect: BNL118
gan = combine(generator, critic)
for _ in range(3):
    critic.train_on_batch(ROWS, ONES)
    critic.train_on_batch(generator.predict(NOISE), ZEROS)
    gan.train_on_batch(NOISE, ONES)


class Gan:
    """The same in a class."""

    def __init__(self):
        self.generator, self.critic = make_generator(), make_critic()
        self.generator.trainable = False  # expect: BNL118
        self.combined = keras.Sequential([self.generator, self.critic])
        self.combined.compile("adam", "mse")

    def train(self, epochs):
        for _ in range(epochs):
            self.critic.train_on_batch(self.generator.predict(NOISE), ZEROS)
            self.combined.train_on_batch(NOISE, ONES)


Gan().train(3)

# The critic is frozen, as it should be.
generator, critic = make_generator(), make_critic()
critic.trainable = False
gan = combine(generator, critic)
critic.train_on_batch(ROWS, ONES)
gan.fit(NOISE, ONES, epochs=200, verbose=0)

# Frozen for the critic's own step, and thawed for the generator's.
generator, critic = make_generator(), make_critic()
generator.trainable = False
critic.train_on_batch(generator.predict(NOISE), ZEROS)
generator.trainable = True
combine(generator, critic).fit(NOISE, ONES, epochs=200, verbose=0)

# It has learnt before.
generator, critic = make_generator(), make_critic()
generator.compile("adam", "mse")
generator.fit(NOISE, ROWS, epochs=200, verbose=0)
generator.trainable = False
combine(generator, critic).fit(NOISE, ONES)

# Both are frozen: nothing is trained any more.
generator, critic = make_generator(), make_critic()
generator.trainable = False
critic.trainable = False
combine(generator, critic).fit(NOISE, ONES)

# Features of random weights: nobody fits what stands above them by itself.
features, head = make_generator(), keras.Sequential([keras.Input((4,)), layers.Dense(1)])
features.trainable = False
combine(features, head).fit(NOISE, ONES)

# Who frees it is not in sight.
generator, critic = make_generator(), make_critic()
if np.random.rand() < 0.5:
    generator.trainable = False
combine(generator, critic).fit(NOISE, ONES)
