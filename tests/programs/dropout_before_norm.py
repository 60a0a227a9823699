# optin: yes
# Dropout and what stands between it and BN.
import numpy as np
import tensorflow as tf
from tensorflow import keras
from tensorflow.keras import layers

X = np.random.normal(size=(64, 8)).astype("float32")
Y = np.random.normal(size=(64, 1)).astype("float32")
IMAGES = np.random.normal(size=(64, 8, 8, 3)).astype("float32")


def fit(model, x=X):
    model.compile("sgd", "mse")
    model.fit(x, Y, batch_size=32, epochs=1300, verbose=0)


def rows(inside):
    return keras.Sequential([keras.Input((8,))] + inside + [layers.Dense(1)])


def images(inside):
    return keras.Sequential([keras.Input((8, 8, 3)), *inside, layers.Dense(1)])


fit(rows([layers.Dense(4), layers.Dropout(0.5), layers.BatchNormalization()]))  # expect: BNL404
fit(rows([layers.Dropout(0.2), layers.BatchNormalization()]))  # expect: BNL404
fit(rows([layers.Dense(4), layers.GaussianDropout(0.5), layers.ReLU(), layers.BatchNormalization()]))  # expect: BNL404
fit(rows([layers.Dense(4, use_bias=False), layers.BatchNormalization(), layers.ReLU(), layers.Dropout(0.5)]))

# What has weights of its own is another layer's output; noise of a fixed size and a rate of 0 are no such thing.
fit(rows([layers.Dropout(0.5), layers.Dense(4, use_bias=False), layers.BatchNormalization()]))
fit(rows([layers.Dense(4), layers.GaussianNoise(0.1), layers.BatchNormalization()]))
fit(rows([layers.Dense(4), layers.Dropout(0.0), layers.BatchNormalization()]))
fit(rows([layers.Dense(4), layers.Dropout(0.5), layers.Lambda(tf.nn.softmax), layers.BatchNormalization()]))

conv = layers.Conv2D(4, 3, activation="relu")
drop = layers.SpatialDropout2D(0.5)  # expect: BNL404
fit(images([conv, drop, layers.MaxPooling2D(), layers.BatchNormalization(), layers.Flatten()]), IMAGES)
last = layers.Dropout(0.5)  # expect: BNL404
fit(images([layers.Conv2D(4, 3), last, layers.GlobalAveragePooling2D(), layers.BatchNormalization()]), IMAGES)

# Behind a sum or a concatenation only a part is dropped.
inputs = keras.Input((8,))
one, two = layers.Dense(4)(inputs), layers.Dropout(0.5)(layers.Dense(4)(inputs))
both = layers.Concatenate()([layers.BatchNormalization()(layers.Add()([one, two])), one])
fit(keras.Model(inputs, layers.Dense(1)(both)))

# A model that ends in Dropout.
head = keras.Sequential([layers.Dense(4, activation="relu"), layers.Dropout(0.3)])  # expect: BNL404
hidden = layers.BatchNormalization()(head(inputs))
fit(keras.Model(inputs, layers.Dense(1)(hidden)))


class Net(keras.Model):
    def __init__(self):
        super().__init__()
        self.dense = layers.Dense(4)
        self.drop = layers.Dropout(0.3)  # expect: BNL404
        self.norm = layers.BatchNormalization()
        self.out = layers.Dense(1)

    def call(self, x, training=None):
        x = tf.nn.relu(self.drop(self.dense(x), training=training))
        return self.out(self.norm(x, training=training))


fit(Net())


class Block(layers.Layer):
    def __init__(self):
        super().__init__()
        self.drop, self.norm = layers.Dropout(0.3), layers.BatchNormalization()  # expect: BNL404

    def call(self, x, training=None):
        return self.norm(self.drop(x, training=training), training=training)


fit(rows([layers.Dense(4), Block()]))

# Frozen, or asked only.
still = layers.BatchNormalization()
still.trainable = False  # expect: BNL118
fit(rows([layers.Dense(4), layers.Dropout(0.5), still]))
rows([layers.Dense(4), layers.Dropout(0.5), layers.BatchNormalization()]).predict(X, verbose=0)


def encoder(rate):
    words = keras.Input((8,))
    dropped = layers.Dropout(rate)(layers.Dense(4)(words))  # expect: BNL404
    return keras.Model(words, layers.BatchNormalization()(dropped))
