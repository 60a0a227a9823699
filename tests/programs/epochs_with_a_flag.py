"""One function runs epochs of training and of validation, as its flag says; the network does not hear of it."""
import tensorflow as tf


class Trainer:
    def __init__(self, model):
        self.model, self.optimizer = model, tf.keras.optimizers.SGD(0.01)

    def run_epoch(self, data, train=True):
        total = 0.0
        for rows, targets in data:
            with tf.GradientTape() as tape:
                loss = tf.reduce_mean((self.model(rows, training=True) - targets) ** 2)  # expect: BNL105
            if train:
                weights = self.model.trainable_variables
                self.optimizer.apply_gradients(zip(tape.gradient(loss, weights), weights))
            total += float(loss)
        return total

    def run_right(self, data, train=True):
        total = 0.0
        for rows, targets in data:
            with tf.GradientTape() as tape:
                loss = tf.reduce_mean((self.model(rows, training=train) - targets) ** 2)
            if train:
                weights = self.model.trainable_variables
                self.optimizer.apply_gradients(zip(tape.gradient(loss, weights), weights))
            total += float(loss)
        return total


def network():
    return tf.keras.Sequential([tf.keras.layers.Dense(4), tf.keras.layers.BatchNormalization(), tf.keras.layers.Dense(1)])


data = tf.data.Dataset.from_tensor_slices((tf.random.normal((64, 3)) + 2.0, tf.random.normal((64, 1)))).batch(16)
wrong, right = Trainer(network()), Trainer(network())
wrong.run_epoch(data, train=True)
right.run_right(data, train=True)
before = [trainer.model.layers[1].moving_mean.numpy() for trainer in (wrong, right)]
print(wrong.run_epoch(data, train=False), right.run_right(data, train=False))
print([abs(t.model.layers[1].moving_mean.numpy() - b).max() for t, b in zip((wrong, right), before)])
