# why: plain modules hand the flag down to every BN layer, from the step to the innermost block
# dialect: any
import tensorflow as tf
from tensorflow.keras import layers, optimizers


class Block(tf.Module):
    def __init__(self, width):
        super().__init__()
        self.mix = layers.Dense(width, use_bias=False)
        self.norm = layers.BatchNormalization(momentum=0.9)

    def __call__(self, x, training):
        return tf.nn.relu(self.norm(self.mix(x), training=training))


    @property
    def trainable_parameters(self):
        return [*self.mix.trainable_weights, *self.norm.trainable_weights]


class Autoencoder(tf.Module):
    def __init__(self, columns, width=6):
        super().__init__()
        self.first = Block(width)
        self.code = layers.Dense(2, use_bias=False)
        self.code_norm = layers.BatchNormalization(scale=False)
        self.second = Block(width)
        self.out = layers.Dense(columns)

    def encode(self, x, training):
        return self.code_norm(self.code(self.first(x, training)), training=training)

    def decode(self, z, training):
        return self.out(self.second(z, training=training))

    def __call__(self, x, training=False):
        return self.decode(self.encode(x, training), training)

    @property
    def trainable_parameters(self):  # a tf.Module does not find those of Keras 3
        kept = (self.code, self.code_norm, self.out)
        own = [weight for layer in kept for weight in layer.trainable_weights]
        return [*self.first.trainable_parameters, *own, *self.second.trainable_parameters]


model = Autoencoder(columns=5)
optimizer = optimizers.SGD(0.05)
table = tf.random.normal((24, 5), mean=2.0)

for start in range(0, 24, 8):
    rows = table[start : start + 8]
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(tf.square(model(rows, training=True) - rows))
    weights = model.trainable_parameters
    optimizer.apply_gradients(zip(tape.gradient(loss, weights), weights))

print(model.encode(table, training=False).shape)
