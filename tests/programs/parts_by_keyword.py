"""A model that takes its parts by keyword and keeps each under its name: the attributes are those of the caller."""
import tensorflow as tf
from tensorflow import keras


class Trainer(keras.Model):
    def __init__(self, **parts):
        super().__init__()
        self.__dict__.update(parts)

    def losses(self, rows):
        made = self.made(tf.random.normal((len(rows), 8), 3.0))
        return tf.reduce_mean(self.critic(made)) - tf.reduce_mean(self.critic(rows)), -tf.reduce_mean(self.critic(made))

    def made(self, noise):
        return self.generator(noise)  # expect: BNL102

    def step(self, rows):
        with tf.GradientTape() as ours, tf.GradientTape() as theirs:
            critic_loss, generator_loss = self.losses(rows)
        weights = self.generator.trainable_variables
        self.optimizer_of_generator.apply_gradients(zip(ours.gradient(generator_loss, weights), weights))
        weights = self.critic.trainable_variables
        self.optimizer_of_critic.apply_gradients(zip(theirs.gradient(critic_loss, weights), weights))


class Flagged(Trainer):
    def made(self, noise):
        return self.generator(noise, training=True)


def generator():
    return keras.Sequential([keras.layers.Dense(32), keras.layers.BatchNormalization(), keras.layers.Dense(2)])


def critic():
    return keras.Sequential([keras.layers.Dense(32), keras.layers.Dense(1)])


def parts():
    return dict(
        generator=generator(),
        critic=critic(),
        optimizer_of_generator=keras.optimizers.SGD(1e-3),
        optimizer_of_critic=keras.optimizers.SGD(1e-3),
    )


forgetful = Trainer(
    generator=generator(),
    critic=critic(),
    optimizer_of_generator=keras.optimizers.SGD(1e-3),
    optimizer_of_critic=keras.optimizers.SGD(1e-3),
)
right = Flagged(**parts())
for _ in range(3):
    forgetful.step(tf.random.normal((16, 2)))
    right.step(tf.random.normal((16, 2)))
print(forgetful.generator.layers[1].moving_mean[:4], right.generator.layers[1].moving_mean[:4])
