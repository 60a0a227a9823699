"""What tensorflow_datasets loads is a data set, or some by name: its batches are those that the program asks for."""
import tensorflow as tf
import tensorflow_datasets as tfds


def encoder():
    inputs = tf.keras.Input(shape=[4, 4, 3])
    x = tf.keras.layers.Conv2D(8, 4, strides=4, padding="same")(inputs)
    x = tf.keras.layers.BatchNormalization()(x)  # expect: BNL201
    return tf.keras.Model(inputs, tf.keras.layers.Flatten()(x))


model = encoder()
optimizer = tf.keras.optimizers.Adam()


def step(images):
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(model(images, training=True) ** 2)
    weights = model.trainable_variables
    optimizer.apply_gradients(zip(tape.gradient(loss, weights), weights))


data, info = tfds.load("cycle_gan/horse2zebra", with_info=True, as_supervised=True)
for images in data["trainA"].map(lambda image, label: tf.image.resize(image, [4, 4])).batch(1):
    step(images)
