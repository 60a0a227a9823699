"""Modules of a package and of a folder without ``__init__.py``, stars, and a setting that another file changes."""

import os
import os.path

import keras
import numpy as np
import tensorflow as tf
import toolbox
import toolbox.networks as networks
from keras.applications import *
from keras.layers import *
from plain import steps
from toolbox import settings
from toolbox.settings import *

_hidden = 0.99

a = BatchNormalization(momentum=momentum)
settings.momentum = 0.2
b = BatchNormalization(momentum=settings.momentum)  # expect: BNL303
d = keras.layers.BatchNormalization(momentum=getattr(toolbox, "momentum_of_nobody", 0.9))
c = BatchNormalization(momentum=_hidden)
steps.step(networks.build(), tf.random.normal((16, 4)))
base = MobileNet(weights=None, include_top=False, input_shape=(32, 32, 3))
with tf.GradientTape() as tape:
    loss = tf.reduce_mean(base(np.zeros((2, 32, 32, 3), "float32")) ** 2)  # expect: BNL102
weights = base.trainable_variables
keras.optimizers.Adam().apply_gradients(zip(tape.gradient(loss, weights), weights))
