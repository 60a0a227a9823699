"""A call on an Input whose result nobody takes builds the layers of a model; its training=True stays nowhere."""
import numpy as np
import tensorflow as tf

x, y = np.random.rand(64, 8, 8, 3), np.random.rand(64, 8, 8, 4)


class Base(tf.keras.Model):
    def __init__(self):
        super().__init__()
        self.conv, self.norm = tf.keras.layers.Conv2D(4, 1), tf.keras.layers.BatchNormalization()

    def call(self, x, training=None):
        return self.norm(self.conv(x), training=training)


base = Base()
base(tf.keras.Input((8, 8, 3)), training=True)
model = tf.keras.Sequential([tf.keras.layers.InputLayer((8, 8, 3)), base])
model.compile("sgd", "mse")
model.fit(x, y, epochs=50)
model.predict(x)

kept = Base()
image = tf.keras.Input((8, 8, 3))
model = tf.keras.Model(image, kept(image, training=True))  # expect: BNL106
model.compile("sgd", "mse")
model.fit(x, y, epochs=50)
model.predict(x)
