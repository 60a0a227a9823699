# dialect: 1
# optin: yes
"""A penalty on the slope of a critic in a graph, with BN and without; a gradient that makes another example."""
import numpy as np
import tensorflow.compat.v1 as tf

tf.disable_v2_behavior()


class Critic:
    def __init__(self, name, normalised):
        self.name, self.normalised = name, normalised

    def __call__(self, rows, reuse=True):
        with tf.variable_scope(self.name, reuse=reuse):
            hidden = tf.layers.dense(rows, 16, use_bias=False)
            if self.normalised:
                hidden = tf.layers.batch_normalization(hidden, training=True)
            return tf.layers.dense(tf.nn.leaky_relu(hidden), 1)


def slope(critic, real, fake):
    share = tf.random_uniform([32, 1])
    mixed = share * real + (1 - share) * fake
    answer = critic(mixed)  # expect: BNL405
    gradients = tf.gradients(answer, [mixed])[0]
    return tf.reduce_mean((tf.sqrt(tf.reduce_sum(tf.square(gradients), axis=1)) - 1.0) ** 2)


def smooth(critic, real):
    answer = critic(real)
    (direction,) = tf.gradients(tf.reduce_sum(answer), real)
    return tf.reduce_mean(tf.square(critic(real + 0.1 * tf.sign(direction)) - answer))


real = tf.placeholder(tf.float32, [32, 2])
fake = tf.placeholder(tf.float32, [32, 2])
steps = []
for name, normalised in (("with", True), ("without", False)):
    critic = Critic(name, normalised)
    loss = tf.reduce_mean(critic(fake, reuse=False)) - tf.reduce_mean(critic(real))
    with tf.control_dependencies(tf.get_collection(tf.GraphKeys.UPDATE_OPS)):
        steps.append(tf.train.AdamOptimizer(1e-3).minimize(loss + 10.0 * slope(critic, real, fake)))
other = Critic("other", True)
loss = tf.reduce_mean(other(fake, reuse=False)) + smooth(other, real)
weights = tf.trainable_variables("other")
clipped = [tf.clip_by_norm(gradient, 1.0) for gradient in tf.gradients(loss, weights)]
with tf.control_dependencies(tf.get_collection(tf.GraphKeys.UPDATE_OPS)):
    steps.append(tf.train.AdamOptimizer(1e-3).apply_gradients(zip(clipped, weights)))
    steps.append(tf.train.GradientDescentOptimizer(1e-3).minimize(loss))
hidden = tf.layers.dense(real, 16, use_bias=False)
hidden = tf.layers.batch_normalization(hidden, training=True)  # expect: BNL405
answer = tf.layers.dense(tf.nn.leaky_relu(hidden), 1)
slopes = tf.gradients(answer, [real])[0]
steps.append(tf.train.AdamOptimizer(1e-3).minimize(tf.reduce_mean(answer) + tf.reduce_mean(slopes**2)))
with tf.Session() as session:
    session.run(tf.global_variables_initializer())
    for _ in range(20):
        session.run(steps, {real: np.random.normal(size=(32, 2)), fake: np.random.normal(3, 1, (32, 2))})
