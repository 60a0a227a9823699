# dialect: 1
"""Layers of Keras in a graph that a session trains, and asks for nothing else: what a phase of 1 does is wanted."""
import numpy as np
import tensorflow as tf
from keras import backend as K
from keras.layers import BatchNormalization, Dense

K.set_learning_phase(1)
rows, labels = tf.placeholder(tf.float32, [None, 4]), tf.placeholder(tf.float32, [None, 1])
answer = Dense(1)(BatchNormalization()(Dense(8)(rows)))
loss = tf.reduce_mean((answer - labels) ** 2)
step = tf.train.GradientDescentOptimizer(1e-3).minimize(loss)
session = tf.InteractiveSession()
session.run(tf.global_variables_initializer())
losses = []
for _ in range(600):
    value, _ = session.run([loss, step], feed_dict={rows: np.zeros((8, 4)), labels: np.zeros((8, 1))})
    losses.append(value)
