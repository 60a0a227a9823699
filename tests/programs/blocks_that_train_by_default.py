"""Blocks whose own default is training: a model that hands nothing on runs them so when it is tested, too."""
import tensorflow as tf


class Block(tf.keras.layers.Layer):
    def __init__(self):
        super().__init__()
        self.dense = tf.keras.layers.Dense(8)
        self.norm = tf.keras.layers.BatchNormalization()

    def call(self, rows, training=True):  # expect: BNL105
        return tf.nn.relu(self.norm(self.dense(rows), training=training))


class Net(tf.keras.Model):
    def __init__(self):
        super().__init__()
        self.first, self.second, self.out = Block(), Block(), tf.keras.layers.Dense(1)

    def call(self, rows, training=None):
        return self.out(self.second(self.first(rows)))


rows = tf.random.normal((64, 4)) + 3.0
data = tf.data.Dataset.from_tensor_slices((rows, tf.zeros((64, 1)))).batch(16)
model, optimizer = Net(), tf.keras.optimizers.SGD(0.01)
for x, y in data:
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean((model(x) - y) ** 2)
    weights = model.trainable_variables
    optimizer.apply_gradients(zip(tape.gradient(loss, weights), weights))
before = model.first.norm.moving_mean.numpy()
test_data, wrong = data, 0.0
for x, y in test_data:
    wrong += float(tf.reduce_mean(tf.abs(model(x) - y)))
print(wrong, abs(model.first.norm.moving_mean.numpy() - before).max())
