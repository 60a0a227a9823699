# dialect: 2
"""What `zip(*pairs)` makes of pairs that nobody knows has any number of columns and rows, not none."""
import tensorflow as tf


def critic(states=24):
    state = tf.keras.layers.Input(shape=(states))
    x = tf.keras.layers.BatchNormalization()(tf.keras.layers.Dense(60)(state))
    return tf.keras.Model(state, tf.keras.layers.Dense(1)(x))


class Brain:
    def __init__(self, states):
        self.net = critic(states)
        self.trained = critic(states)
        self.optimizer = tf.keras.optimizers.Adam(0.01)

    def learn(self, pairs):
        states, targets = zip(*pairs)
        states, targets = tf.convert_to_tensor(states), tf.convert_to_tensor(targets)
        with tf.GradientTape() as tape:
            answer = self.net(states)  # expect: BNL102
            loss = tf.reduce_mean(tf.abs(targets - answer - self.trained(states, training=True)))
        weights = self.net.trainable_variables + self.trained.trainable_variables
        self.optimizer.apply_gradients(zip(tape.gradient(loss, weights), weights))
