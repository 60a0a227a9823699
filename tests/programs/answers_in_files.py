# dialect: any
"""Answers that a program writes down: in arrays, tables, texts and logs; what it learns by it may write, too."""

import json
import logging

import numpy as np
import pandas as pd
import tensorflow as tf
from tensorflow import keras
from tensorflow.keras import layers

net = keras.Sequential([keras.Input((3,)), layers.Dense(4), layers.BatchNormalization(), layers.Dense(2)])
optimizer = keras.optimizers.Adam()
rows, goals = np.random.rand(20, 3).astype("float32"), np.random.rand(20, 2).astype("float32")

for _ in range(3):
    with tf.GradientTape() as tape:
        made = net(rows, training=True)
        loss = tf.reduce_mean((made - goals) ** 2)
    optimizer.apply_gradients(zip(tape.gradient(loss, net.trainable_variables), net.trainable_variables))
    logging.info("loss %f", loss)
    logging.getLogger("train").info("%.3f" % loss + str(made[0]))

others = np.random.rand(20, 3).astype("float32")
np.save("answers.npy", net(others, training=True))  # expect: BNL105
pd.DataFrame(net(others, training=True).numpy(), columns=["a", "b"]).to_csv("answers.csv")  # expect: BNL105
with open("answers.json", "w") as file:
    json.dump(net(others, training=True).numpy().tolist(), file)  # expect: BNL105
with open("answers.txt", "w") as file:
    file.write(str(net(others, training=True).numpy()))  # expect: BNL105
    message = "%s" % net(others, training=True)  # expect: BNL105
logging.info("%s", net(others, training=True))  # expect: BNL105
assert not np.allclose(net(others, training=True), 0.0)  # expect: BNL105
kept = [net(others, training=True)]
