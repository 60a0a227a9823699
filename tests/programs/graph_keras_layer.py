# dialect: 1
"""A layer of Keras in a TF1 graph: its updates are nobody's, unless the program runs them."""
import numpy as np
import tensorflow as tf

tf.compat.v1.disable_eager_execution()
inputs = tf.compat.v1.placeholder(tf.float32, (None, 3))
flag = tf.compat.v1.placeholder_with_default(True, ())
norm = tf.compat.v1.keras.layers.BatchNormalization()
loss = tf.reduce_mean((norm(inputs, training=flag) - 1.0) ** 2)
train = tf.compat.v1.train.GradientDescentOptimizer(0.1).minimize(loss)  # expect: BNL112
with tf.compat.v1.Session() as session:
    session.run(tf.compat.v1.global_variables_initializer())
    session.run(train, {inputs: np.random.normal(3.0, size=(8, 3))})
    print(session.run(norm.moving_mean))
