import tensorflow as tf
from norms import norm_layer


def show():
    print(norm_layer()(tf.random.normal((8, 4), mean=3.0)))  # expect: BNL101
