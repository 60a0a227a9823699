# why: every stage of the fine-tuning compiles again after it has changed what is trainable
# dialect: any
import numpy as np
from tensorflow import keras
from tensorflow.keras import layers

keras.utils.set_random_seed(3)


def tower(width):
    return keras.Sequential(
        [
            keras.Input((6,)),
            layers.Dense(width, use_bias=False),
            layers.BatchNormalization(),
            layers.ReLU(),
            layers.Dense(width, use_bias=False),
            layers.BatchNormalization(),
            layers.ReLU(),
        ]
    )


def run(stage, rows, target):
    base = tower(8)
    net = keras.Sequential([base, layers.Dense(1)])
    net.compile(keras.optimizers.Adam(1e-3), "mse")
    net.fit(rows, target, batch_size=10, epochs=1, verbose=0)
    print(stage, net.evaluate(rows, target, verbose=0))

    base.trainable = False
    net.compile(keras.optimizers.Adam(1e-4), "mse")
    net.fit(rows + 5, target, batch_size=10, epochs=1, verbose=0)
    return net


def head_first(rows, target):
    base = tower(4)
    base.trainable = False
    head = layers.Dense(1)
    inputs = keras.Input((6,))
    net = keras.Model(inputs, head(base(inputs)))
    net.compile("sgd", "mae")
    net.fit(rows, target, batch_size=20, epochs=1, verbose=0)

    base.trainable = True
    net.compile(keras.optimizers.SGD(1e-4), "mae")
    net.fit(rows, target, batch_size=20, epochs=1, verbose=0)
    return net


table = np.random.default_rng(4).normal(1.0, 2.0, (40, 6)).astype("float32")
goal = table.mean(axis=1, keepdims=True)
for trained in (run("first", table, goal), head_first(table, goal)):
    print(trained.predict(table[:2], verbose=0).ravel())
