"""A builder with an option for each of its layers: what stands behind a later option is not there for certain."""
import tensorflow as tf
from tensorflow.keras import layers


def sensor_net(settings):
    x = inputs = tf.keras.Input((3,))
    x = layers.Dense(8)(x)
    if settings.norm:
        x = layers.BatchNormalization()(x)
    if settings.relu:
        x = layers.ReLU()(x)
    if settings.dropout:
        x = layers.Dropout(0.1)(x)
    return tf.keras.Model(inputs, layers.Dense(1)(x))


def normalised_net(settings):
    x = inputs = tf.keras.Input((3,))
    x = layers.BatchNormalization()(layers.Dense(8)(x))
    if settings.relu:
        x = layers.ReLU()(x)
    if settings.dropout:
        x = layers.Dropout(0.1)(x)
    return tf.keras.Model(inputs, layers.Dense(1)(x))


def net_of_a_list(settings):
    stages = [layers.Dense(8)]
    if settings.kind == "batch":
        stages.append(layers.BatchNormalization())
        stages.append(layers.ReLU())
    elif settings.kind == "layer":
        stages.append(layers.LayerNormalization())
    x = inputs = tf.keras.Input((3,))
    for stage in stages:
        x = stage(x)
    return tf.keras.Model(inputs, layers.Dense(1)(x))


def learn(settings, optimizer, readings, level):
    model = sensor_net(settings)
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean((model(readings) - level) ** 2)
    optimizer.apply_gradients(zip(tape.gradient(loss, model.trainable_variables), model.trainable_variables))


def learn_normalised(settings, optimizer, readings, level):
    model = normalised_net(settings)
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean((model(readings) - level) ** 2)  # expect: BNL102
    optimizer.apply_gradients(zip(tape.gradient(loss, model.trainable_variables), model.trainable_variables))


def learn_of_a_list(settings, optimizer, readings, level):
    model = net_of_a_list(settings)
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean((model(readings) - level) ** 2)
    optimizer.apply_gradients(zip(tape.gradient(loss, model.trainable_variables), model.trainable_variables))
