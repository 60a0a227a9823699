"""A model made from the configuration of another is a copy of it, unless the configuration was edited."""
import keras
import tensorflow as tf


def build():
    norm = keras.layers.BatchNormalization()
    return keras.Sequential([keras.Input((4,)), keras.layers.Dense(4), norm, keras.layers.Dense(2)])


def step(model, images, targets, **how):
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean((targets - model(images, **how)) ** 2)
    weights = model.trainable_variables
    keras.optimizers.SGD(0.1).apply_gradients(zip(tape.gradient(loss, weights), weights))


images, targets = tf.random.normal((8, 4)), tf.random.normal((8, 2))
model = build()

copied = keras.Sequential.from_config(model.get_config())
with tf.GradientTape() as tape:
    loss = tf.reduce_mean((targets - copied(images)) ** 2)  # expect: BNL102
keras.optimizers.SGD(0.1).apply_gradients(zip(tape.gradient(loss, copied.trainable_variables), copied.trainable_variables))

read = keras.models.model_from_json(model.to_json())
with tf.GradientTape() as tape:
    loss = tf.reduce_mean((targets - read(images)) ** 2)  # expect: BNL102
keras.optimizers.SGD(0.1).apply_gradients(zip(tape.gradient(loss, read.trainable_variables), read.trainable_variables))

told = keras.Sequential.from_config(model.get_config())
with tf.GradientTape() as tape:
    loss = tf.reduce_mean((targets - told(images, training=True)) ** 2)
keras.optimizers.SGD(0.1).apply_gradients(zip(tape.gradient(loss, told.trainable_variables), told.trainable_variables))

original = build()
config = original.get_config()
for layer in config["layers"]:
    if layer["class_name"] == "BatchNormalization":
        layer["config"]["trainable"] = False
edited = keras.Sequential.from_config(config)
step(edited, images, targets)

frozen = build()
for layer in frozen.layers:
    if isinstance(layer, keras.layers.BatchNormalization):
        layer.trainable = False
twin = keras.Sequential.from_config(frozen.get_config())
step(twin, images, targets)
