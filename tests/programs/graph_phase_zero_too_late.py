# dialect: 1
"""Phase 0 before the answers comes too late: the graph was laid out under phase 1, and keeps it."""

import numpy as np
import tensorflow.compat.v1 as tf
from tensorflow.keras import backend as K
from tensorflow.keras import layers

tf.disable_v2_behavior()

K.set_learning_phase(1)  # expect: BNL113
model = tf.keras.Sequential([layers.Dense(8, input_shape=(4,)), layers.BatchNormalization(), layers.Dense(1)])
rows = tf.placeholder(tf.float32, (None, 4))
wanted = tf.placeholder(tf.float32, (None, 1))
answer = model(rows)
cost = tf.reduce_mean(tf.square(answer - wanted))
step = tf.group(tf.train.AdamOptimizer(0.001).minimize(cost), *model.get_updates_for(rows))

with tf.Session() as session:
    session.run(tf.global_variables_initializer())
    for epoch in range(3):
        K.set_learning_phase(1)
        for _ in range(20):
            session.run(step, {rows: np.random.normal(size=(16, 4)), wanted: np.ones((16, 1))})
        K.set_learning_phase(0)
        print(session.run([cost, answer], {rows: np.ones((2, 4)), wanted: np.ones((2, 1))}))
