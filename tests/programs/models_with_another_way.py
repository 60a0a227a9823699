"""A class that makes a Functional model of its parts may be there for that; one that draws itself is fitted as it is."""

import tensorflow as tf
from tensorflow.keras import layers


class Scan(tf.keras.Model):
    def __init__(self):
        super().__init__()
        self.image = tf.keras.Input((64, 64, 3))
        self.body = tf.keras.Sequential([layers.Conv2D(8, 3), layers.BatchNormalization(), layers.Flatten()])
        self.head = layers.Dense(2)

    def call(self, x):
        return self.head(self.body(x))

    def model(self):
        x = self.head(self.body(self.image))
        return tf.keras.Model(inputs=self.image, outputs=x)


class Drawn(tf.keras.Model):
    def __init__(self):
        super().__init__()
        self.body = tf.keras.Sequential([layers.Conv2D(8, 3), layers.BatchNormalization(), layers.Flatten()])
        self.head = layers.Dense(2)

    def call(self, x):  # expect[3]: BNL103
        return self.head(self.body(x))

    def summary(self):
        x = tf.keras.Input((64, 64, 3))
        return tf.keras.Model(inputs=[x], outputs=self.call(x)).summary()


class Graph(tf.keras.Model):
    def __init__(self):
        super().__init__()
        self.norm = layers.BatchNormalization()
        self.head = layers.Dense(2)

    def call(self, x):  # expect[3]: BNL103
        return self.head(self.norm(x))

    def build_graph(self):
        x = tf.keras.Input((8,))
        return tf.keras.Model(inputs=[x], outputs=self.call(x))
