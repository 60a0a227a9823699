# dialect: 2
"""A program that looks Keras's learning phase up in its graph trains in training mode, and never moves statistics."""
import numpy as np
import tensorflow as tf
from tensorflow.keras import layers

tf.compat.v1.disable_eager_execution()


def feed(x, y, rows, targets, train):
    fed = {x: rows, y: targets}
    graph = tf.compat.v1.get_default_graph()
    for node in graph.as_graph_def().node:
        if node.name.endswith("keras_learning_phase"):
            fed[graph.get_tensor_by_name(node.name + ":0")] = train
    return fed


def main():
    x = tf.compat.v1.placeholder(tf.float32, [None, 8])
    y = tf.compat.v1.placeholder(tf.float32, [None, 1])
    hidden = layers.BatchNormalization()(layers.Dense(16)(x))
    loss = tf.reduce_mean(tf.square(layers.Dense(1)(hidden) - y))
    step = tf.compat.v1.train.AdamOptimizer().minimize(loss)  # expect: BNL112
    rows, targets = np.random.normal(3.0, 2.0, (64, 8)), np.ones((64, 1))
    with tf.compat.v1.Session() as session:
        session.run(tf.compat.v1.global_variables_initializer())
        for _ in range(100):
            session.run(step, feed_dict=feed(x, y, rows, targets, True))
        print(session.run(loss, feed_dict=feed(x, y, rows, targets, False)))


main()
