# dialect: any
"""A generator that is a tf.Module: the script saves what it draws when it is trained, still in training mode."""

import numpy as np
import tensorflow as tf
from tensorflow.keras import layers


class Generator(tf.Module):
    def __init__(self):
        super().__init__()
        self.is_training = True
        self.dense, self.bn, self.out = layers.Dense(32), layers.BatchNormalization(), layers.Dense(2)

    def __call__(self, noise):
        hidden = tf.nn.relu(self.bn(self.dense(noise), training=self.is_training))  # expect: BNL105
        return self.out(hidden)


class Encoder:
    def __init__(self):
        self.dense, self.bn, self.out = layers.Dense(32), layers.BatchNormalization(), layers.Dense(2)

    def forward(self, rows, training):
        return self.out(tf.nn.relu(self.bn(self.dense(rows), training=training)))


generator, encoder = Generator(), Encoder()
optimizer = tf.keras.optimizers.Adam(1e-3)
for _ in range(300):
    with tf.GradientTape() as tape:
        drawn = encoder.forward(generator(tf.random.normal((32, 4))), True)
        loss = tf.reduce_mean((drawn - 3.0) ** 2)
    parts = [generator.dense, generator.bn, generator.out, encoder.dense, encoder.bn, encoder.out]
    weights = [weight for part in parts for weight in part.trainable_variables]
    optimizer.apply_gradients(zip(tape.gradient(loss, weights), weights))
np.save("drawn.npy", generator(tf.random.normal((10, 4))).numpy())
print(encoder.forward(tf.random.normal((10, 2)), True).numpy())  # expect: BNL105
