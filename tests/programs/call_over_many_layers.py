"""A ``call`` that runs through more layers than anybody writes down."""
import tensorflow as tf


class Deep(tf.keras.Model):
    def __init__(self):
        super().__init__()
        self.parts = []
        for _ in range(25):
            self.parts += [tf.keras.layers.Dense(8), tf.keras.layers.BatchNormalization()]
        self.parts += [tf.keras.layers.Dense(8)]

    def call(self, x):  # expect[3]: BNL103
        for part in self.parts:
            x = part(x)
        return x


class Stepped(tf.keras.Model):
    def __init__(self):
        super().__init__()
        self.parts = []
        for _ in range(25):
            self.parts += [tf.keras.layers.Dense(8), tf.keras.layers.BatchNormalization()]

    def call(self, x, training=None):
        for part in self.parts:
            x = part(x)
        return x


rows = tf.random.normal((64, 8))
net = Deep()
net.compile("adam", "mse")
net.fit(rows, rows, epochs=40)

net = Stepped()
optimizer = tf.keras.optimizers.Adam()
for x in tf.data.Dataset.from_tensor_slices(rows).batch(8):
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(net(x) ** 2)  # expect: BNL102
    optimizer.apply_gradients(zip(tape.gradient(loss, net.trainable_variables), net.trainable_variables))
