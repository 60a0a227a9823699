"""One of three networks holds BN: whichever branch builds it, the others beside it do not hide it."""
import os

import tensorflow as tf

NAME = os.path.basename(os.getcwd())


def plain():
    inputs = tf.keras.Input((8,))
    return tf.keras.Model(inputs, tf.keras.layers.Dense(8)(inputs))


def with_bn():
    inputs = tf.keras.Input((8,))
    return tf.keras.Model(inputs, tf.keras.layers.BatchNormalization()(tf.keras.layers.Dense(8)(inputs)))


def first():
    if NAME == "bn":
        return with_bn()
    elif NAME == "plain":
        return plain()
    return plain()


def learn(model, gradients):
    tf.keras.optimizers.Adam().apply_gradients(zip(gradients, model.trainable_variables))


class Gan:
    def __init__(self):
        if NAME == "other":
            self.generator = plain()
            self.critic = plain()
        elif NAME == "bn":
            self.generator = with_bn()
            self.critic = plain()
        else:
            self.generator = plain()
            self.critic = plain()

    def step(self, batch):
        with tf.GradientTape(persistent=True) as tape:
            fake = self.generator(batch)  # expect: BNL102
            loss = tf.reduce_mean(self.critic(fake) ** 2)
        for model in (self.generator, self.critic):
            learn(model, tape.gradient(loss, model.trainable_variables))


if NAME == "a":
    last = plain()
elif NAME == "b":
    last = plain()
else:
    last = with_bn()
if NAME == "a":
    none = plain()
elif NAME == "b":
    none = plain()
else:
    none = plain()
gan, begun = Gan(), first()
for batch in tf.random.normal((3, 16, 8)):
    gan.step(batch)
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(begun(batch) ** 2)  # expect: BNL102
    learn(begun, tape.gradient(loss, begun.trainable_variables))
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(last(batch) ** 2)  # expect: BNL102
    learn(last, tape.gradient(loss, last.trainable_variables))
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(none(batch) ** 2)
    learn(none, tape.gradient(loss, none.trainable_variables))
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(last(batch, training=True) ** 2)
    learn(last, tape.gradient(loss, last.trainable_variables))
