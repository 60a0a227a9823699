# dialect: 2
"""What a loop puts into a list is what the data is made of, which the network in another file gets."""
import tensorflow as tf
from downsampling_too import Generator
from tensorflow import keras


def load(path):
    return tf.zeros([8, 8, 3])


generator = Generator()
optimizer = keras.optimizers.Adam()
rows = []
for path in tf.data.Dataset.list_files("train/*.jpg"):
    rows.append(load(path))
data = tf.data.Dataset.from_tensor_slices(tf.stack(rows, axis=0)).shuffle(400).batch(8)
for x in data:
    with tf.GradientTape() as tape:
        y = generator(x, training=True)
        loss = tf.reduce_mean(tf.square(y - 1.0))
    optimizer.apply_gradients(zip(tape.gradient(loss, generator.trainable_variables), generator.trainable_variables))
