"""What a library's network makes of an image has its channels where the image has them."""

import keras
import numpy as np
from keras import layers


def head(base, features, axis):
    x = layers.BatchNormalization(axis=axis)(features)
    return keras.Model(base.input, layers.Dense(2)(layers.GlobalAveragePooling2D()(x)))


made = keras.applications.ResNet50(include_top=False, weights=None, input_shape=(64, 64, 3))
rows = layers.BatchNormalization(axis=1)(made.output)  # expect: BNL401
wrong = keras.Model(made.input, layers.Dense(2)(layers.GlobalAveragePooling2D()(rows)))

image = keras.Input((64, 64, 3))
called = keras.applications.MobileNetV2(include_top=False, weights=None, input_shape=(64, 64, 3))(image)
also_rows = layers.BatchNormalization(axis=1)(called)  # expect: BNL401

right = head(made, made.output, -1)
pooled = keras.applications.ResNet50(include_top=False, weights=None, input_shape=(64, 64, 3), pooling="avg")
flat = layers.BatchNormalization(axis=1)(pooled.output)
other = keras.applications.ResNet50(include_top=False, weights=None)
unsaid = layers.BatchNormalization(axis=1)(other.output)
columns = keras.applications.VGG16(include_top=False, weights=None, input_shape=(3, 64, 64))
first = layers.BatchNormalization(axis=1)(columns.output)
inner = layers.BatchNormalization(axis=1)(made.get_layer("avg_pool_conv").output)

wrong.compile("adam", "mse")
wrong.fit(np.random.rand(32, 64, 64, 3), np.random.rand(32, 2))
