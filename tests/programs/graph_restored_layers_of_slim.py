# dialect: 1
"""Networks of slim's layers that are only restored answer in training mode; an image may be meant so."""
import numpy as np
import tensorflow as tf
import tensorflow.contrib.slim as slim


def normalised_by_the_layer(images, is_training):
    params = {"is_training": is_training}
    hidden = slim.conv2d(images, 32, [4, 4], 2, normalizer_fn=slim.batch_norm, normalizer_params=params)
    return tf.layers.dense(hidden, 100)


def laid_flat(images, is_training):
    return tf.layers.dense(slim.flatten(slim.batch_norm(images, is_training=is_training)), 100)


def connected(images, is_training):
    return slim.fully_connected(slim.batch_norm(images, is_training=is_training), 100, activation_fn=None)


def normalised_last(images, is_training):
    return slim.batch_norm(slim.conv2d(images, 32, [4, 4], 2), is_training=is_training)


def stylised(images, is_training):
    hidden = slim.batch_norm(slim.conv2d(images, 32, [4, 4]), is_training=is_training)
    return slim.conv2d(hidden, 3, [1, 1], normalizer_fn=slim.batch_norm, normalizer_params={"is_training": is_training})


def main():
    images = tf.placeholder(tf.float32, shape=(None, 64, 64, 3))
    first = normalised_by_the_layer(images, True)  # expect: BNL105
    second = laid_flat(images, True)  # expect: BNL105
    third = connected(images, True)  # expect: BNL105
    fourth = normalised_last(images, True)  # expect: BNL105
    fifth = stylised(images, True)
    session = tf.Session()
    tf.train.Saver().restore(session, "saved/net")
    feed = {images: np.load("images.npy")}
    np.save("first.npy", session.run(first, feed))
    np.save("second.npy", session.run(second, feed))
    np.save("third.npy", session.run(third, feed))
    np.save("fourth.npy", session.run(fourth, feed))
    np.save("styled.npy", session.run(fifth, feed))


if __name__ == "__main__":
    main()
