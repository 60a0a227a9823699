# dialect: 3
"""A graph with training=False that nobody can fit, for the function that makes it exports it and hands nothing on."""

import keras
import tensorflow as tf
from keras import layers
from keras.applications import MobileNetV2

from elsewhere import learn


def exported(path, rows=1):
    base = MobileNetV2(include_top=False, weights=None, pooling="avg")
    inputs, size = layers.Input((96, 96, 3), batch_size=rows), 96
    outputs = base(inputs, training=False)
    keras.Model(inputs, outputs).export(path)
    print(size)


def drawn(path):
    inputs = layers.Input((96, 96, 3))
    outputs = MobileNetV2(include_top=False, weights=None)(inputs, training=False)
    model = keras.Model(inputs, outputs)
    model.summary()
    keras.utils.plot_model(model, path)
    return


def converted(path, representative_dataset):
    inputs = layers.Input((96, 96, 3))
    graph = keras.Model(inputs, MobileNetV2(include_top=False, weights=None)(inputs, training=False))
    graph.export(path)
    converter = tf.lite.TFLiteConverter.from_saved_model(path)
    converter.optimizations = [tf.lite.Optimize.DEFAULT]
    converter.representative_dataset = representative_dataset
    converter.inference_input_type, converter.inference_output_type = tf.int8, tf.int8
    content = converter.convert()
    with open(path + ".tflite", "wb") as file:
        file.write(content)


def built(classes):
    inputs = layers.Input((96, 96, 3))
    x = MobileNetV2(include_top=False, weights=None)(inputs, training=False)  # expect: BNL106
    return keras.Model(inputs, layers.Dense(classes)(x))


def filled(models):
    inputs = layers.Input((96, 96, 3))
    x = MobileNetV2(include_top=False, weights=None)(inputs, training=False)  # expect: BNL106
    models["features"] = keras.Model(inputs, x)


class Holder:
    def hold(self):
        inputs = layers.Input((96, 96, 3))
        x = MobileNetV2(include_top=False, weights=None)(inputs, training=False)  # expect: BNL106
        model = keras.Model(inputs, x)
        self.model, self.size = model, 96

    def hold_at_once(self):
        inputs = layers.Input((96, 96, 3))
        x = MobileNetV2(include_top=False, weights=None)(inputs, training=False)  # expect: BNL106
        self.models = keras.Model(inputs, x), 96


def kept(models):
    inputs = layers.Input((96, 96, 3))
    x = MobileNetV2(include_top=False, weights=None)(inputs, training=False)  # expect: BNL106
    models.append(keras.Model(inputs, x))


def trained_elsewhere(classes):
    inputs = layers.Input((96, 96, 3))
    x = MobileNetV2(include_top=False, weights=None)(inputs, training=False)  # expect: BNL106
    learn(keras.Model(inputs, layers.Dense(classes)(x)))
