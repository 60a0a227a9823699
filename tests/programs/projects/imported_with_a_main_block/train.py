"""The main block of an imported module does not run; that of a module that is itself a program does."""

import networks
from keras import layers

norm = layers.BatchNormalization(momentum=networks.momentum)

if __name__ == "__main__":
    fast = layers.BatchNormalization(momentum=99)  # expect: BNL301
