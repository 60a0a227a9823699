"""A critic is in training mode whenever it runs: nobody reads its moving statistics, whatever its momentum."""

import keras
import tensorflow as tf
from keras import layers


def critic(momentum):
    return keras.Sequential(
        [
            layers.Conv2D(64, 5, 2, "same", use_bias=False),
            layers.BatchNormalization(momentum=momentum),
            layers.LeakyReLU(),
            layers.Flatten(),
            layers.Dense(1),
        ]
    )


def judge():
    return keras.Sequential([layers.Conv2D(64, 5, 2), layers.BatchNormalization(momentum=0.2), layers.Dense(1)])


def asked_judge():
    return keras.Sequential(
        [layers.Conv2D(64, 5, 2), layers.BatchNormalization(momentum=0.21), layers.Dense(1)]  # expect: BNL303
    )


def classifier():
    return keras.Sequential([layers.Dense(64), layers.BatchNormalization(momentum=0.22), layers.Dense(1)])  # expect: BNL303


def generator():
    return keras.Sequential(
        [
            layers.Dense(28 * 28, use_bias=False),
            layers.BatchNormalization(momentum=0.23),  # expect: BNL303
            layers.ReLU(),
            layers.Reshape((28, 28, 1)),
        ]
    )


def decoder():
    return keras.Sequential([layers.Dense(64), layers.BatchNormalization(momentum=0.24), layers.Dense(28)])  # expect: BNL303


images = tf.data.Dataset.from_tensor_slices(tf.random.normal((320, 28, 28, 1))).batch(32)
cross_entropy = keras.losses.BinaryCrossentropy(from_logits=True)


def gan_step(real, make, judge, of_maker, of_judge):
    with tf.GradientTape() as for_maker, tf.GradientTape() as for_judge:
        made = make(tf.random.normal((32, 100)), training=True)
        said, said_of_made = judge(real, training=True), judge(made, training=True)
        loss = cross_entropy(tf.ones_like(said_of_made), said_of_made)
        own_loss = cross_entropy(tf.ones_like(said), said) + cross_entropy(tf.zeros_like(said_of_made), said_of_made)
    of_maker.apply_gradients(zip(for_maker.gradient(loss, make.trainable_variables), make.trainable_variables))
    of_judge.apply_gradients(zip(for_judge.gradient(own_loss, judge.trainable_variables), judge.trainable_variables))


class Gan(keras.Model):
    def __init__(self):
        super().__init__()
        self.make = keras.Sequential([layers.Dense(28 * 28), layers.Reshape((28, 28, 1))])
        self.judge = judge()

    def train_step(self, real):
        made = self.make(tf.random.normal((32, 100)), training=True)
        with tf.GradientTape() as tape:
            loss = tf.reduce_mean(self.judge(made, training=True)) - tf.reduce_mean(self.judge(real, training=True))
        weights = self.judge.trainable_weights
        self.optimizer.apply_gradients(zip(tape.gradient(loss, weights), weights))
        with tf.GradientTape() as tape:
            made = self.make(tf.random.normal((32, 100)), training=True)
            loss = -tf.reduce_mean(self.judge(made, training=True))
        weights = self.make.trainable_weights
        self.of_maker.apply_gradients(zip(tape.gradient(loss, weights), weights))
        return {"loss": loss}


def train_for_itself(model, optimizer):
    for real in images:
        with tf.GradientTape() as tape:
            loss = tf.reduce_mean(model(real, training=True))
        optimizer.apply_gradients(zip(tape.gradient(loss, model.trainable_variables), model.trainable_variables))


def train_together(encode, decode, of_encoder, of_decoder):
    for real in images:
        with tf.GradientTape() as for_encoder, tf.GradientTape() as for_decoder:
            loss = tf.reduce_mean((decode(encode(real, training=True), training=True) - real) ** 2)
        weights = encode.trainable_variables
        of_encoder.apply_gradients(zip(for_encoder.gradient(loss, weights), weights))
        weights = decode.trainable_variables
        of_decoder.apply_gradients(zip(for_decoder.gradient(loss, weights), weights))


maker, only_judges, is_asked = generator(), critic(0.25), asked_judge()
for batch in images:
    gan_step(batch, maker, only_judges, keras.optimizers.Adam(), keras.optimizers.Adam())
    gan_step(batch, maker, is_asked, keras.optimizers.Adam(), keras.optimizers.Adam())
print(maker(tf.random.normal((4, 100)), training=False), is_asked(tf.zeros((4, 28, 28, 1)), training=False))

gan = Gan()
gan.of_maker = keras.optimizers.Adam()
gan.compile("adam")
gan.fit(images)
gan.judge.save_weights("judge.weights.h5")

train_for_itself(classifier(), keras.optimizers.Adam())
train_together(keras.Sequential([layers.Dense(8)]), decoder(), keras.optimizers.Adam(), keras.optimizers.Adam())
