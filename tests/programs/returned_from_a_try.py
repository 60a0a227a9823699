"""What stands behind a ``try`` whose body returns runs where something is raised in it, and a handler goes on."""
import tensorflow as tf
from tensorflow.keras import layers

rows = tf.random.normal((8, 4))
optimizer = tf.keras.optimizers.Adam()


def built():
    return tf.keras.Sequential([layers.Dense(8), layers.BatchNormalization(), layers.Dense(1)])


def loaded_or_built(path):
    try:
        return tf.keras.models.load_model(path)
    except OSError:
        print("nothing there")
    return built()


def loaded_or_nothing(path):
    try:
        return tf.keras.models.load_model(path)
    except OSError as error:
        raise SystemExit(path) from error
    return built()


def chosen(path):
    try:
        model = tf.keras.models.load_model(path)
        return model
    except OSError:
        model = built()
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(model(rows) ** 2)  # expect: BNL102
    optimizer.apply_gradients(zip(tape.gradient(loss, model.trainable_variables), model.trainable_variables))
    return model


def first_that_works(paths):
    for path in paths:
        try:
            return tf.keras.models.load_model(path)
        except OSError:
            continue
    model = built()
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(model(rows, training=True) ** 2)
    optimizer.apply_gradients(zip(tape.gradient(loss, model.trainable_variables), model.trainable_variables))
    return model


model = loaded_or_built("saved/net.keras")
with tf.GradientTape() as tape:
    loss = tf.reduce_mean(model(rows) ** 2)  # expect: BNL102
optimizer.apply_gradients(zip(tape.gradient(loss, model.trainable_variables), model.trainable_variables))
other = loaded_or_nothing("saved/net.keras")
with tf.GradientTape() as tape:
    loss = tf.reduce_mean(other(rows) ** 2)
optimizer.apply_gradients(zip(tape.gradient(loss, other.trainable_variables), other.trainable_variables))
chosen("saved/net.keras")
first_that_works(["saved/net.keras", "saved/net.h5"])
