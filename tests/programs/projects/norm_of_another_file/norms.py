from tensorflow.keras.layers import BatchNormalization


def norm(*args, **kwargs):
    return BatchNormalization(*args, **kwargs)
