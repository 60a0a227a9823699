# why: both train ops of the graph are made inside the dependencies on the updates
# dialect: 1
import numpy as np
import tensorflow.compat.v1 as tf

tf.disable_v2_behavior()


def block(x, units, is_training, name):
    with tf.variable_scope(name):
        x = tf.layers.dense(x, units, use_bias=False)
        x = tf.layers.batch_normalization(x, momentum=0.9, training=is_training)
        return tf.nn.relu(x)


def network(x, is_training):
    x = block(x, 8, is_training, "one")
    x = block(x, 6, is_training, "two")
    return tf.layers.dense(x, 2)


features = tf.placeholder(tf.float32, [None, 5], "features")
labels = tf.placeholder(tf.int32, [None], "labels")
is_training = tf.placeholder(tf.bool, [], "is_training")

logits = network(features, is_training)
loss = tf.reduce_mean(tf.nn.sparse_softmax_cross_entropy_with_logits(labels=labels, logits=logits))
tuner = tf.train.MomentumOptimizer(0.001, 0.9)
gradients = [(tf.clip_by_norm(g, 1.0), v) for g, v in tuner.compute_gradients(loss)]

with tf.control_dependencies(tf.get_collection(tf.GraphKeys.UPDATE_OPS)):
    train_op = tf.train.GradientDescentOptimizer(0.1).minimize(loss)

update_ops = tf.get_collection(tf.GraphKeys.UPDATE_OPS)
with tf.control_dependencies(update_ops):
    tune_op = tuner.apply_gradients(gradients)

data = np.random.default_rng(2).normal(3.0, 1.0, (30, 5))
classes = (data.sum(1) > 15).astype("int32")
with tf.Session() as session:
    session.run(tf.global_variables_initializer())
    for op in (train_op, train_op, tune_op):
        session.run(op, {features: data, labels: classes, is_training: True})
    print(session.run(loss, {features: data, labels: classes, is_training: False}))
