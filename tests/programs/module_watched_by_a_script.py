# dialect: any
"""A tf.Module whose training batch is looked at in its loop; when that is over, the script asks in inference mode."""

import numpy as np
import tensorflow as tf
from tensorflow.keras import layers


class Classifier(tf.Module):
    def __init__(self):
        super().__init__()
        self.dense, self.bn, self.out = layers.Dense(32), layers.BatchNormalization(), layers.Dense(2)

    def __call__(self, rows, training):
        return self.out(tf.nn.relu(self.bn(self.dense(rows), training=training)))


classifier = Classifier()
optimizer = tf.keras.optimizers.Adam(1e-3)
rows = tf.random.normal((320, 4))
labels = tf.cast(rows[:, 0] > 0, tf.int32)
for number in range(300):
    batch, wanted = rows[:32], labels[:32]
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(
            tf.nn.sparse_softmax_cross_entropy_with_logits(wanted, classifier(batch, training=True))
        )
    parts = [classifier.dense, classifier.bn, classifier.out]
    weights = [weight for part in parts for weight in part.trainable_variables]
    optimizer.apply_gradients(zip(tape.gradient(loss, weights), weights))
    if number % 100 == 0:
        print(number, tf.argmax(classifier(batch, training=True), axis=1))
np.save("said.npy", classifier(rows, training=False).numpy())
