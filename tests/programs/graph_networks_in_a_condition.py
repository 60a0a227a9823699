# dialect: 1
"""A condition of the graph runs a network in training mode, or the same one in inference mode: it decides, no constant."""
import numpy as np
import tensorflow.compat.v1 as tf

tf.disable_v2_behavior()


def network(x, is_training, reuse):
    with tf.variable_scope("network", reuse=reuse):
        h = block(tf.layers.dense(x, 8, name="first"), is_training, "one")
        return tf.layers.dense(block(h, is_training, "two"), 1, name="last")


def block(x, is_training, name):
    return tf.nn.relu(tf.layers.batch_normalization(x, training=is_training, name=name))


def judge(x, reuse):
    with tf.variable_scope("judge", reuse=reuse):
        return tf.layers.dense(block(tf.layers.dense(x, 8, name="first"), True, "one"), 1, name="last")  # expect: BNL105


def train_judge():
    return judge(images, False)


def test_judge():
    return judge(images, True)


images = tf.placeholder(tf.float32, [None, 4])
labels = tf.placeholder(tf.float32, [None, 1])
phase = tf.placeholder(tf.bool, [])
logits = tf.cond(
    phase,
    true_fn=lambda: network(images, is_training=True, reuse=False),
    false_fn=lambda: network(images, is_training=False, reuse=True),
)
judged = tf.cond(phase, train_judge, test_judge)
loss = tf.reduce_mean(tf.square(logits - labels))
judge_loss = tf.reduce_mean(tf.square(judged - labels))
with tf.control_dependencies(tf.get_collection(tf.GraphKeys.UPDATE_OPS)):
    step = tf.train.AdamOptimizer(0.01).minimize(loss)
    judge_step = tf.train.AdamOptimizer(0.01).minimize(judge_loss)
rows, wanted = np.random.rand(32, 4), np.random.rand(32, 1)
test_rows, test_wanted = np.random.rand(32, 4), np.random.rand(32, 1)
with tf.Session() as session:
    session.run(tf.global_variables_initializer())
    for _ in range(5):
        session.run([step, judge_step], {phase: True, images: rows, labels: wanted})
    for test_step in range(2):
        test_loss = session.run(loss, {phase: False, images: test_rows, labels: test_wanted})
        test_answers = session.run(logits, {phase: False, images: test_rows})
    for test_step in range(2):
        print(session.run(judge_loss, {phase: False, images: test_rows, labels: test_wanted}))
