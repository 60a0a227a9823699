from tensorflow import keras


def block(units):
    return keras.Sequential([keras.layers.Dense(units), keras.layers.ReLU()])
