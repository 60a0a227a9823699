# dialect: 1
"""One network, called under phase 1 for training and under phase 0 for answers, before a step is made of the first."""

import numpy as np
import tensorflow.compat.v1 as tf
from tensorflow.keras import backend as K
from tensorflow.keras import layers

tf.disable_v2_behavior()

model = tf.keras.Sequential([layers.Dense(8, input_shape=(4,)), layers.BatchNormalization(), layers.Dense(1)])
rows = tf.placeholder(tf.float32, (None, 4))
K.set_learning_phase(1)
trained = model(rows)
K.set_learning_phase(0)
answer = model(rows)
cost = tf.reduce_mean(tf.square(trained - 1.0))
step = tf.group(tf.train.AdamOptimizer(0.001).minimize(cost), *model.get_updates_for(rows))

with tf.Session() as session:
    session.run(tf.global_variables_initializer())
    for _ in range(20):
        session.run(step, {rows: np.random.normal(size=(16, 4))})
    print(session.run(answer, {rows: np.ones((2, 4))}))
