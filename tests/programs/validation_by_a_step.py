"""A step for validation that is called val_step; and a first look at a model, before it is trained."""
import tensorflow as tf


def val_step(model, data, measure):
    for rows, answers in data:
        measure(answers, model(rows, training=True))  # expect: BNL105
    return measure.result()


def value_step(model, data, optimizer):
    for rows, answers in data:
        with tf.GradientTape() as tape:
            loss = tf.reduce_mean((answers - model(rows, training=True)) ** 2)
        weights = model.trainable_variables
        optimizer.apply_gradients(zip(tape.gradient(loss, weights), weights))


model = tf.keras.Sequential([tf.keras.layers.Dense(8), tf.keras.layers.BatchNormalization(), tf.keras.layers.Dense(1)])
rows, answers = tf.random.normal((64, 4)), tf.zeros((64, 1))
print(model(rows[:8], training=True).shape)
data = tf.data.Dataset.from_tensor_slices((rows, answers)).batch(16)
value_step(model, data, tf.keras.optimizers.SGD(0.01))
print(float(val_step(model, data, tf.keras.metrics.MeanSquaredError())))
print(float(tf.reduce_mean(model(rows, training=True))))  # expect: BNL105
