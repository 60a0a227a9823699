# dialect: any
"""The answers of a trained network are collected and drawn as points, or put into groups."""
import numpy as np
import tensorflow as tf
from sklearn.cluster import KMeans
from sklearn.manifold import TSNE
from tensorflow.keras import layers


class Encoder(tf.keras.Model):
    def __init__(self):
        super().__init__()
        self.hidden, self.bn, self.out = layers.Dense(8), layers.BatchNormalization(), layers.Dense(2)

    def call(self, x, training=None):
        return self.out(self.bn(self.hidden(x), training=training))


encoder = Encoder()
optimizer = tf.keras.optimizers.Adam()


def learn(x, y):
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean((encoder(x, training=True) - y) ** 2)
    optimizer.apply_gradients(zip(tape.gradient(loss, encoder.trainable_variables), encoder.trainable_variables))


for _ in range(100):
    learn(tf.random.normal((16, 4)), tf.random.normal((16, 2)))

points = tf.data.Dataset.from_tensor_slices(tf.random.normal((64, 4))).batch(16)
features = []
for batch in points:
    features.append(encoder(batch, training=True))  # expect: BNL105
TSNE().fit_transform(tf.concat(features, 0).numpy())

groups = KMeans(n_clusters=3)
groups.fit_predict(np.concatenate([encoder(batch, training=True) for batch in points]))  # expect: BNL105


def drawn(data):
    right = []
    for rows in data:
        right.append(encoder(rows, training=False))
    return TSNE().fit_transform(tf.concat(right, 0).numpy())


drawn(points)
