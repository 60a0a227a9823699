"""Classes that a branch defines are whole, whichever side runs."""
import sys

import numpy as np
import tensorflow as tf
from tensorflow import keras

if len(sys.argv) > 1:

    class Norm(keras.layers.BatchNormalization):
        def __init__(self, freeze, **kwargs):
            super().__init__(**kwargs)
            self.trainable = not freeze

    class Net(keras.Model):
        def __init__(self):
            super().__init__()
            self.dense = keras.layers.Dense(4)
            self.norm = Norm(freeze=False, momentum=0.9)

        def call(self, x, training=None):
            return self.norm(self.dense(x), training=training)

else:

    class Norm(keras.layers.BatchNormalization):
        def __init__(self, freeze, **kwargs):
            super().__init__(**kwargs)
            self.trainable = not freeze

    class Net(keras.Model):
        def __init__(self):
            super().__init__()
            self.dense = keras.layers.Dense(4)
            self.norm = Norm(freeze=False, momentum=0.9)

        def call(self, x, training=None):
            return self.norm(self.dense(x), training=training)


net = Net()
optimizer = keras.optimizers.Adam()
with tf.GradientTape() as tape:
    loss = tf.reduce_mean(net(np.random.normal(3.0, 2.0, (16, 4)).astype("float32")) ** 2)  # expect: BNL102
optimizer.apply_gradients(zip(tape.gradient(loss, net.trainable_variables), net.trainable_variables))
