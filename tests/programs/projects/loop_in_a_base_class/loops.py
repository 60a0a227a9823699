"""The loop of all trainers: it asks its heirs for the loss, and for a score of data that was held out."""
import tensorflow as tf


class Trainer:
    def __init__(self, settings):
        self.settings = settings
        self.optimizer = tf.keras.optimizers.Adam(settings["rate"])
        self.networks = []

    def compute_loss(self, batch):
        raise NotImplementedError

    def score(self, batch):
        raise NotImplementedError

    @tf.function
    def step(self, batch):
        variables = [weight for network in self.networks for weight in network.trainable_variables]
        with tf.GradientTape() as tape:
            loss = self.compute_loss(batch)
        self.optimizer.apply_gradients(zip(tape.gradient(loss, variables), variables))

    def run(self, batches, held_out):
        for _ in range(self.settings["epochs"]):
            for batch in batches:
                self.step(batch)
            print(sum(self.score(batch) for batch in held_out))
