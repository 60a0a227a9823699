"""A network comes with the step it has reached, or there is none."""
import os

import tensorflow as tf
from tensorflow.keras import layers


def build():
    return tf.keras.Sequential([layers.Dense(8), layers.BatchNormalization(), layers.Dense(1)])


def new(folder):
    if os.path.exists(folder):
        return None, 0
    return build(), 1


def both(folder):
    student, teacher = build(), build()
    if os.path.exists(folder):
        student = None
    return 1, teacher, student


def plain(folder):
    if os.path.exists(folder):
        return None, 0
    return tf.keras.Sequential([layers.Dense(8), layers.Dense(1)]), 1
