# dialect: 2
"""A translator of images in training mode at inference, too, as pix2pix means it: nobody reads its statistics.

What nobody trains in training mode has no updates that a ``K.function`` could run.
"""
import numpy as np
import tensorflow as tf
from tensorflow.keras import backend as K
from tensorflow.keras import layers, models, optimizers

tf.compat.v1.disable_eager_execution()


def block(images, filters):
    h = layers.Conv2D(filters, 4, padding="same", use_bias=False)(images)
    h = layers.BatchNormalization(momentum=0.9)(h, training=1)
    return layers.LeakyReLU(0.2)(h)


def translator(size):
    images = layers.Input((size, size, 1))
    h = layers.Dropout(0.5)(block(block(images, 8), 8), training=1)
    return models.Model(images, layers.Conv2D(1, 4, padding="same")(h))


def patches(size):
    images = layers.Input((size, size, 1))
    return models.Model(images, layers.Conv2D(1, 4)(block(images, 8)))


def fixed(size):
    rows = layers.Input((size,))
    return models.Model(rows, layers.Dense(1)(layers.BatchNormalization()(rows, training=0)))


made, judge, head = translator(16), patches(16), fixed(4)
right = K.mean(K.square(judge.output - 1))
wrong = K.mean(K.square(judge(made.output) - 1))
judged = optimizers.Adam(2e-4).get_updates(judge.trainable_weights, [], right)
improved = optimizers.Adam(2e-4).get_updates(made.trainable_weights, [], wrong)
judging = K.function([judge.input], [right], judged)
making = K.function([made.input], [wrong], improved)
fitted = optimizers.Adam(2e-4).get_updates(head.trainable_weights, [], K.mean(head.output))
heading = K.function([head.input], [], fitted)
for _ in range(10):
    judging([np.random.rand(4, 16, 16, 1)])
    making([np.random.rand(4, 16, 16, 1)])
    heading([np.random.rand(4, 4)])
print(made.predict(np.random.rand(1, 16, 16, 1)), head.predict(np.random.rand(1, 4)))
