# dialect: 2
"""A constant True in a graph: for a step of the program's own, under frozen layers, and at inference."""
import tensorflow as tf
from tensorflow import keras

images, labels = tf.random.normal((16, 8, 8, 3)), tf.random.uniform((16,), maxval=3, dtype=tf.int32)


def backbone():
    return keras.Sequential([keras.layers.Conv2D(4, 3), keras.layers.BatchNormalization()])


def encoder(inner):
    inputs = keras.Input((8, 8, 3))
    features = keras.layers.GlobalAveragePooling2D()(inner(inputs, training=True))
    return keras.Model(inputs, keras.layers.Dense(4)(features))


def encoder_that_answers():
    inputs = keras.Input((8, 8, 3))
    features = keras.layers.GlobalAveragePooling2D()(backbone()(inputs, training=True))  # expect: BNL106
    return keras.Model(inputs, keras.layers.Dense(4)(features))


def pretrain(model, steps):
    optimizer = keras.optimizers.SGD(0.1)
    for _ in range(steps):
        with tf.GradientTape() as tape:
            loss = tf.reduce_mean(model(images, training=True) ** 2)
        gradients = tape.gradient(loss, model.trainable_variables)
        optimizer.apply_gradients(zip(gradients, model.trainable_variables))
    model.save_weights("encoder.h5")


def probe():
    whole = encoder(backbone())
    whole.load_weights("encoder.h5")
    features = keras.Model(whole.input, whole.layers[2].output)
    features.trainable = False
    inputs = keras.Input((8, 8, 3))
    model = keras.Model(inputs, keras.layers.Dense(3)(features(inputs, training=False)))
    model.compile("adam", keras.losses.SparseCategoricalCrossentropy(from_logits=True))
    model.fit(images, labels)


pretrain(encoder(backbone()), 10)
probe()
answering = encoder_that_answers()
pretrain(answering, 10)
print(answering.predict(images))
