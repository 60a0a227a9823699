"""A normalisation that stands on each side of a branch stands behind one layer only, whichever side is built."""

import tensorflow as tf


class Either(tf.keras.layers.Layer):
    def __init__(self, arguments):
        super().__init__()
        self.arguments = arguments
        self.bn = tf.keras.layers.BatchNormalization()
        self.wide = tf.keras.layers.Conv2D(8, 5, use_bias=False)
        self.deep = tf.keras.layers.DepthwiseConv2D(3, use_bias=False)

    def call(self, x, training=None):
        if self.arguments.wide:
            return tf.nn.relu(self.bn(self.wide(x), training=training))
        return tf.nn.relu(self.bn(self.deep(x), training=training))


class Both(tf.keras.layers.Layer):
    def __init__(self, arguments):
        super().__init__()
        self.arguments = arguments
        self.bn = tf.keras.layers.BatchNormalization()
        self.wide = tf.keras.layers.Conv2D(8, 5, use_bias=False)
        self.deep = tf.keras.layers.DepthwiseConv2D(3, use_bias=False)

    def call(self, x, training=None):
        if self.arguments.wide:
            x = self.bn(self.wide(x), training=training)
        return self.bn(self.deep(x), training=training)  # expect: BNL402


class TwoQuestions(tf.keras.layers.Layer):
    def __init__(self, arguments):
        super().__init__()
        self.arguments = arguments
        self.bn = tf.keras.layers.BatchNormalization()
        self.wide = tf.keras.layers.Conv2D(8, 5, use_bias=False)
        self.deep = tf.keras.layers.DepthwiseConv2D(3, use_bias=False)

    def call(self, x, training=None):
        if self.arguments.wide:
            x = self.bn(self.wide(x), training=training)
        if not self.arguments.wide:
            x = self.bn(self.deep(x), training=training)
        return x


class Nested(tf.keras.layers.Layer):
    def __init__(self, arguments):
        super().__init__()
        self.arguments = arguments
        self.bn = tf.keras.layers.BatchNormalization()
        self.wide = tf.keras.layers.Conv2D(8, 5, use_bias=False)
        self.deep = tf.keras.layers.DepthwiseConv2D(3, use_bias=False)

    def call(self, x, training=None):
        def convolved(x):
            if self.arguments.wide:
                return self.bn(self.wide(x), training=training)
            else:
                return self.bn(self.deep(x), training=training)

        return tf.nn.relu(convolved(x))
