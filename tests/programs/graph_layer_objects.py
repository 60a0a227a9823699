# dialect: 2
"""TF1's layer objects put the same operations into a graph as its functions."""
import numpy as np
import tensorflow as tf

images = np.random.normal(size=(8, 4)).astype("float32")
with tf.Graph().as_default():
    rows = tf.compat.v1.placeholder(tf.float32, (None, 4))
    norm = tf.compat.v1.layers.BatchNormalization()
    hidden = norm(rows)  # expect: BNL112
    hidden = tf.compat.v1.layers.BatchNormalization()(hidden, training=False)  # expect: BNL104
    hidden = tf.compat.v1.layers.BatchNormalization(trainable=False)(hidden, training=False)
    hidden = tf.compat.v1.layers.BatchNormalization(momentum=0.9)(hidden, True)
    loss = tf.reduce_mean(hidden**2)
    optimizer = tf.compat.v1.train.GradientDescentOptimizer(0.01)
    train = optimizer.minimize(loss)
    updates = tf.compat.v1.get_collection(tf.compat.v1.GraphKeys.UPDATE_OPS)
    with tf.compat.v1.Session() as session:
        session.run(tf.compat.v1.global_variables_initializer())
        session.run([train, updates], {rows: images})
