# dialect: 2
"""A phase of 1 (TensorFlow 1) means nothing to calls that have their flag."""
import tensorflow as tf

tf1 = tf.compat.v1
tf.keras.backend.set_learning_phase(1)

norm = tf.keras.layers.BatchNormalization()
rows = tf1.placeholder(tf.float32, [None, 4])
learnt, answer = norm(rows, training=True), norm(rows, training=False)
with tf.control_dependencies(norm.updates):
    step = tf1.train.AdamOptimizer(0.1).minimize(tf.reduce_mean(learnt))
with tf1.train.MonitoredTrainingSession() as session:
    session.run(step, {rows: [[1.0, 2.0, 3.0, 4.0], [4.0, 3.0, 2.0, 1.0]]})
    print(session.run(answer, {rows: [[1.0, 2.0, 3.0, 4.0]]}))
