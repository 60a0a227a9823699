"""``training=True`` in a graph that a program only trains: nobody asks the discriminator of a GAN for an answer."""
import numpy as np
from tensorflow import keras
from tensorflow.keras import layers

IMAGES = np.random.normal(size=(64, 8))


def make_generator():
    noise = keras.Input((4,))
    x = layers.Dense(16, activation="relu")(noise)
    x = layers.BatchNormalization()(x, training=True)  # expect: BNL106
    return keras.Model(noise, layers.Dense(8)(x))


def make_discriminator():
    image = keras.Input((8,))
    x = layers.Dense(16, activation="relu")(image)
    x = layers.BatchNormalization()(x, training=True)
    return keras.Model(image, layers.Dense(1, activation="sigmoid")(x))


class Stops(keras.callbacks.Callback):
    def on_epoch_end(self, epoch, logs=None):
        self.model.stop_training = logs["loss"] < 0.1


def make_regressor():
    image = keras.Input((8,))
    x = layers.BatchNormalization()(layers.Dense(16)(image), training=True)
    return keras.Model(image, layers.Dense(1)(x))


def make_regressor_that_is_kept():
    image = keras.Input((8,))
    x = layers.BatchNormalization()(layers.Dense(16)(image), training=True)  # expect: BNL106
    return keras.Model(image, layers.Dense(1)(x))


def make_regressor_that_a_callback_keeps():
    image = keras.Input((8,))
    x = layers.BatchNormalization()(layers.Dense(16)(image), training=True)  # expect: BNL106
    return keras.Model(image, layers.Dense(1)(x))


def make_for_others(x, y):
    image = keras.Input((8,))
    h = layers.BatchNormalization()(layers.Dense(16)(image), training=True)  # expect: BNL106
    model = keras.Model(image, layers.Dense(1)(h))
    model.compile("adam", "mse")
    model.fit(x, y)
    return model


def main():
    generator, discriminator = make_generator(), make_discriminator()
    noise = keras.Input((4,))
    judged = keras.Model(noise, discriminator(generator(noise)))
    discriminator.compile("adam", "binary_crossentropy")
    judged.compile("adam", "binary_crossentropy")
    for step in range(8):
        drawn = np.random.normal(size=(8, 4))
        discriminator.train_on_batch(generator.predict(drawn), np.zeros((8, 1)))
        discriminator.train_on_batch(IMAGES[step * 8 : step * 8 + 8], np.ones((8, 1)))
        judged.train_on_batch(drawn, np.ones((8, 1)))
    first, kept, watched = make_regressor(), make_regressor_that_is_kept(), make_regressor_that_a_callback_keeps()
    first.compile("adam", "mse")
    kept.compile("adam", "mse")
    watched.compile("adam", "mse")
    first.fit(IMAGES, np.zeros((64, 1)), callbacks=[Stops()])
    kept.fit(IMAGES, np.zeros((64, 1)))
    kept.save("kept.keras")
    watched.fit(IMAGES, np.zeros((64, 1)), callbacks=[keras.callbacks.ModelCheckpoint("watched.keras")])


if __name__ == "__main__":
    main()
