# dialect: 1
"""A tape in a graph of TF1: the updates of the moving statistics wait in UPDATE_OPS as ever."""
import numpy as np
import tensorflow.compat.v1 as tf

tf.disable_eager_execution()
x = tf.placeholder(tf.float32, [None, 4])
y = tf.placeholder(tf.float32, [None, 1])
training = tf.placeholder_with_default(False, [])
norm, score = tf.layers.BatchNormalization(), tf.layers.Dense(1)
with tf.GradientTape() as tape:
    loss = tf.reduce_mean(tf.square(score(norm(x, training=training)) - y))
weights = norm.trainable_weights + score.trainable_weights
step = tf.train.GradientDescentOptimizer(0.1).apply_gradients(zip(tape.gradient(loss, weights), weights))  # expect: BNL112
with tf.Session() as session:
    session.run(tf.global_variables_initializer())
    session.run(step, {x: np.random.rand(16, 4), y: np.random.rand(16, 1), training: True})
    print(session.run(loss, {x: np.random.rand(4, 4), y: np.random.rand(4, 1)}))
