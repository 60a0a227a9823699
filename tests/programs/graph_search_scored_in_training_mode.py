# dialect: 1
"""A search of an input asks how near the features of test images come: the train op of the search trains no network."""
import numpy as np
import tensorflow.compat.v1 as tf

tf.disable_v2_behavior()


def features(images, train=True):
    with tf.variable_scope("features", reuse=tf.AUTO_REUSE):
        hidden = tf.layers.dense(tf.layers.flatten(images), 32, name="hidden")
        hidden = tf.layers.batch_normalization(hidden, training=train, name="first")
        hidden = tf.layers.dense(tf.nn.relu(hidden), 16, name="last")
        return tf.nn.relu(tf.layers.batch_normalization(hidden, training=train, name="second"))


def learn(session, batches):
    images, labels = tf.placeholder(tf.float32, [64, 8, 8, 1]), tf.placeholder(tf.int32, [64])
    loss = tf.losses.sparse_softmax_cross_entropy(labels, tf.layers.dense(features(images), 10))
    with tf.control_dependencies(tf.get_collection(tf.GraphKeys.UPDATE_OPS)):
        step = tf.train.AdamOptimizer().minimize(loss)
    session.run(tf.global_variables_initializer())
    for batch in batches:
        session.run(step, {images: batch, labels: np.zeros(64)})


def nearest(session, image):
    wanted, found = tf.placeholder(tf.float32, [4, 8, 8, 1]), tf.get_variable("found", [4, 8, 8, 1])
    score = tf.reduce_sum(tf.abs(features(found) - features(wanted)))  # expect: BNL105
    search = tf.train.AdamOptimizer(0.01).minimize(score, var_list=[found])
    for _ in range(100):
        _, distance = session.run([search, score], {wanted: image})
    return distance


def nearest_as_it_should(session, image):
    wanted, best = tf.placeholder(tf.float32, [4, 8, 8, 1]), tf.get_variable("best", [4, 8, 8, 1])
    score = tf.reduce_sum(tf.abs(features(best, train=False) - features(wanted, train=False)))
    search = tf.train.AdamOptimizer(0.01).minimize(score, var_list=[best])
    for _ in range(100):
        _, distance = session.run([search, score], {wanted: image})
    return distance


with tf.Session() as session:
    learn(session, [np.random.rand(64, 8, 8, 1)])
    print(nearest(session, np.random.rand(4, 8, 8, 1)), nearest_as_it_should(session, np.random.rand(4, 8, 8, 1)))
