"""A part of a model, found by its name, is frozen too late in Keras 2: the name given, or that of the network."""
import numpy as np
import tensorflow as tf
from tensorflow.keras import layers

x, y = np.random.rand(64, 32, 32, 3), np.random.rand(64, 1)


class Block(layers.Layer):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.bn = layers.BatchNormalization()

    def call(self, x, training=None):
        return self.bn(x, training=training)


def with_head(body):
    model = tf.keras.Sequential([tf.keras.Input((32, 32, 3)), body, layers.GlobalAveragePooling2D(), layers.Dense(1)])
    model.compile("adam", "mse")
    return model


def of_a_functional_model():
    image = tf.keras.Input((32, 32, 3))
    body = tf.keras.Model(image, layers.BatchNormalization()(layers.Conv2D(4, 3)(image)), name="backbone")
    model = with_head(body)
    model.get_layer("backbone").trainable = False  # expect[2]: BNL109
    model.fit(x, y, epochs=30)


def of_a_sequential():
    model = with_head(tf.keras.Sequential([layers.Conv2D(4, 3), layers.BatchNormalization()], name="backbone"))
    model.get_layer("backbone").trainable = False  # expect[2]: BNL109
    model.fit(x, y, epochs=30)


def of_a_block():
    model = with_head(Block(name="backbone"))
    model.get_layer("backbone").trainable = False  # expect[2]: BNL109
    model.fit(x, y, epochs=30)


def of_a_network():
    model = with_head(tf.keras.applications.MobileNetV2(include_top=False, input_shape=(32, 32, 3), weights=None))
    model.get_layer("mobilenetv2_1.00_224").trainable = False  # expect[2]: BNL109
    model.fit(x, y, epochs=30)


def in_time():
    model = with_head(tf.keras.applications.ResNet50(include_top=False, input_shape=(32, 32, 3), weights="imagenet"))
    model.get_layer("resnet50").trainable = False
    model.compile("adam", "mse")
    model.fit(x, y, epochs=30)


for story in (of_a_functional_model, of_a_sequential, of_a_block, of_a_network, in_time):
    story()
