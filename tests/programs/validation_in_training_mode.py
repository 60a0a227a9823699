"""A loop over validation data in the training function asks in training mode, and only for a loss."""
import tensorflow as tf
from tensorflow import keras


def build():
    x = inputs = keras.Input((8,))
    x = keras.layers.BatchNormalization()(keras.layers.Dense(8)(x))
    return keras.Model(inputs, keras.layers.Dense(1)(x))


def train(train_data, validation_data, epochs):
    measure, seen = keras.losses.MeanSquaredError(), []
    model = build()
    optimizer = keras.optimizers.Adam()
    for _ in range(epochs):
        for rows, labels in train_data:
            with tf.GradientTape() as tape:
                loss = measure(labels, model(rows, training=True))
            weights = model.trainable_variables
            optimizer.apply_gradients(zip(tape.gradient(loss, weights), weights))
        for rows, labels in train_data.take(2):
            seen.append(measure(labels, model(rows, training=True)))
        for rows, labels in validation_data:
            seen.append(measure(labels, model(rows, training=True)))  # expect: BNL105
        for rows, labels in validation_data:
            print(measure(labels, model(rows, training=False)))


data = tf.data.Dataset.from_tensor_slices((tf.random.normal([64, 8]), tf.random.normal([64, 1]))).batch(8)
train(data.take(4), data.skip(4), 2)
