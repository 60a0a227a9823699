# dialect: 1
"""The loss waits for the updates, but its gradients do not, and nobody asks for the loss itself."""
import numpy as np
import tensorflow.compat.v1 as tf

tf.disable_v2_behavior()


def fitted(loss, answer, rows, training):
    train = tf.train.AdamOptimizer(0.01).minimize(loss)  # expect: BNL112
    with tf.Session() as session:
        session.run(tf.global_variables_initializer())
        for _ in range(20):
            session.run(train, {rows: np.random.normal(3.0, 2.0, (16, 4)), training: True})
        print(session.run(answer, {rows: np.full((1, 4), 3.0), training: False}))


rows, training = tf.placeholder(tf.float32, (None, 4)), tf.placeholder(tf.bool)
answer = tf.layers.dense(tf.layers.batch_normalization(rows, training=training), 1)
loss = tf.reduce_mean(tf.square(answer - 1.0))
fitted(tf.tuple([loss], control_inputs=tf.get_collection(tf.GraphKeys.UPDATE_OPS))[0], answer, rows, training)

tf.reset_default_graph()
rows, training = tf.placeholder(tf.float32, (None, 4)), tf.placeholder(tf.bool)
answer = tf.layers.dense(tf.layers.batch_normalization(rows, training=training), 1)
loss = tf.reduce_mean(tf.square(answer - 1.0))
with tf.control_dependencies(tf.get_collection(tf.GraphKeys.UPDATE_OPS)):
    loss = tf.identity(loss)
fitted(loss, answer, rows, training)
