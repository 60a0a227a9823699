"""A generator that makes an image of an image, with Dropout for noise, infers in training mode; others had better not."""

import sys

import tensorflow as tf
from tensorflow.keras import layers


def unet(rate):
    image = layers.Input((32, 32, 3))
    down = layers.Conv2D(8, 4, 2, "same")(image)
    down = layers.LeakyReLU()(layers.BatchNormalization()(down))
    up = layers.Conv2DTranspose(8, 4, 2, "same")(down)
    up = layers.BatchNormalization()(up)
    if rate:
        up = layers.Dropout(rate)(up)
    return tf.keras.Model(image, layers.Conv2D(3, 3, padding="same", activation="tanh")(up))


def critic():
    return tf.keras.Sequential([layers.Input((32, 32, 3)), layers.Conv2D(8, 4, 2), layers.Flatten(), layers.Dense(1)])


generator, judge, plain = unet(0.5), critic(), unet(0.0)
ours, theirs = tf.keras.optimizers.Adam(2e-4), tf.keras.optimizers.Adam(2e-4)


def show_images(model, test_input, target):
    prediction = model(test_input, training=True)
    print(float(tf.reduce_mean(tf.abs(target - prediction))))


def train_step(image, target):
    with tf.GradientTape() as tape, tf.GradientTape() as other:
        made = generator(image, training=True)
        answer = judge(made, training=True)
        loss = tf.reduce_mean(tf.abs(target - made)) - tf.reduce_mean(answer)
        opposite = tf.reduce_mean(answer) - tf.reduce_mean(judge(target, training=True))
    ours.apply_gradients(zip(tape.gradient(loss, generator.trainable_variables), generator.trainable_variables))
    theirs.apply_gradients(zip(other.gradient(opposite, judge.trainable_variables), judge.trainable_variables))


def plain_step(image, target):
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(tf.abs(target - plain(image, training=True)))
    ours.apply_gradients(zip(tape.gradient(loss, plain.trainable_variables), plain.trainable_variables))


def generate_images(model, test_input, target):
    prediction = model(test_input, training=True)
    print(float(tf.reduce_mean(tf.abs(target - prediction))))


def show_others(test_input, target):
    prediction = plain(test_input, training=True)  # expect: BNL105
    print(float(tf.reduce_mean(tf.abs(target - prediction))))


for _ in range(len(sys.argv)):
    batch = tf.random.normal((4, 32, 32, 3))
    train_step(batch, -batch)
    plain_step(batch, -batch)
    show_images(generator, batch, -batch)
    show_others(batch, -batch)
    generate_images(plain, batch, -batch)
