from keras import layers

momentum = 0.9


def block(x):
    return layers.BatchNormalization(momentum=momentum)(x)  # what the block below sets is true for that run only


if __name__ == "__main__":
    momentum = 99
