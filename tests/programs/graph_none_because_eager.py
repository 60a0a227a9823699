# dialect: 1
"""TF1 that runs everything at once has no UPDATE_OPS: its layers move their statistics where they are called."""
import numpy as np
import tensorflow.compat.v1 as tf

tf.enable_eager_execution()


class Net(tf.keras.Model):
    def __init__(self):
        super().__init__()
        self.hidden = tf.layers.Dense(8)
        self.bn = tf.layers.BatchNormalization()
        self.forgotten = tf.layers.BatchNormalization()
        self.out = tf.layers.Dense(1)

    def call(self, x, training):
        h = self.bn(self.hidden(x), training)
        h = self.forgotten(h)  # expect: BNL112
        return self.out(h)


def gradients(net, x, y):
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(tf.square(net(x, True) - y))
    return tape.gradient(loss, net.trainable_variables), loss


net = Net()
optimizer = tf.train.AdamOptimizer(0.01)
data = tf.data.Dataset.from_tensor_slices(
    (np.random.rand(64, 4).astype("float32"), np.random.rand(64, 1).astype("float32"))
)
for x, y in data.batch(16):
    grads, loss = gradients(net, x, y)
    optimizer.apply_gradients(zip(grads, net.trainable_variables))
print(net(tf.zeros((2, 4)), False))
