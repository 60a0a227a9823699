"""A subclass of BN in which an option of its own asks for the batch's statistics; without an option it is for good."""

import json
import os

import tensorflow as tf

options = json.loads(os.environ.get("OPTIONS", '{"track": true}'))


class Optional(tf.keras.layers.BatchNormalization):
    def __init__(self, track_running_stats=True, eval_mode=False, **kwargs):
        super().__init__(**kwargs)
        self.track_running_stats = track_running_stats
        self.eval_mode = eval_mode

    def call(self, inputs, training=None):
        if self.eval_mode:
            return super().call(inputs, training=False)
        elif not self.track_running_stats:
            return super().call(inputs, training=True)
        return super().call(inputs, training=training)


class Always(tf.keras.layers.BatchNormalization):
    def call(self, inputs, training=None):
        return super().call(inputs, training=True)  # expect: BNL105


def norm(track_running_stats=None, **kwargs):
    if track_running_stats is None:
        track_running_stats = options["track"]
    return Optional(track_running_stats=track_running_stats, **kwargs)


def network():
    inputs = tf.keras.Input((4,))
    x = tf.keras.layers.Dense(4)(inputs)
    return tf.keras.Model(inputs, Always()(norm()(x)))


net = network()
net.compile("sgd", "mse")
net.fit(tf.random.normal((8, 4)), tf.zeros((8, 4)), verbose=0)
print(net.predict(tf.random.normal((8, 4)), verbose=0))
