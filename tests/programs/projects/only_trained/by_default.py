# dialect: 1
"""What nobody keeps, or asks for an answer, may stay in training mode: the loss of a step is that of its batch."""
import numpy as np
import tensorflow.compat.v1 as tf
from tensorflow.contrib import layers

tf.disable_v2_behavior()

rows, labels = tf.placeholder(tf.float32, [None, 4]), tf.placeholder(tf.int64, [None])
hidden = tf.nn.relu(layers.batch_norm(tf.layers.dense(rows, 8)))
logits = tf.layers.dense(hidden, 3)
loss = tf.reduce_mean(tf.nn.sparse_softmax_cross_entropy_with_logits(labels=labels, logits=logits))
accuracy = tf.reduce_mean(tf.cast(tf.equal(tf.argmax(logits, 1), labels), tf.float32))
averages = tf.train.ExponentialMovingAverage(0.9).apply(tf.trainable_variables())
step = tf.group(tf.train.AdamOptimizer().minimize(loss), averages)


def train():
    tables = np.load("tables.npz")
    with tf.Session() as session:
        tf.global_variables_initializer().run()
        for number in range(100):
            x, y = tables["x"][number : number + 16], tables["y"][number : number + 16]
            _, value = session.run([step, loss], {rows: x, labels: y})
            if number % 10 == 0:
                print(value, session.run(accuracy, {rows: x, labels: y}), loss.eval({rows: x, labels: y}))


train()
