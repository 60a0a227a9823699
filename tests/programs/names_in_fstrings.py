"""Layers kept and found again under numbered names."""
import tensorflow as tf
from tensorflow.keras import layers


class Net(tf.keras.Model):
    def __init__(self, depth=2):
        super().__init__()
        self.depth = depth
        for i in range(depth):
            setattr(self, "dense_%d" % i, layers.Dense(8))
            setattr(self, f"bn_{i}", layers.BatchNormalization())
        self.bn_last = layers.BatchNormalization()

    def call(self, x, training=None):
        for i in range(self.depth):
            x = getattr(self, "dense_%d" % i)(x)
            x = getattr(self, f"bn_{i}")(x, training=training)
        return getattr(self, "bn_" + str("last"))(x, training=False)  # expect: BNL104


net = Net()
optimizer = tf.keras.optimizers.Adam()
for _ in range(2):
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(net(tf.random.normal((8, 4))) ** 2)  # expect: BNL102
    optimizer.apply_gradients(zip(tape.gradient(loss, net.trainable_variables), net.trainable_variables))
