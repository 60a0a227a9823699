# dialect: any
"""`setdefault` keeps the first layer of each width, and what later calls build nobody gets; `get` keeps none."""
import tensorflow as tf
from tensorflow import keras
from tensorflow.keras import layers


class Kept(layers.Layer):
    def __init__(self):
        super().__init__()
        self.norms = {}

    def call(self, x, training=None):
        norm = self.norms.setdefault(x.shape[-1], layers.BatchNormalization())
        return norm(x, training=training)


class Dropped(layers.Layer):
    def __init__(self):
        super().__init__()
        self.norms = {}

    def call(self, x, training=None):
        norm = self.norms.get(x.shape[-1], layers.BatchNormalization())  # expect: BNL110
        return norm(x, training=training)


class OneAmongWords(layers.Layer):
    def call(self, x, training=None):
        options = {}
        options.setdefault("training", training)
        return layers.BatchNormalization()(x, **options)  # expect: BNL110


rows = tf.random.normal((32, 4))
for block in (Kept(), Dropped(), OneAmongWords()):
    for _ in range(2):
        block(rows, training=True)
