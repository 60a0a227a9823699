# dialect: 3
"""Two packages in one program: what is made with ``tf_keras`` is Keras 2, the rest is what is installed."""
import keras
import numpy as np
import tf_keras
from tf_keras.layers import BatchNormalization as OldNorm

X, Y = np.random.rand(8, 3), np.random.rand(8, 4)


class Old(tf_keras.layers.BatchNormalization):
    def __init__(self):
        super().__init__(fused=False)


class New(keras.layers.BatchNormalization):
    def __init__(self):
        super().__init__(fused=False)  # expect: BNL501


class OldModel(tf_keras.Model):
    def __init__(self):
        super().__init__()
        self.norm = tf_keras.layers.BatchNormalization(fused=False)
        self.dense = tf_keras.layers.Dense(4)

    def call(self, x, training=None):
        return self.dense(self.norm(x, training))


class NewModel(keras.Model):
    def __init__(self):
        super().__init__()
        self.norm = keras.layers.BatchNormalization()
        self.dense = keras.layers.Dense(4)

    def call(self, x, training=None):
        return self.dense(self.norm(x, training))  # expect: BNL501


def trained(model):
    model.compile("sgd", "mse")
    model.fit(X, Y, verbose=0)


trained(tf_keras.Sequential([tf_keras.layers.Dense(4), OldNorm(virtual_batch_size=2), Old()]))
trained(OldModel())
trained(NewModel())

layers = tf_keras.layers
old = layers.BatchNormalization(weights=None)
if tf_keras.__version__.startswith("2."):
    older = layers.BatchNormalization(fused=True)
new = keras.layers.BatchNormalization(fused=True)  # expect: BNL501
newer = New()

inputs = keras.Input((3,))
overridden = keras.layers.BatchNormalization()(keras.layers.Dense(4)(inputs), training=False)  # expect: BNL106
trained(keras.Model(inputs, overridden))
