# optin: yes
"""The default type of all layers is half precision, in which a tiny epsilon vanishes."""
from tensorflow import keras
from tensorflow.keras import backend as K

K.set_floatx("float16")
small = keras.layers.BatchNormalization(epsilon=1e-12)  # expect: BNL312
usual = keras.layers.BatchNormalization(epsilon=1e-5)
