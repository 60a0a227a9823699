# dialect: 1
"""A loss that runs updates made inside of ``tf.cond``: a test that is fed False fails, so True was fed."""
import numpy as np
import tensorflow.compat.v1 as tf

tf.disable_v2_behavior()


def normalized(x, is_training):
    return tf.cond(
        is_training,
        lambda: tf.layers.batch_normalization(x, name="norm", training=True),
        lambda: tf.layers.batch_normalization(x, name="norm", training=False, reuse=True),
    )


def loss_of(answer, labels):
    with tf.control_dependencies(tf.get_collection(tf.GraphKeys.UPDATE_OPS)):
        return tf.reduce_mean((answer - labels) ** 2)


x, labels = tf.placeholder(tf.float32, [None, 4]), tf.placeholder(tf.float32, [None, 1])
is_training = tf.placeholder(tf.bool, [])
answer = tf.layers.dense(normalized(tf.layers.dense(x, 8), is_training), 1)
loss = loss_of(answer, labels)
step = tf.train.AdamOptimizer().minimize(loss)
rows, val_rows = np.random.normal(3, 1, (32, 4)), np.random.normal(3, 1, (8, 4))
with tf.Session() as session:
    session.run(tf.global_variables_initializer())
    for _ in range(20):
        session.run(step, {x: rows, labels: np.ones((32, 1)), is_training: True})
    print(session.run(loss, {x: val_rows, labels: np.ones((8, 1)), is_training: True}))  # expect: BNL105
