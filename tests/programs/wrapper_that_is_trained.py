"""A model that wraps networks of which one is trained nowhere else, or that is fitted itself, keeps them untrained."""
import tensorflow as tf

layers = tf.keras.layers
images, labels = tf.random.normal((64, 4)), tf.random.normal((64, 2))


def network():
    return tf.keras.Sequential([layers.Dense(4), layers.BatchNormalization(), layers.Dense(2)])


class Pair(tf.keras.Model):
    def __init__(self, first, second):
        super().__init__()
        self.first = first
        self.second = second

    def call(self, x, training=None):
        features = self.first(x, training=False)  # expect: BNL104
        return features + self.second(x, training=False)  # expect: BNL104


class Probabilities(tf.keras.Model):
    def __init__(self, net):
        super().__init__()
        self.net = net

    def call(self, x, training=None):
        return tf.nn.softmax(self.net(x, training=False))  # expect: BNL104


trained = network()
trained.compile("adam", "mse")
trained.fit(images, labels)
pair = Pair(trained, network())

model = Probabilities(network())
model.compile("adam", "mse")
model.fit(images, labels)
