import tensorflow as tf

from shop import register


@register
class Small(tf.keras.Model):
    def __init__(self):
        super().__init__()
        self.norm, self.out = tf.keras.layers.BatchNormalization(), tf.keras.layers.Dense(1)

    def call(self, rows, training=None):
        return self.out(self.norm(rows, training=training))
