"""A network whose weights a checkpoint brings answers in training mode; one that is called to be built does not."""
import tensorflow as tf


class Net(tf.keras.Model):
    def __init__(self):
        super().__init__()
        self.dense, self.norm, self.out = tf.keras.layers.Dense(16), tf.keras.layers.BatchNormalization(), tf.keras.layers.Dense(4)

    def call(self, rows, training=True):
        return self.out(tf.nn.relu(self.norm(self.dense(rows), training=training)))


net = Net()
net(tf.zeros((1, 8)))
tf.train.Checkpoint(net=net).restore(tf.train.latest_checkpoint("nowhere"))
rows = tf.random.normal((16, 8))
print(tf.argmax(net(rows, training=True), 1))  # expect: BNL105
