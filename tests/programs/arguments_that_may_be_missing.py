"""An argument that only one dialect has, where the program is ready for the error."""
import keras

try:
    norm = keras.layers.BatchNormalization(fused=True)
except (TypeError, ValueError):
    norm = keras.layers.BatchNormalization()
