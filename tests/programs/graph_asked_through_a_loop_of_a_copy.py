# dialect: 1
"""A copy in inference mode that is asked, however its answers are made, reads statistics that no step moves."""
import numpy as np
import tensorflow.compat.v1 as tf

tf.disable_v2_behavior()


def network(images, train_mode=True):
    hidden = tf.layers.dense(images, 8)
    return tf.nn.relu(tf.layers.batch_normalization(hidden, training=train_mode))


def attend(context, tokens):
    def step(state, token):
        return state + tf.reduce_sum(context, 1) * token

    return tf.layers.dense(tf.scan(step, tokens), 10)


images, labels = tf.placeholder(tf.float32, [None, 4]), tf.placeholder(tf.int32, [None])
logits, told = attend(network(images), tf.range(3.0)), attend(network(images, False), tf.range(3.0))
loss = tf.losses.sparse_softmax_cross_entropy(labels, logits)
step, answers = tf.train.AdamOptimizer().minimize(loss), tf.argmax(told, 1)  # expect: BNL112


def predict(session, path):
    return session.run(answers, feed_dict={images: np.load(path)})


with tf.Session() as session:
    session.run(tf.global_variables_initializer())
    tables = np.load("tables.npz")
    for x, y in zip(tables["x"], tables["y"]):
        session.run(step, {images: x, labels: y})
    tf.train.Saver().save(session, "net")
    print(predict(session, "test.npy"))
