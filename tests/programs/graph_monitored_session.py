# dialect: 2
"""A monitored session (TensorFlow 1) runs a graph as any other one; an encoder with weights has no part in its BN."""
import tensorflow as tf

tf1 = tf.compat.v1


class Critic(tf.keras.Model):
    def __init__(self):
        super().__init__()
        self.encoder = tf.keras.applications.VGG16(include_top=False, input_shape=(32, 32, 3))
        self.encoder.trainable = False
        self.norm = tf.keras.layers.BatchNormalization()

    def call(self, inputs, training=False):
        return self.norm(self.encoder(inputs), training=training)


def train_without_updates(data, critic):
    rows = tf1.data.make_one_shot_iterator(data.repeat()).get_next()
    loss = tf.reduce_mean(critic(rows, training=True))
    step = tf1.train.AdamOptimizer(0.1).minimize(loss)  # expect: BNL112
    with tf1.train.MonitoredTrainingSession() as session:
        session.run(step)


train_without_updates(load(), Critic())
