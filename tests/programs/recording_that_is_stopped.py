"""A model that runs while the tape does not record is not trained there."""
import tensorflow as tf
from tensorflow import keras
from tensorflow.keras import layers

x = tf.random.normal((8, 3))
teacher = keras.Sequential([keras.Input((3,)), layers.Dense(2), layers.BatchNormalization()])
student = keras.Sequential([keras.Input((3,)), layers.Dense(2), layers.BatchNormalization()])
with tf.GradientTape() as tape:
    with tape.stop_recording():
        wanted = teacher(x)
    loss = tf.reduce_mean((student(x) - wanted) ** 2)  # expect: BNL102
gradients = tape.gradient(loss, student.trainable_variables)
keras.optimizers.SGD(0.1).apply_gradients(zip(gradients, student.trainable_variables))
