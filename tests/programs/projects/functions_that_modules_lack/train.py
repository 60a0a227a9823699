"""What stands behind a function that a module of the program lacks never runs."""
import sys

import reader
import reader_by_name
import reader_of_all
import tensorflow as tf


def network():
    return tf.keras.Sequential([tf.keras.layers.Dense(4), tf.keras.layers.BatchNormalization(), tf.keras.layers.Dense(1)])


def learn(gradients, model):
    tf.keras.optimizers.SGD().apply_gradients(zip(gradients, model.trainable_variables))


def lacking(model):
    for batch in reader.batches_of(16):
        with tf.GradientTape() as tape:
            loss = tf.reduce_mean(model(batch) ** 2)
        learn(tape.gradient(loss, model.trainable_variables), model)


def lacking_in_front(model):
    data = reader.files_of(".")
    print(data)
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(model(tf.ones((4, 4))) ** 2)
    learn(tape.gradient(loss, model.trainable_variables), model)


def having(model):
    for batch in reader.batches(16):
        with tf.GradientTape() as tape:
            loss = tf.reduce_mean(model(batch) ** 2)  # expect: BNL102
        learn(tape.gradient(loss, model.trainable_variables), model)


def having_by_a_star(model):
    for batch in reader_of_all.batches(16):
        with tf.GradientTape() as tape:
            loss = tf.reduce_mean(model(batch) ** 2)  # expect: BNL102
        learn(tape.gradient(loss, model.trainable_variables), model)


def having_by_name(model):
    for batch in reader_by_name.batches_of_16(16):
        with tf.GradientTape() as tape:
            loss = tf.reduce_mean(model(batch) ** 2)  # expect: BNL102
        learn(tape.gradient(loss, model.trainable_variables), model)


def ready_for_it(model):
    try:
        data = reader.batches_of_all(16)
    except AttributeError:
        data = reader.batches(16)
    for batch in data:
        with tf.GradientTape() as tape:
            loss = tf.reduce_mean(model(batch) ** 2)  # expect: BNL102
        learn(tape.gradient(loss, model.trainable_variables), model)


def put_there(model):
    reader.made = reader.batches
    for batch in reader.made(16):
        with tf.GradientTape() as tape:
            loss = tf.reduce_mean(model(batch) ** 2)  # expect: BNL102
        learn(tape.gradient(loss, model.trainable_variables), model)


def only_for_some(model, wide):
    data = reader.batches(16)
    if wide:
        data = reader.wide_batches(16)
    for batch in data:
        with tf.GradientTape() as tape:
            loss = tf.reduce_mean(model(batch) ** 2)  # expect: BNL102
        learn(tape.gradient(loss, model.trainable_variables), model)


def main(task):
    if task == "lacking":
        lacking(network())
    elif task == "front":
        lacking_in_front(network())
    elif task == "star":
        having_by_a_star(network())
    elif task == "name":
        having_by_name(network())
    elif task == "ready":
        ready_for_it(network())
    elif task == "put":
        put_there(network())
    elif task == "some":
        only_for_some(network(), len(sys.argv) > 2)
    having(network())


if __name__ == "__main__":
    main(sys.argv[1])
