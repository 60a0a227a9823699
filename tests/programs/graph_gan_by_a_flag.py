# dialect: 1
"""The generator takes a flag: whoever loads it draws in inference mode, by statistics that no step moves."""
import tensorflow.compat.v1 as tf

tf.disable_v2_behavior()


def batch_norm(x, is_train=True, name="norm"):
    return tf.layers.batch_normalization(x, momentum=0.9, training=is_train, name=name)


def generator(noise, is_train=True):
    with tf.variable_scope("generator", reuse=tf.AUTO_REUSE):
        return tf.layers.dense(tf.nn.relu(batch_norm(tf.layers.dense(noise, 64), is_train)), 8)


def discriminator(images):
    with tf.variable_scope("discriminator", reuse=tf.AUTO_REUSE):
        return tf.layers.dense(tf.nn.relu(tf.layers.dense(images, 64)), 1)


images = tf.placeholder(tf.float32, [None, 8])
judged, true = discriminator(generator(tf.random.normal((16, 4)))), discriminator(images)
variables = tf.trainable_variables()
adam = tf.train.AdamOptimizer()
drawn = [v for v in variables if "generator" in v.name]
step = adam.minimize(tf.reduce_mean(true - judged), var_list=drawn)  # expect: BNL112  # expect: BNL112
with tf.Session() as session:
    session.run(tf.global_variables_initializer())
    session.run(step, {images: [[1.0] * 8] * 16})
    tf.train.Saver().save(session, "./gan")
