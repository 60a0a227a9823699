"""A flag is_training=True in the blocks of blocks: who is in between takes none, or gets its own default handed on."""
import tensorflow as tf


class Norm(tf.keras.layers.Layer):
    def __init__(self):
        super().__init__()
        self.norm = tf.keras.layers.BatchNormalization()

    def call(self, rows, is_training=True):  # expect: BNL105
        return self.norm(rows, training=is_training)


class Block(tf.keras.layers.Layer):
    def __init__(self):
        super().__init__()
        self.dense, self.norm = tf.keras.layers.Dense(8), Norm()

    def call(self, rows):
        return tf.nn.relu(self.norm(self.dense(rows)))


class Told(tf.keras.Model):
    def __init__(self):
        super().__init__()
        self.block, self.out = Block(), tf.keras.layers.Dense(1)

    def call(self, rows, is_training=True):
        rows = tf.keras.layers.Dropout(0.1)(rows, training=is_training)
        return self.out(self.block(rows))


class Renamed(tf.keras.layers.Layer):
    def __init__(self):
        super().__init__()
        self.norm = tf.keras.layers.BatchNormalization()

    def call(self, rows, train=True):  # expect: BNL105
        return self.norm(rows, training=train)


class NotTold(tf.keras.Model):
    def __init__(self):
        super().__init__()
        self.block, self.out = Renamed(), tf.keras.layers.Dense(1)

    def call(self, rows, train=True):
        return self.out(self.block(rows, training=train))


class OwnNorm(tf.keras.layers.BatchNormalization):
    def call(self, rows, is_training=True):  # expect: BNL105
        return super().call(rows, training=is_training)


rows = tf.random.normal((64, 4)) + 3.0
data = tf.data.Dataset.from_tensor_slices((rows, tf.zeros((64, 1)))).batch(16)
test_data = data


def learn(model):
    optimizer = tf.keras.optimizers.SGD(0.01)
    for x, y in data:
        with tf.GradientTape() as tape:
            loss = tf.reduce_mean((model(x) - y) ** 2)
        weights = model.trainable_variables
        optimizer.apply_gradients(zip(tape.gradient(loss, weights), weights))


told = Told()
learn(told)
before = told.block.norm.norm.moving_mean.numpy()
for x, y in test_data:
    told(x, is_training=False)
print(abs(told.block.norm.norm.moving_mean.numpy() - before).max())

not_told, wrong = NotTold(), 0.0
learn(not_told)
before = not_told.block.norm.moving_mean.numpy()
for x, y in test_data:
    wrong += float(tf.reduce_mean(tf.abs(not_told(x) - y)))
print(wrong, abs(not_told.block.norm.moving_mean.numpy() - before).max())

own = tf.keras.Sequential([tf.keras.layers.Input((4,)), OwnNorm(), tf.keras.layers.Dense(1)])
own.compile("sgd", "mse")
own.fit(rows, tf.zeros((64, 1)), verbose=0)
before = own.layers[0].moving_mean.numpy()
own.predict(rows, verbose=0)
print(abs(own.layers[0].moving_mean.numpy() - before).max())
