# dialect: 1
"""The updates of one network are picked out of their collection, before or after others, or by name."""
import tensorflow.compat.v1 as tf

tf.disable_v2_behavior()
x, y = tf.placeholder(tf.float32, [None, 4]), tf.placeholder(tf.float32, [None, 1])


def network(name, training):
    with tf.variable_scope(name, reuse=tf.AUTO_REUSE):
        h = tf.layers.batch_normalization(tf.layers.dense(x, 8), training=training)
        return tf.layers.dense(h, 1)


def error(name):
    return tf.reduce_mean((network(name, True) - y) ** 2)


def after_the_step():
    before = tf.get_collection(tf.GraphKeys.UPDATE_OPS)
    loss = error("after")
    new = [op for op in tf.get_collection(tf.GraphKeys.UPDATE_OPS) if op not in before]
    new.append(tf.no_op())
    step = tf.train.AdamOptimizer().minimize(loss)
    with tf.control_dependencies([step]):
        return tf.group(*new), network("after", False)


def by_name():
    loss = error("named")
    chosen = []
    for op in tf.get_collection(tf.GraphKeys.UPDATE_OPS):
        if op.name.startswith("named"):
            chosen.append(op)
    with tf.control_dependencies(chosen):
        return tf.train.AdamOptimizer().minimize(loss), network("named", False)


def what_is_new():
    before = set(tf.get_collection(tf.GraphKeys.UPDATE_OPS))
    loss = error("new")
    new = set(tf.get_collection(tf.GraphKeys.UPDATE_OPS)) - before
    with tf.control_dependencies(list(new)):
        return tf.train.AdamOptimizer().minimize(loss), network("new", False)


def by_a_filter():
    loss = error("filtered")
    found = list(filter(lambda op: "filtered" in op.name, tf.get_collection(tf.GraphKeys.UPDATE_OPS)))
    with tf.control_dependencies(found + [tf.no_op()]):
        return tf.train.AdamOptimizer().minimize(loss), network("filtered", False)


with tf.Session() as session:
    session.run([after_the_step(), by_name(), what_is_new(), by_a_filter()])
