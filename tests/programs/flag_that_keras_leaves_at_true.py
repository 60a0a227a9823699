"""Flags named is_training that are True by default: Keras drops the training= that callers pass, and fills in none."""

import tensorflow as tf


class Dropped(tf.keras.layers.Layer):
    def __init__(self):
        super().__init__()
        self.dense, self.norm = tf.keras.layers.Dense(8), tf.keras.layers.BatchNormalization()

    def call(self, rows, is_training=True):  # expect: BNL105
        return tf.nn.relu(self.norm(self.dense(rows), training=is_training))


class Kept(tf.keras.layers.Layer):
    def __init__(self):
        super().__init__()
        self.dense, self.norm = tf.keras.layers.Dense(8), tf.keras.layers.BatchNormalization()

    def call(self, rows, is_training=True):
        return tf.nn.relu(self.norm(self.dense(rows), training=is_training))


class Fitted(tf.keras.layers.Layer):
    def __init__(self):
        super().__init__()
        self.dense, self.norm = tf.keras.layers.Dense(8), tf.keras.layers.BatchNormalization()

    def call(self, rows, is_training=True):  # expect: BNL105
        return tf.nn.relu(self.norm(self.dense(rows), training=is_training))


class PassesTraining(tf.keras.Model):
    def __init__(self):
        super().__init__()
        self.block, self.out = Dropped(), tf.keras.layers.Dense(1)

    def call(self, rows, is_training=True):
        return self.out(self.block(rows, training=is_training))


class PassesNothing(tf.keras.Model):
    def __init__(self):
        super().__init__()
        self.block, self.out = Kept(), tf.keras.layers.Dense(1)

    def call(self, rows, is_training=True):
        return self.out(self.block(rows))  # expect: BNL105


class PassesItsOwn(tf.keras.Model):
    def __init__(self):
        super().__init__()
        self.block, self.out = Kept(), tf.keras.layers.Dense(1)

    def call(self, rows, is_training=True):
        return self.out(self.block(rows, is_training=is_training))


class PassesByDefault(tf.keras.Model):
    def __init__(self):
        super().__init__()
        self.block, self.out = Kept(), tf.keras.layers.Dense(1)

    def call(self, rows, is_training=True):  # expect: BNL105
        return self.out(self.block(rows, is_training=is_training))


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
    return model.block.norm.moving_mean.numpy()


def moved(model, before):
    return abs(model.block.norm.moving_mean.numpy() - before).max()


for model in (PassesTraining(), PassesNothing(), PassesItsOwn()):
    before = learn(model)
    for x, y in test_data:
        model(x, is_training=False)
    print(model.name, moved(model, before))

model = PassesByDefault()
before, wrong = learn(model), 0.0
for x, y in test_data:
    wrong += float(tf.reduce_mean(tf.abs(model(x) - y)))
print(wrong, moved(model, before))

inputs = tf.keras.Input((4,))
block = Fitted()
fitted = tf.keras.Model(inputs, tf.keras.layers.Dense(1)(block(inputs)))
fitted.compile("sgd", "mse")
fitted.fit(rows, tf.zeros((64, 1)), verbose=0)
before = block.norm.moving_mean.numpy()
fitted.predict(rows, verbose=0)
print(abs(block.norm.moving_mean.numpy() - before).max())
