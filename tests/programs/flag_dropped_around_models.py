"""A function takes the flag and drops it at a model with BN; without BN, or asked for inference, nothing is lost."""
import keras
import tensorflow as tf


def dropped(net, x, training):
    return net(x)  # expect: BNL107


def plain(net, x, training):
    return net(x)


def asked_for_inference(net, x, training):
    return net(x)


def handed_on(net, x, training):
    return net(x, training=training)


def generate_and_save(net, noise, path, training=False):
    """Here the flag is about the file's name; pictures are drawn in inference mode."""
    images = net(noise)
    tf.io.write_file(f"{path}/last" if training else f"{path}/first", tf.io.serialize_tensor(images))


def make(norm):
    return keras.Sequential([keras.layers.Dense(4), norm, keras.layers.Dense(1)])


data = tf.random.normal((8, 3))
dropped(make(keras.layers.BatchNormalization()), data, True)
plain(make(keras.layers.LayerNormalization()), data, True)
asked_for_inference(make(keras.layers.BatchNormalization()), data, False)
handed_on(make(keras.layers.BatchNormalization()), data, True)
generate_and_save(make(keras.layers.BatchNormalization()), data, "/tmp", training=True)
