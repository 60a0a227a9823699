"""Built at the first call: Keras 3 has closed a layer by then that has its own build or nothing else to build."""
import tensorflow as tf
from tensorflow import keras
from tensorflow.keras import layers


class NothingElse(layers.Layer):
    def __init__(self):
        super().__init__()
        self.relu = layers.ReLU()
        self.norm = None

    def call(self, x, training=None):
        if self.norm is None:
            self.norm = layers.BatchNormalization()  # expect[3]: BNL110
        return self.relu(self.norm(x, training=training))


class OwnBuild(layers.Layer):
    def __init__(self):
        super().__init__()
        self.dense = layers.Dense(4)
        self.norm = None

    def build(self, shape):
        super().build(shape)

    def call(self, x, training=None):
        if self.norm is None:
            self.norm = layers.BatchNormalization()  # expect[3]: BNL110
        return self.norm(self.dense(x), training=training)


class BesideDense(layers.Layer):
    def __init__(self):
        super().__init__()
        self.dense = layers.Dense(4)
        self.norm = None

    def call(self, x, training=None):
        if self.norm is None:
            self.norm = layers.BatchNormalization()
        return self.norm(self.dense(x), training=training)


rows = tf.random.normal((32, 4))
for block in (NothingElse(), OwnBuild(), BesideDense()):
    try:
        model = keras.Sequential([block, layers.Dense(1)])
        model.compile("sgd", "mse")
        model.fit(rows, rows[:, :1], verbose=0)
        print(type(block).__name__, "went through", len(block.weights))
    except Exception as error:
        print(type(block).__name__, type(error).__name__)
