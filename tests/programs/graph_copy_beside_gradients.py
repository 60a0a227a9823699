# dialect: 1
"""A copy for validation is made in training mode; the train op goes by gradients that the program takes itself."""
import numpy as np
import tensorflow.compat.v1 as tf

tf.disable_v2_behavior()


def network(rows, is_training):
    hidden = tf.layers.dense(rows, 16, name="hidden")
    hidden = tf.nn.relu(tf.layers.batch_normalization(hidden, training=is_training, name="norm"))
    return tf.layers.dense(hidden, 1, name="logits")


def loss_of(rows, labels, is_training):
    return tf.reduce_mean((network(rows, is_training) - labels) ** 2)


def queue(count):
    rows = tf.random.normal([count, 8])
    return rows, tf.reduce_sum(rows, axis=1, keepdims=True)


def main(is_training, by_optimizer):
    tf.reset_default_graph()
    with tf.variable_scope("net"):
        loss = loss_of(*queue(32), True)
    with tf.variable_scope("net", reuse=True):
        validation_loss = loss_of(*queue(8), is_training)
    optimizer = tf.train.AdamOptimizer(1e-3)
    with tf.control_dependencies(tf.get_collection(tf.GraphKeys.UPDATE_OPS)):
        if by_optimizer:
            pairs = optimizer.compute_gradients(loss)
            step = optimizer.apply_gradients([(tf.clip_by_value(slope, -1, 1), weight) for slope, weight in pairs])
        else:
            slopes, _ = tf.clip_by_global_norm(tf.gradients(loss, tf.trainable_variables()), 5.0)
            step = optimizer.apply_gradients(zip(slopes, tf.trainable_variables()))
    losses = []
    with tf.Session() as session:
        session.run(tf.global_variables_initializer())
        for number in range(100):
            session.run(step)
            if number % 10 == 0:
                losses.append(session.run(validation_loss))
    return np.mean(losses)


if __name__ == "__main__":
    print(main(False, True), main(True, True), main(True, False))  # expect: BNL105
