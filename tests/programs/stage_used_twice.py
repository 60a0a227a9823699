"""A convolution and its BN are used again on what came out: two stages, whose statistics are not the same."""
import tensorflow as tf
from tensorflow import keras
from tensorflow.keras import layers


class Block(layers.Layer):
    def __init__(self):
        super().__init__()
        self.conv = layers.Conv2D(8, 3, padding="same")
        self.norm = layers.BatchNormalization()

    def call(self, x, training=None):
        y = tf.nn.relu(self.norm(self.conv(x), training=training))
        return x + self.norm(self.conv(y), training=training)  # expect: BNL402


class Views(Block):
    """Two inputs of one kind share both layers."""

    def call(self, x, training=None):
        left = self.norm(self.conv(x), training=training)
        return left + self.norm(self.conv(tf.reverse(x, [1])), training=training)


class Repeated(Block):
    """One stage that runs again and again is what a loop says."""

    def call(self, x, training=None):
        for _ in range(3):
            x = tf.nn.relu(self.norm(self.conv(x), training=training))
        return x


class RepeatedInTwoPlaces(Block):
    def call(self, x, training=None):
        for _ in range(2):
            y = tf.nn.relu(self.norm(self.conv(x), training=training))
            x = x + self.norm(self.conv(y), training=training)
        return x


class Trained(Block):
    """The same stages in a step of the program's own."""

    def call(self, x, training=None):
        y = layers.ReLU()(self.norm(self.conv(x), training=training))
        return x + self.norm(self.conv(y), training=training)  # expect: BNL402


class Apart(Block):
    """Each stage has a BN of its own."""

    def __init__(self):
        super().__init__()
        self.second = layers.BatchNormalization()

    def call(self, x, training=None):
        y = tf.nn.relu(self.norm(self.conv(x), training=training))
        return x + self.second(self.conv(y), training=training)


class Sides(Block):
    """One stage, with an activation or without."""

    def __init__(self, active):
        super().__init__()
        self.active = active

    def call(self, x, training=None):
        if self.active:
            return tf.nn.relu(self.norm(self.conv(x), training=training))
        return self.norm(self.conv(x), training=training)


def of_functions():
    inputs = keras.Input((16, 16, 8))
    conv, norm = layers.Conv2D(8, 3, padding="same"), layers.BatchNormalization()
    x = layers.ReLU()(norm(conv(inputs)))
    x = norm(conv(x))  # expect: BNL402
    return keras.Model(inputs, x)


images = tf.random.normal((64, 16, 16, 8))
blocks = [Block(), Block(), Views(), Repeated(), RepeatedInTwoPlaces(), Apart(), Sides(True)]
for model in (keras.Sequential(blocks), of_functions()):
    model.compile("sgd", "mse")
    model.fit(images, images, verbose=0)
trained, optimizer = Trained(), keras.optimizers.SGD()
for _ in range(3):
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(tf.square(trained(images, training=True) - images))
    optimizer.apply_gradients(zip(tape.gradient(loss, trained.trainable_variables), trained.trainable_variables))
