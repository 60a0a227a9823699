# optin: yes
"""A step that trains a critic on real rows by one tape and on made ones by another; one that does so on both together."""
import tensorflow as tf
from tensorflow import keras
from tensorflow.keras import layers


def critic():
    hidden = layers.Dense(16, use_bias=False)
    return keras.Sequential([keras.Input((2,)), hidden, layers.BatchNormalization(), layers.LeakyReLU(), layers.Dense(1)])


def generator():
    return keras.Sequential([keras.Input((4,)), layers.Dense(16, activation="relu"), layers.Dense(2)])


loss_of = keras.losses.BinaryCrossentropy(from_logits=True)


class Apart:
    def __init__(self):
        self.critic, self.generator = critic(), generator()
        self.optimizer, self.other = keras.optimizers.Adam(), keras.optimizers.Adam()

    def train_step(self, real):
        made = self.generator(tf.random.normal((64, 4)))
        with tf.GradientTape() as tape:
            loss = loss_of(tf.ones((64, 1)), self.critic(real, training=True))
        self.apply(tape.gradient(loss, self.critic.trainable_variables))
        with tf.GradientTape() as tape:
            loss = loss_of(tf.zeros((64, 1)), self.critic(made, training=True))  # expect: BNL117
        self.apply(tape.gradient(loss, self.critic.trainable_variables))
        self.follow()

    def apply(self, gradients):
        self.optimizer.apply_gradients(zip(gradients, self.critic.trainable_variables))

    def follow(self):
        with tf.GradientTape() as tape:
            answer = self.critic(self.generator(tf.random.normal((64, 4))), training=False)
            loss = loss_of(tf.ones((64, 1)), answer)
        weights = self.generator.trainable_variables
        self.other.apply_gradients(zip(tape.gradient(loss, weights), weights))


class Together(Apart):
    def train_step(self, real):
        made = self.generator(tf.random.normal((64, 4)))
        with tf.GradientTape() as tape:
            answers = self.critic(tf.concat([real, made], axis=0), training=True)
            loss = loss_of(tf.concat([tf.ones((64, 1)), tf.zeros((64, 1))], axis=0), answers)
        self.apply(tape.gradient(loss, self.critic.trainable_variables))
        self.follow()


for trainer in (Apart(), Together()):
    for step in range(300):
        trainer.train_step(tf.random.normal((64, 2), mean=3.0))
    print(trainer.critic.predict(tf.random.normal((8, 2), mean=3.0), verbose=0).mean())
