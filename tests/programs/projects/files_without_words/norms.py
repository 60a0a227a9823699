from tensorflow.keras.layers import BatchNormalization


def norm_layer():
    return BatchNormalization(momentum=0.9)
