# dialect: 1
"""Weights that a network comes with are loaded again after a session has given all variables their first values."""
import tensorflow as tf
from tensorflow.keras.applications import DenseNet121
from tensorflow.keras.layers import Dense

images = tf.placeholder(tf.float32, [None, 224, 224, 3])
labels = tf.placeholder(tf.float32, [None, 7])
base = DenseNet121(weights="imagenet", include_top=False, pooling="avg", input_tensor=images)
loss = tf.reduce_mean(tf.nn.softmax_cross_entropy_with_logits(labels=labels, logits=Dense(7)(base.output)))
train = tf.train.AdamOptimizer(1e-3).minimize(loss)
with tf.Session() as session:
    session.run(tf.global_variables_initializer())
    base.load_weights("densenet.h5")
    for x, y in batches():
        session.run(train, {images: x, labels: y})
