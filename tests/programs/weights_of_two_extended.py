"""The weights of a second model are put into the list of the first: both are trained."""
import numpy as np
import tensorflow as tf

depth = tf.keras.Sequential([tf.keras.layers.Dense(4), tf.keras.layers.BatchNormalization()])
pose = tf.keras.Sequential([tf.keras.layers.Dense(4), tf.keras.layers.BatchNormalization()])
alone = tf.keras.Sequential([tf.keras.layers.Dense(4), tf.keras.layers.BatchNormalization()])
optimizer = tf.keras.optimizers.SGD(0.01)


@tf.function
def step(x):
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(depth(x) ** 2)  # expect: BNL102
        loss += tf.reduce_mean(pose(x) ** 2)  # expect: BNL102
        loss += tf.reduce_mean(alone(x, training=True) ** 2)
    weights = depth.trainable_weights
    weights.extend(pose.trainable_weights)
    weights.extend(alone.trainable_weights)
    optimizer.apply_gradients(zip(tape.gradient(loss, weights), weights))


data = np.random.normal(3, 2, (16, 4)).astype("float32")
for net in (depth, pose, alone):
    net(data)
optimizer.build(depth.trainable_weights + pose.trainable_weights + alone.trainable_weights)
for _ in range(3):
    step(data)
print(depth(data, training=False), pose(data, training=False), alone(data, training=False))
