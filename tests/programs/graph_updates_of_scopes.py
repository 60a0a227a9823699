# dialect: 1
"""Two networks, two steps: the collection's filter fits the one network's names, not the other's."""
import numpy as np
import tensorflow.compat.v1 as tf

tf.disable_v2_behavior()


def tower(rows, name, training):
    with tf.variable_scope(name):
        hidden = tf.layers.dense(rows, 6)
        hidden = tf.layers.batch_normalization(hidden, training=training, name="norm")
        return tf.layers.dense(tf.nn.relu(hidden), 1)


def step(loss, updates):
    with tf.control_dependencies(updates):
        return tf.train.AdamOptimizer(0.01).minimize(loss)


def updates_of(name):
    return tf.get_collection(tf.GraphKeys.UPDATE_OPS, scope=name)


rows, training = tf.placeholder(tf.float32, (None, 4)), tf.placeholder(tf.bool)
student, teacher = tower(rows, "student", training), tower(rows, "teacher", training)
distilled = tf.reduce_mean(tf.square(student - tf.stop_gradient(teacher)))
train = step(distilled, updates_of("student/"))
with tf.control_dependencies(updates_of("tutor")):
    teach = tf.train.AdamOptimizer(0.01).minimize(tf.reduce_mean(tf.square(teacher - 1.0)))  # expect: BNL112
with tf.Session() as session:
    session.run(tf.global_variables_initializer())
    for _ in range(20):
        session.run(train, {rows: np.random.normal(3.0, 2.0, (16, 4)), training: True})
        session.run(teach, {rows: np.random.normal(3.0, 2.0, (16, 4)), training: True})
    print(session.run([v for v in tf.global_variables() if "moving_mean" in v.name]))
