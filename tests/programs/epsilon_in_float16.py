# optin: yes
"""An epsilon that vanishes in half precision."""
import keras

keras.mixed_precision.set_global_policy("mixed_float16")
small = keras.layers.BatchNormalization(epsilon=1e-12)  # expect: BNL312
usual = keras.layers.BatchNormalization(epsilon=1e-5)
