# dialect: 2
"""A block of Keras's layers in a graph that is trained; a function that nobody calls lays out a model with it, too."""
import numpy as np
import tensorflow.compat.v1 as tf
from tensorflow.keras import layers

tf.disable_v2_behavior()


def block(x):
    x = layers.Dense(4)(x)
    return layers.BatchNormalization()(x)  # expect: BNL112


def network(x):
    return layers.Dense(1)(block(x))


def another(x):
    return layers.Dense(2)(block(layers.Input((8,))))


def trained(rows, targets):
    loss = tf.reduce_mean((network(rows) - targets) ** 2)
    return tf.train.AdamOptimizer(1e-3).minimize(loss)


def main():
    rows, targets = tf.placeholder(tf.float32, [None, 8]), tf.placeholder(tf.float32, [None, 1])
    step = trained(rows, targets)
    with tf.Session() as session:
        session.run(tf.global_variables_initializer())
        for _ in range(5):
            session.run(step, {rows: np.random.normal(3.0, 2.0, (16, 8)), targets: np.zeros((16, 1))})
        print([session.run(v)[:2] for v in tf.global_variables() if "moving" in v.name])


if __name__ == "__main__":
    main()
