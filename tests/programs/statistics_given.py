# dialect: any
"""The moving statistics come from elsewhere: inference mode does normalise, and training=True would be wrong."""

import numpy as np
import tensorflow as tf
from tensorflow import keras

table = np.random.normal(4.0, 2.0, (50, 3)).astype("float32")
trained = keras.layers.BatchNormalization()
trained(table, training=True)

constants = keras.layers.BatchNormalization(moving_variance_initializer=keras.initializers.Constant(4.0))
print(constants(table))

written = keras.layers.BatchNormalization()
written(table[:1])
written.moving_mean.assign(table.mean(axis=0))
written.moving_variance.assign_add(table.var(axis=0) - 1.0)
print(written(table))

copied = keras.layers.BatchNormalization()
copied.build(table.shape)
for target, source in zip(copied.variables, trained.variables):
    target.assign(source)
print(copied(table))

halves = keras.layers.BatchNormalization(scale=False)
halves.build((None, 3))
halves.non_trainable_weights[0].assign(table.mean(axis=0))
halves.weights[-1].assign(table.var(axis=0))
print(halves(table))

restored = keras.layers.BatchNormalization()
restored.build((None, 3))
tf.train.Checkpoint(norm=restored).restore("weights/norm-1").expect_partial()
print(restored(table))

inside = keras.layers.BatchNormalization()
around = keras.Sequential([keras.Input((3,)), inside, keras.layers.Dense(2)])
around.load_weights("around.weights.h5")
print(inside(table))

same_as_always = keras.layers.BatchNormalization(moving_mean_initializer="zeros", moving_variance_initializer="ones")
print(same_as_always(table))  # expect: BNL101

only_scaled = keras.layers.BatchNormalization()
only_scaled.build((None, 3))
only_scaled.gamma.assign([2.0, 2.0, 2.0])
print(only_scaled(table))  # expect: BNL101

looked_at = keras.layers.BatchNormalization()
looked_at.build((None, 3))
print(looked_at.moving_mean.numpy(), [weight.shape for weight in looked_at.weights])
print(looked_at(table))  # expect: BNL101
