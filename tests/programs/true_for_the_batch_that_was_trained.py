"""How good a step's own batch is may be asked in training mode; other data may not, in the same loop or a later one."""
import tensorflow as tf
from tensorflow import keras
from tensorflow.keras import layers

ROWS, LABELS = tf.random.normal((64, 8)), tf.zeros((64,), tf.int64)
OTHERS = tf.random.normal((8, 8))
model = keras.Sequential([keras.Input((8,)), layers.Dense(8), layers.BatchNormalization(), layers.Dense(2)])
optimizer = keras.optimizers.SGD(0.1)
loss_of = keras.losses.SparseCategoricalCrossentropy(from_logits=True)


def batches(number):
    for start in range(0, 64, number):
        yield ROWS[start : start + number], LABELS[start : start + number]


def accuracy(network, x, y, training):
    return tf.reduce_mean(tf.cast(tf.argmax(network(x, training=training), 1) == y, tf.float32))


@tf.function
def train_step(x, y):
    with tf.GradientTape() as tape:
        loss = loss_of(y, model(x, training=True))
    optimizer.apply_gradients(zip(tape.gradient(loss, model.trainable_variables), model.trainable_variables))


for images, labels in batches(8):
    train_step(images, labels)
    print("of the step", accuracy(model, images, labels, True))
    print("its answers", tf.argmax(model(images, training=True), 1))
    print("other data", tf.argmax(model(OTHERS, training=True), 1))  # expect: BNL105
for images, labels in batches(16):
    print("later", tf.argmax(model(images, training=True), 1))  # expect: BNL105
