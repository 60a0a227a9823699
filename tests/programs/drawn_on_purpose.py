"""pix2pix infers with Dropout and the statistics of the batch: meant so, and Keras 2 does it. Keras 3 does neither."""

import numpy as np
from tensorflow.keras import Input, Model, layers


def down(x, filters):
    x = layers.Conv2D(filters, 4, strides=2, padding="same")(x)
    x = layers.BatchNormalization()(x, training=True)  # expect[3]: BNL106
    return layers.LeakyReLU(0.2)(x)


def up(x, skip, filters, drop):
    x = layers.Conv2DTranspose(filters, 4, strides=2, padding="same")(x)
    x = layers.BatchNormalization()(x, training=True)  # expect[3]: BNL106
    if drop:
        x = layers.Dropout(0.5)(x, training=True)
    return layers.Concatenate()([x, skip])


inputs = Input((16, 16, 3))
first = down(inputs, 8)
second = down(first, 8)
drawn = up(second, first, 8, drop=True)
generator = Model(inputs, layers.Conv2DTranspose(3, 4, strides=2, padding="same")(drawn))
generator.compile("adam", "mse")
generator.fit(np.zeros((4, 16, 16, 3)), np.zeros((4, 16, 16, 3)), verbose=0)
print(generator.predict(np.ones((4, 16, 16, 3)), verbose=0).std())
