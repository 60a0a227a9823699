# optin: yes
"""In single precision a tiny epsilon is none that vanishes, whoever says so."""
from tensorflow import keras
from tensorflow.keras import backend as K

K.set_floatx("float32")
keras.mixed_precision.set_global_policy("float32")
small = keras.layers.BatchNormalization(epsilon=1e-12)
