import keras
import tensorflow as tf

import kit.parts


def network(width):
    rows = keras.Input((width,))
    hidden = kit.parts.norms.BatchNormalization(freeze=False)(keras.layers.Dense(8)(rows))
    return keras.Model(rows, keras.layers.Dense(1)(hidden))


class Judged(keras.Model):
    def __init__(self, judge):
        super().__init__()
        self.judge = judge

    def train_step(self, data):
        rows, answers = data
        with tf.GradientTape() as tape:
            loss = tf.reduce_mean((answers - self.judge(rows)) ** 2)  # expect: BNL102
        weights = self.judge.trainable_weights
        self.optimizer.apply_gradients(zip(tape.gradient(loss, weights), weights))
        return {"loss": loss}
