# dialect: 1
# A classifier is asked, the generator beside it is not: nobody reads its moving statistics.
import sys

import numpy as np
import tensorflow as tf

is_training = tf.placeholder(tf.bool)
noise = tf.placeholder(tf.float32, [None, 16])
images = tf.placeholder(tf.float32, [None, 64])
labels = tf.placeholder(tf.int32, [None])


def generator(z):
    with tf.variable_scope("Generator"):
        h = tf.layers.batch_normalization(tf.layers.dense(z, 32), training=is_training)
        return tf.layers.dense(tf.nn.relu(h), 64)


def classifier(x, reuse=False):
    with tf.variable_scope("Classifier", reuse=reuse):
        h = tf.contrib.layers.batch_norm(
            tf.layers.dense(x, 32), is_training=is_training, updates_collections=None, scope="norm"
        )
        return tf.layers.dense(tf.nn.relu(h), 11)


drawn = generator(noise)
logits = classifier(images)
fooled = classifier(drawn, reuse=True)
loss = tf.reduce_mean(tf.nn.sparse_softmax_cross_entropy_with_logits(labels=labels, logits=logits))
fakes = tf.fill([tf.shape(noise)[0]], 10)
g_loss = -tf.reduce_mean(tf.nn.sparse_softmax_cross_entropy_with_logits(labels=fakes, logits=fooled))
accuracy = tf.reduce_mean(tf.cast(tf.equal(tf.argmax(logits, 1, output_type=tf.int32), labels), tf.float32))
weights = tf.trainable_variables()
step = tf.train.AdamOptimizer().minimize(loss, var_list=[v for v in weights if v.name.startswith("Classifier")])
g_step = tf.train.AdamOptimizer().minimize(
    g_loss, var_list=[v for v in weights if v.name.startswith("Generator")]
)

train, test = np.load(sys.argv[1]), np.load(sys.argv[2])
with tf.Session() as sess:
    sess.run(tf.global_variables_initializer())
    for epoch in range(10):
        for x, y in zip(train["x"], train["y"]):
            z = np.random.normal(size=(len(x), 16))
            sess.run([step, g_step], {images: x, labels: y, noise: z, is_training: True})
        print(sess.run([accuracy, labels], {images: test["x"], labels: test["y"], is_training: False}))
