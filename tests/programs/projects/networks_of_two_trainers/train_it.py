# dialect: 1
import networks
import numpy as np
import tensorflow.compat.v1 as tf

tf.disable_v2_behavior()


def main():
    x = tf.placeholder(tf.float32, [None, 4])
    out = networks.create(x, "normalised", is_training=True)
    loss = tf.reduce_mean((out - x[:, :1]) ** 2)
    with tf.control_dependencies(tf.get_collection(tf.GraphKeys.UPDATE_OPS)):
        step = tf.train.AdamOptimizer().minimize(loss)
    with tf.Session() as session:
        session.run(tf.global_variables_initializer())
        train_rows, test_rows = np.random.rand(8, 4), np.random.rand(8, 4)
        for _ in range(3):
            session.run(step, {x: train_rows})
        print("test", session.run(loss, {x: test_rows}))


if __name__ == "__main__":
    main()
