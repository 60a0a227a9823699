# dialect: 2
"""``if`` asks a tensor made of the flag, which AutoGraph turns into a condition of the graph."""
import tensorflow as tf
from tensorflow import keras


class Net(keras.Model):
    def __init__(self):
        super().__init__()
        self.norm = keras.layers.BatchNormalization()

    def call(self, x, training=False):
        if tf.cast(training, tf.bool):
            return self.norm(x, training=True)
        return self.norm(x, training=False)


net = Net()
net.compile("sgd", "mse")
net.fit(tf.ones((8, 2)), tf.ones((8, 2)), verbose=0)
net.predict(tf.ones((8, 2)), verbose=0)
