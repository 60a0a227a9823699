# dialect: 1
"""A model that ``fit`` trains is called in a graph to score rows; the train op beside it is another network's."""
import numpy as np
import tensorflow.compat.v1 as tf
from tensorflow.keras import layers

tf.disable_v2_behavior()

judge = tf.keras.Sequential([layers.Input((4,)), layers.BatchNormalization(momentum=0.9), layers.Dense(1)])
judge.compile("sgd", "mse")
judge.fit(np.random.normal(3.0, 2.0, (64, 4)), np.ones((64, 1)), verbose=0)

seeds = tf.placeholder(tf.float32, (None, 2))
made = tf.layers.dense(seeds, 4, name="maker")
loss = tf.reduce_mean(tf.square(judge(made)))
train = tf.train.AdamOptimizer(0.01).minimize(loss, var_list=tf.trainable_variables("maker"))
session = tf.keras.backend.get_session()
session.run(tf.variables_initializer([v for v in tf.global_variables() if "maker" in v.name or "beta" in v.name]))
print(session.run(judge.layers[0].moving_mean))
