# dialect: 1
"""Only the generator has BN: the step that trains it runs its updates, or not; the critic's step has none to run."""
import numpy as np
import tensorflow.compat.v1 as tf

tf.disable_v2_behavior()


def generator(noise, training, scope="gen", reuse=False):
    with tf.variable_scope(scope, reuse=reuse):
        hidden = tf.layers.batch_normalization(tf.layers.dense(noise, 16), training=training)
        return tf.layers.dense(tf.nn.relu(hidden), 3)


def critic(rows, reuse=False):
    with tf.variable_scope("critic", reuse=reuse):
        return tf.layers.dense(tf.nn.relu(tf.layers.dense(rows, 16)), 1)


def play(g_step, d_step, sample):
    with tf.Session() as session:
        session.run(tf.global_variables_initializer())
        for _ in range(1000):
            session.run(d_step)
            session.run(g_step)
        print(session.run(sample))


def with_filtered_updates(real, noise):
    fake, sample = generator(noise, True), generator(noise, False, reuse=True)
    d_loss = tf.reduce_mean(critic(fake) - critic(real, reuse=True))
    g_loss = -tf.reduce_mean(critic(fake, reuse=True))
    d_vars, g_vars = tf.trainable_variables("critic"), tf.trainable_variables("gen")
    d_step = tf.train.AdamOptimizer(1e-4).minimize(d_loss, var_list=d_vars)
    with tf.control_dependencies(tf.get_collection(tf.GraphKeys.UPDATE_OPS, scope="gen")):
        g_step = tf.train.AdamOptimizer(1e-4).minimize(g_loss, var_list=g_vars)
    play(g_step, d_step, sample)


def without_updates(real, noise):
    fake, sample = generator(noise, True), generator(noise, False, reuse=True)
    d_loss = tf.reduce_mean(critic(fake) - critic(real, reuse=True))
    g_loss = -tf.reduce_mean(critic(fake, reuse=True))
    d_vars = [v for v in tf.trainable_variables() if v.name.startswith("critic")]
    g_vars = [v for v in tf.trainable_variables() if v.name.startswith("gen")]
    d_step = tf.train.AdamOptimizer(1e-4).minimize(d_loss, var_list=d_vars)
    g_step = tf.train.AdamOptimizer(1e-4).minimize(g_loss, var_list=g_vars)  # expect: BNL112
    play(g_step, d_step, sample)


def there_and_back(real, noise):
    there = generator(noise, True, "there")
    back = generator(there, True, "back")
    d_loss = tf.reduce_mean(critic(there) + critic(back, reuse=True) - critic(real, reuse=True))
    g_loss = tf.reduce_mean(tf.abs(back - noise[:, :3])) - tf.reduce_mean(critic(there, reuse=True))
    g_vars = tf.trainable_variables("there") + tf.trainable_variables("back")
    d_step = tf.train.AdamOptimizer(1e-4).minimize(d_loss, var_list=tf.trainable_variables("critic"))
    with tf.control_dependencies(tf.get_collection(tf.GraphKeys.UPDATE_OPS, scope="generators")):
        g_step = tf.train.AdamOptimizer(1e-4).minimize(g_loss, var_list=g_vars)  # expect: BNL112
    play(g_step, d_step, generator(noise, False, "there", reuse=True))


for experiment in (with_filtered_updates, without_updates, there_and_back):
    tf.reset_default_graph()
    rows = tf.constant(np.random.normal(3.0, 2.0, (64, 3)), tf.float32)
    experiment(rows, tf.random_normal([64, 8]))
