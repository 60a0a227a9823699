# dialect: 1
"""``Input(tensor=...)``: its channels are those of the tensor, and its rows those of whatever the model is called on."""
import tensorflow as tf

layers = tf.keras.layers


def step_on(model, rows):
    loss = tf.reduce_mean(tf.square(model(rows, training=True)))
    with tf.control_dependencies(model.updates):
        return tf.train.AdamOptimizer(0.1).minimize(loss)


def of_a_shape(rows):
    inputs = layers.Input(shape=(1,), tensor=tf.zeros([1, 1]))
    x = layers.BatchNormalization()(layers.Dense(5)(inputs), training=True)
    return step_on(tf.keras.Model(inputs, layers.Dense(1)(x)), rows)


def of_channels_first(images):
    inputs = layers.Input(tensor=tf.zeros([1, 3, 32, 32]))
    x = layers.Conv2D(8, 3, data_format="channels_first")(inputs)
    x = layers.BatchNormalization()(x, training=True)  # expect: BNL401
    return step_on(tf.keras.Model(inputs, layers.Flatten()(x)), images)


def of_one_row(rows):
    x = layers.BatchNormalization()(layers.Dense(5)(tf.zeros([1, 1])), training=True)  # expect: BNL201
    return tf.reduce_mean(x)


with tf.Session() as session:
    steps = [of_a_shape(tf.ones((10, 1))), of_channels_first(tf.ones((10, 3, 32, 32))), of_one_row(None)]
    session.run(tf.global_variables_initializer())
    session.run(steps)
