"""Constants in a branch that the training flag decides, in all its spellings: inference does not come by."""
import keras
import tensorflow as tf
from keras import backend, layers


class Norm(layers.Layer):
    def __init__(self, keep=False, **options):
        super().__init__(**options)
        self.keep = keep
        self.bn = layers.BatchNormalization()


class Compared(Norm):
    def call(self, x, training=None):
        if training == 1:
            return self.bn(x, training=True)
        return self.bn(x, training=False)


class Conditional(Norm):
    def call(self, x, training=None):
        return self.bn(x, training=True) if training else self.bn(x, training=False)


class Chosen(Norm):
    def call(self, x, training=None):
        return tf.cond(
            tf.cast(training, tf.bool), lambda: self.bn(x, training=True), lambda: self.bn(x, training=False)
        )


class Phase(Norm):
    def call(self, x, training=None):
        return backend.in_train_phase(
            lambda: self.bn(x, training=True), lambda: self.bn(x, training=False), training=training
        )


class Parts(Norm):
    def call(self, x, training=None):
        return self._in_training(x) if training else self._at_inference(x)

    def _in_training(self, x):
        return tf.concat([self.bn(part, training=True) for part in tf.split(x, 2)], 0)

    def _at_inference(self, x):
        return self.bn(x, training=False)


class Modes(Norm):
    def call(self, x, training=None):
        mode = "train" if training else "test"
        if mode == "train":
            return self.bn(x, training=True)
        return self.bn(x, training=False)


class Narrowed(Norm):
    def call(self, x, training=None):
        learns = True if training else False
        return self.bn(x, training=learns and not self.keep)


class OwnNorm(layers.BatchNormalization):
    def call(self, x, training=None):
        if training and self.trainable:
            return super().call(x, training=True)
        return super().call(x, training=False)


class Unasked(Norm):
    def call(self, x, training=None):
        if training:
            x = x + tf.random.normal(tf.shape(x))
        return self.bn(x, training=True)  # expect: BNL105




class Switched(Norm):
    def call(self, x, training=None):
        if not self.keep:
            x = self.bn(x, training=True)  # expect: BNL105
        return x


class Eager(layers.BatchNormalization):
    def __init__(self, freeze):
        super().__init__()
        self.freeze = freeze

    def call(self, x, training=None):
        return super().call(x, training=not self.freeze)  # expect: BNL105


class Net(keras.Model):
    def __init__(self):
        super().__init__()
        self.inner = Conditional()
        self.head = layers.Dense(1)

    def call(self, x, training=False):
        if not training:
            return self.head(self.inner(x, training=False))
        x = self.inner(x, training=True)
        return self.head(x)


first = inputs = keras.Input((4,))
for kind in (Compared, Conditional, Chosen, Phase, Parts, Modes, Narrowed, OwnNorm, Unasked):
    first = kind()(first)
first = Eager(False)(Switched()(first))
for model in (keras.Model(inputs, layers.Dense(1)(first)), Net()):
    model.compile("sgd", "mse")
    model.fit(tf.ones((8, 4)), tf.ones((8, 1)), verbose=0)
