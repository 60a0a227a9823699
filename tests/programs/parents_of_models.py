"""A model class with classes below it: what its own ``call`` does is read, whether or not they have one of theirs."""
import tensorflow as tf


class Overridden(tf.keras.Model):
    def __init__(self):
        super().__init__()
        self.dense = tf.keras.layers.Dense(8)
        self.bn = tf.keras.layers.BatchNormalization()

    def call(self, inputs, training=None):
        return self.bn(self.dense(inputs), training)  # expect[3]: BNL501


class WithAnother(Overridden):
    def call(self, inputs, training=None):
        return self.dense(inputs)


class Inherited(tf.keras.Model):
    def __init__(self):
        super().__init__()
        self.bn = tf.keras.layers.BatchNormalization()

    def call(self, inputs):  # expect[3]: BNL103
        return self.bn(inputs)


class WithTheSame(Inherited):
    pass


class Abstract(tf.keras.Model):
    """Nobody fits what has no parts."""

    def __init__(self):
        super().__init__()
        self.bn = tf.keras.layers.BatchNormalization()

    def call(self, inputs):
        raise NotImplementedError


class Whole(Abstract):
    def call(self, inputs, training=None):
        return self.bn(inputs, training=training)


class Template(tf.keras.Model):
    """Its ``call`` takes no flag; that of the class below does, and is the one that runs."""

    def __init__(self):
        super().__init__()
        self.bn = tf.keras.layers.BatchNormalization()

    def call(self, inputs):
        return self.bn(inputs)


class Filled(Template):
    def call(self, inputs, training=None):
        return self.bn(inputs, training=training)
