"""Moving statistics that a program assigns to a built layer are those that it normalises with."""
import numpy as np
import tensorflow as tf

layers = tf.keras.layers
images = tf.random.normal((8, 4))


def fill(norm, mean, variance):
    norm.moving_mean = mean
    norm.moving_variance = variance


plain = layers.BatchNormalization()
plain.build([None, 4])
plain.moving_mean = tf.constant([1.0, 2.0, 3.0, 4.0])
plain.moving_variance = tf.constant([4.0, 4.0, 4.0, 4.0])
print(plain(images))

own = layers.BatchNormalization()
own.build([None, 4])
own.moving_mean = tf.Variable([1.0, 2.0, 3.0, 4.0], trainable=False)
print(own(images))

filled = layers.BatchNormalization()
filled.build([None, 4])
fill(filled, np.arange(4, dtype="float32"), np.full(4, 2, dtype="float32"))
print(filled(images))

named = layers.BatchNormalization()
named.build([None, 4])
setattr(named, "moving_variance", tf.fill((4,), 9.0))
print(named(images))

several = [layers.BatchNormalization() for _ in range(2)]
for norm in several:
    norm.build([None, 4])
    norm.moving_variance = tf.fill((4,), 9.0)
    print(norm(images))
