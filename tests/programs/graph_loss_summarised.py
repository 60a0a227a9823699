# dialect: 2
"""A summary (TensorFlow 1) of the loss that a train op of a TF1 graph goes by is no answer."""
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


def loss_of(real, fake):
    loss = tf.reduce_mean(real) - tf.reduce_mean(fake)
    tf.summary.scalar("loss", loss)
    return loss


def train(data, critic):
    real, fake = tf1.data.make_one_shot_iterator(data.repeat()).get_next()
    loss = loss_of(critic(real, training=True), critic(fake, training=True))
    with tf.control_dependencies(critic.updates):
        step = tf1.train.AdamOptimizer(0.1).minimize(loss, var_list=critic.variables)
    with tf1.train.MonitoredTrainingSession() as session:
        session.run([step, loss])


def evaluate(data, critic):
    real, fake = tf1.data.make_one_shot_iterator(data.repeat()).get_next()
    loss = loss_of(critic(real, training=False), critic(fake, training=False))
    with tf1.train.MonitoredTrainingSession() as session:
        print(session.run(loss))


def main(mode, data):
    if mode == "train":
        tf.keras.backend.set_learning_phase(1)
        train(data, Critic())
    else:
        tf.keras.backend.set_learning_phase(0)
        evaluate(data, Critic())
