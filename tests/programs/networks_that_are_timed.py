"""A network is run on a made-up row to see how long that takes: nobody looks at what comes out."""
import time

import tensorflow as tf

layers = tf.keras.layers


class Net(tf.keras.Model):
    def __init__(self):
        super().__init__()
        self.first, self.norm = layers.Dense(3), layers.BatchNormalization()

    def call(self, rows, training=None):
        return self.norm(self.first(rows), training=training)


def seconds(net, count):
    row = tf.zeros((1, 4))
    begun = time.perf_counter()
    for _ in range(count):
        _ = net(row, training=True)
    return (time.perf_counter() - begun) / count


timed = Net()
row = tf.random.normal((1, 4))
timed(row, training=True)
begun = time.time()
for _ in range(100):
    timed(row, training=True)
print(time.time() - begun, seconds(Net(), 10))

looked_at = Net()
print(looked_at(tf.random.normal((1, 4)), training=True))  # expect: BNL202

kept = Net()
made = kept(tf.random.normal((1, 4)), training=True)  # expect: BNL202
print(tf.reduce_sum(made))

rows = tf.random.normal((8, 4))
for index in range(8):
    kept(rows[index : index + 1], training=True)  # expect: BNL202
print(kept(rows, training=False))
