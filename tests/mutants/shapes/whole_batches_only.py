# why: one row is left over in every data set, and dropped
# dialect: any
# optin: yes
import numpy as np
import tensorflow as tf
from tensorflow.keras import layers

rng = np.random.default_rng(5)
ROWS = 65
features = rng.normal(size=(ROWS, 4)).astype("float32")
target = features[:, :1] * 2.0


class Scorer(tf.keras.Model):
    def __init__(self):
        super().__init__()
        self.hidden = layers.Dense(8, use_bias=False)
        self.norm = layers.BatchNormalization(momentum=0.8)
        self.out = layers.Dense(1)

    def call(self, x, training=None):
        return self.out(tf.nn.relu(self.norm(self.hidden(x), training=training)))


def train(scorer, data, epochs=4):
    scorer.compile(tf.keras.optimizers.Adam(1e-2), "mse")
    scorer.fit(data, epochs=epochs, verbose=0)
    return scorer


shuffled = tf.data.Dataset.from_tensor_slices((features, target)).shuffle(ROWS)
small = train(Scorer(), shuffled.batch(16, drop_remainder=True))
large = train(Scorer(), shuffled.batch(32, drop_remainder=True).prefetch(1), epochs=8)

counted = tf.data.Dataset.from_tensor_slices((features[:41], target[:41]))
pipeline = counted.batch(10, drop_remainder=True).map(lambda x, y: (x * 0.5, y))
third = train(Scorer(), pipeline, epochs=6)
print(*(float(each(features[:2], training=False)[0, 0]) for each in (small, large, third)))
