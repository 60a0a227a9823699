from tensorflow import keras

Norm = keras.layers.BatchNormalization
