"""A list of layers to which an option adds one: a loop over it reads those that are there, with it and without."""
import tensorflow as tf
from tensorflow.keras import layers


class Stage(layers.Layer):
    def __init__(self, width, dropout):
        super().__init__()
        self.steps = [layers.Dense(width), layers.BatchNormalization(), layers.ReLU()]
        if dropout:
            self.steps.append(layers.Dropout(dropout))

    def call(self, x):
        for step in self.steps:
            x = step(x)
        return x


class Yields(tf.keras.Model):
    def __init__(self, settings):
        super().__init__()
        self.stage = Stage(8, settings.dropout)
        self.out = layers.Dense(1)

    def call(self, x, training=None):
        return self.out(self.stage(x, training=training))


class Numbered(tf.keras.Model):
    """The loop counts them."""

    def __init__(self, settings):
        super().__init__()
        self.steps = [layers.Dense(8), layers.BatchNormalization()]
        if settings.dropout:
            self.steps.append(layers.Dropout(0.2))
        self.out = layers.Dense(1)

    def call(self, x, training=None):
        for number, step in enumerate(self.steps):
            x = step(x) if number % 2 else step(x) * 0.5
        return self.out(x)


def pyramid(deep):
    """The option puts one in front."""
    steps = [layers.Conv2D(8, 3, strides=2), layers.BatchNormalization(), layers.ReLU()]
    if deep:
        steps.insert(0, layers.Conv2D(4, 3))
    inputs = tf.keras.Input((64, 64, 3))
    x = inputs
    for step in steps:
        x = step(x)
    return tf.keras.Model(inputs, layers.GlobalAveragePooling2D()(x))


def sometimes_normed(settings):
    """Nobody knows whether there is any normalisation."""
    steps = [layers.Conv2D(8, 3, strides=2), layers.ReLU()]
    if settings.norm:
        steps.append(layers.BatchNormalization())
    inputs = tf.keras.Input((64, 64, 3))
    x = inputs
    for step in steps:
        x = step(x)
    return tf.keras.Model(inputs, layers.GlobalAveragePooling2D()(x))


def learn(model, optimizer, field, harvest):
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean((model(field, training=True) - harvest) ** 2)
    optimizer.apply_gradients(zip(tape.gradient(loss, model.trainable_variables), model.trainable_variables))


def learn_yields(settings, optimizer, field, harvest):
    model = Yields(settings)
    learn(model, optimizer, field, harvest)
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean((model(field) - harvest) ** 2)  # expect: BNL102
    optimizer.apply_gradients(zip(tape.gradient(loss, model.trainable_variables), model.trainable_variables))


def learn_numbered(settings, optimizer, field, harvest):
    model = Numbered(settings)
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean((model(field) - harvest) ** 2)  # expect: BNL102
    optimizer.apply_gradients(zip(tape.gradient(loss, model.trainable_variables), model.trainable_variables))


def learn_from_images(settings, optimizer, image, harvest):
    model = pyramid(settings.deep)
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean((model(image) - harvest) ** 2)  # expect: BNL102
    optimizer.apply_gradients(zip(tape.gradient(loss, model.trainable_variables), model.trainable_variables))


def learn_sometimes(settings, optimizer, image, harvest):
    model = sometimes_normed(settings)
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean((model(image) - harvest) ** 2)
    optimizer.apply_gradients(zip(tape.gradient(loss, model.trainable_variables), model.trainable_variables))
