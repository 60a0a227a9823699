# dialect: 2
"""A scope sets the global learning phase for the statements in it; what stops the recording trains nothing."""
import tensorflow as tf
from tensorflow import keras
from tensorflow.keras import backend as K
from tensorflow.keras import layers

norm = layers.BatchNormalization()
x = tf.random.normal((8, 3))
with K.learning_phase_scope(1):  # expect: BNL113
    y = norm(x)
other = layers.BatchNormalization()
y = other(x)  # expect: BNL101
