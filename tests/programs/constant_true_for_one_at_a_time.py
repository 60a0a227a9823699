# dialect: 2
"""``training=True`` in a graph that is trained on one image at a time: right where it answers one at a time, too."""
import numpy as np
from tensorflow import keras
from tensorflow.keras import layers

X, Y = np.random.normal(size=(16, 8, 8, 1)), np.random.normal(size=(16, 8, 8, 1))


def asked_alike():
    image = keras.Input((8, 8, 1))
    x = layers.Conv2D(8, 3, padding="same")(image)
    x = layers.BatchNormalization()(x, training=True)
    return keras.Model(image, layers.Conv2D(1, 1)(x))


def asked_for_many():
    image = keras.Input((8, 8, 1))
    x = layers.Conv2D(8, 3, padding="same")(image)
    x = layers.BatchNormalization()(x, training=True)  # expect: BNL106
    return keras.Model(image, layers.Conv2D(1, 1)(x))


def trained_on_many():
    image = keras.Input((8, 8, 1))
    x = layers.Conv2D(8, 3, padding="same")(image)
    x = layers.BatchNormalization()(x, training=True)  # expect: BNL106
    return keras.Model(image, layers.Conv2D(1, 1)(x))


def backbone():
    image = keras.Input((8, 8, 1))
    inner = keras.applications.MobileNetV2(input_shape=(8, 8, 1), include_top=False, weights=None)
    return keras.Model(image, layers.GlobalAveragePooling2D()(inner(image, training=True)))


alike, many, batches, whole = asked_alike(), asked_for_many(), trained_on_many(), backbone()
for model in (alike, many, batches):
    model.compile("adam", "mae")
whole.compile("adam", "mae")
for step in range(16):
    alike.train_on_batch(X[step : step + 1], Y[step : step + 1])
    many.train_on_batch(X[step : step + 1], Y[step : step + 1])
alike.save_weights("alike.h5")
batches.fit(X, Y, batch_size=8)
whole.fit(X, np.zeros((16, 1280)), batch_size=1, validation_data=(X, np.zeros((16, 1280))))
print(alike.predict(X[:1]), many.predict(X), batches.predict(X[:1]))
