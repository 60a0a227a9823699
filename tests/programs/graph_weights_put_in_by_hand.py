# dialect: 1
"""A network gets the weights of a file, variable by variable, and is asked: inference mode is what it wants."""
import numpy as np
import tensorflow.compat.v1 as tf

tf.disable_v2_behavior()

rows = tf.placeholder(tf.float32, [16, 8])
hidden = tf.layers.batch_normalization(tf.layers.dense(rows, 8))
answers = tf.layers.dense(tf.nn.elu(hidden), 1)
slopes = tf.gradients(answers, rows)
weights = np.load("weights.npz")
given = [variable.assign(weights[variable.op.name]) for variable in tf.global_variables()]
with tf.Session() as session:
    session.run(given)
    print(session.run([answers, slopes], {rows: np.random.rand(16, 8)}))
