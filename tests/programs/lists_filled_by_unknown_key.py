"""Lists of a table that are filled under a key which nobody knows are not empty; one that stays empty has no rounds."""
import tensorflow as tf

PARTS = {"0": "train", "1": "test"}


def names_of(path):
    found = {"train": [], "test": []}
    for line in open(path):
        name, part = line.split()
        found[PARTS[part]].append(name)
    return found["train"]


def folds_of(path):
    found = [[], [], []]
    for line in open(path):
        name, number = line.split()
        found[int(number)].append(name)
    return found[0]


def nothing_of(path):
    found = {"train": [], "test": []}
    for line in open(path):
        found["test"].append(line)
    return found["train"]


def train(net, names):
    optimizer = tf.keras.optimizers.Adam()
    for batch in tf.data.Dataset.from_tensor_slices(names).map(tf.io.read_file).batch(32):
        with tf.GradientTape() as tape:
            loss = tf.reduce_mean(net(batch) ** 2)  # expect: BNL102
        optimizer.apply_gradients(zip(tape.gradient(loss, net.trainable_variables), net.trainable_variables))


def train_folds(net, names):
    optimizer = tf.keras.optimizers.Adam()
    for batch in tf.data.Dataset.from_tensor_slices(names).map(tf.io.read_file).batch(32):
        with tf.GradientTape() as tape:
            loss = tf.reduce_mean(net(batch) ** 2)  # expect: BNL102
        optimizer.apply_gradients(zip(tape.gradient(loss, net.trainable_variables), net.trainable_variables))


def train_never(net, names):
    optimizer = tf.keras.optimizers.Adam()
    for batch in tf.data.Dataset.from_tensor_slices(names).map(tf.io.read_file).batch(32):
        with tf.GradientTape() as tape:
            loss = tf.reduce_mean(net(batch) ** 2)
        optimizer.apply_gradients(zip(tape.gradient(loss, net.trainable_variables), net.trainable_variables))


def network():
    return tf.keras.Sequential([tf.keras.layers.Dense(4), tf.keras.layers.BatchNormalization()])


train(network(), names_of("list.txt"))
train_folds(network(), folds_of("list.txt"))
train_never(network(), nothing_of("list.txt"))
