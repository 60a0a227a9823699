# why: a compiled step trains two networks of a builder class, each with the flag; sampling runs without it
# dialect: any
import tensorflow as tf
from tensorflow.keras import Model, layers, optimizers


class Builder:
    def __init__(self, latent, columns):
        self.latent, self.columns = latent, columns

    def generator(self):
        z = layers.Input(shape=(self.latent,))
        h = layers.Dense(8, use_bias=False)(z)
        h = layers.BatchNormalization()(h)
        h = layers.LeakyReLU()(h)
        return Model(z, layers.Dense(self.columns)(h), name="generator")

    def discriminator(self):
        row = layers.Input(shape=(self.columns,))
        h = layers.Dense(8, use_bias=False)(row)
        h = layers.BatchNormalization(momentum=0.9)(h)
        h = layers.LeakyReLU()(h)
        return Model(row, layers.Dense(1)(h), name="discriminator")


class Trainer:
    def __init__(self, builder):
        self.latent = builder.latent
        self.gen, self.disc = builder.generator(), builder.discriminator()
        self.gen_opt = optimizers.Adam(1e-4)
        self.disc_opt = optimizers.Adam(1e-4)
        self.bce = tf.keras.losses.BinaryCrossentropy(from_logits=True)

    @tf.function
    def step(self, rows):
        noise = tf.random.normal((tf.shape(rows)[0], self.latent))
        with tf.GradientTape() as gen_tape, tf.GradientTape() as disc_tape:
            fake = self.gen(noise, training=True)
            real_score = self.disc(rows, training=True)
            fake_score = self.disc(fake, training=True)
            gen_loss = self.bce(tf.ones_like(fake_score), fake_score)
            disc_loss = self.bce(tf.ones_like(real_score), real_score) + self.bce(tf.zeros_like(fake_score), fake_score)
        gen_grads = gen_tape.gradient(gen_loss, self.gen.trainable_variables)
        disc_grads = disc_tape.gradient(disc_loss, self.disc.trainable_variables)
        self.gen_opt.apply_gradients(zip(gen_grads, self.gen.trainable_variables))
        self.disc_opt.apply_gradients(zip(disc_grads, self.disc.trainable_variables))
        return gen_loss, disc_loss

    def predict_rows(self, count):
        return self.gen(tf.random.normal((count, self.latent)), training=False)


trainer = Trainer(Builder(latent=4, columns=6))
table = tf.data.Dataset.from_tensor_slices(tf.random.normal((40, 6), mean=1.0)).shuffle(40).batch(10)
for rows in table:
    print(*(float(loss) for loss in trainer.step(rows)))
print(trainer.predict_rows(3).shape)
