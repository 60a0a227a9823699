"""A custom loop on two replicas: the distributed data set splits each batch."""
import numpy as np
import tensorflow as tf
from tensorflow.keras import Sequential, layers

strategy = tf.distribute.MirroredStrategy(["/cpu:0", "/cpu:1"])
x = np.random.normal(size=(16, 3)).astype("float32")
data = tf.data.Dataset.from_tensor_slices(x)

with strategy.scope():
    net = Sequential([tf.keras.Input((3,)), layers.Dense(4), layers.BatchNormalization(), layers.Dense(1)])
    optimizer = tf.keras.optimizers.SGD(0.1)
    optimizer.build(net.trainable_variables)


def step(batch):
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(net(batch, training=True) ** 2)
    weights = net.trainable_variables
    optimizer.apply_gradients(zip(tape.gradient(loss, weights), weights))
    return loss


@tf.function
def distributed(batch):
    return strategy.run(step, args=(batch,))


for batch in strategy.experimental_distribute_dataset(data.batch(2)):  # expect: BNL203
    distributed(batch)
