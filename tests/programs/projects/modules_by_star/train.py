"""``from nets import *`` brings the modules that the package lists, though its own file binds none of them."""

import tensorflow as tf

from nets import *

optimizer = tf.keras.optimizers.Adam()
generator, discriminator = small.generator(), small.discriminator()
for _ in range(3):
    with tf.GradientTape() as tape:
        fakes = generator(tf.random.normal((8, 4)))  # expect: BNL102
        loss = tf.reduce_mean(discriminator(fakes, training=True))
    optimizer.apply_gradients(zip(tape.gradient(loss, generator.trainable_weights), generator.trainable_weights))
print(generator(tf.random.normal((8, 4)), training=False))
