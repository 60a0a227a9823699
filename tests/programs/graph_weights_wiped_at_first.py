# dialect: 1
"""A program that goes on with what it has saved lost the weights of its network in its first run."""
import tensorflow as tf
from tensorflow.keras.applications import DenseNet121
from tensorflow.keras.layers import Dense

images = tf.placeholder(tf.float32, [None, 224, 224, 3])
labels = tf.placeholder(tf.float32, [None, 7])
base = DenseNet121(weights="imagenet", include_top=False, pooling="avg", input_tensor=images)  # expect: BNL112
loss = tf.reduce_mean(tf.nn.softmax_cross_entropy_with_logits(labels=labels, logits=Dense(7)(base.output)))
train = tf.train.AdamOptimizer(1e-3).minimize(loss)
with tf.Session() as session:
    if tf.train.latest_checkpoint("runs"):
        tf.train.Saver().restore(session, tf.train.latest_checkpoint("runs"))
    else:
        session.run(tf.global_variables_initializer())
    for x, y in batches():
        session.run(train, {images: x, labels: y})
