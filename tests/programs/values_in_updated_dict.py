"""A dict of keyword arguments that is updated later: the line of the value that wins is reported."""
from tensorflow.keras import layers

arguments = dict(momentum=0.99, epsilon=1e-3)
arguments.update({"momentum": 1.0})  # expect: BNL302
arguments.update(epsilon=0.0)  # expect: BNL311
arguments["axis"] = -1
layer = layers.BatchNormalization(**arguments)

defaults = {"momentum": 1.0}
defaults["momentum"] = 0.99
other = layers.BatchNormalization(**defaults)
