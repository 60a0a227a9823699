# why: one layer is frozen for the second fit and released for the third, each time with a new compile
# dialect: any
import numpy as np
import tensorflow as tf

norm = tf.keras.layers.BatchNormalization(name="scales")
net = tf.keras.Sequential([tf.keras.Input((4,)), norm, tf.keras.layers.Dense(8, "relu"), tf.keras.layers.Dense(1)])
x = np.random.default_rng(9).normal(3.0, 0.5, (48, 4)).astype("float32")
y = x @ np.ones((4, 1), "float32")

net.compile(optimizer="adam", loss="mse")
net.fit(x, y, batch_size=16, epochs=2, verbose=0)
norm.trainable = False
net.compile(optimizer="adam", loss="mse")
net.fit(x * 2, y, batch_size=16, epochs=1, verbose=0)
kept = norm.moving_mean.numpy()
norm.trainable = True
net.compile(optimizer="adam", loss="mse")
net.fit(x * 2, y, batch_size=16, epochs=1, verbose=0)
print(kept, norm.moving_mean.numpy())
