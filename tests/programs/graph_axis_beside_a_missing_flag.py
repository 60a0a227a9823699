# dialect: 1
"""A wrong axis shows itself in inference mode, too: it is said beside the flag that is missing at the same call."""
import tensorflow.compat.v1 as tf

tf.disable_v2_behavior()

images = tf.placeholder(tf.float32, [None, 8, 8, 3])
kernel = tf.get_variable("kernel", [3, 3, 3, 4])
hidden = tf.nn.conv2d(images, kernel, [1, 1, 1, 1], "SAME")
hidden = tf.layers.batch_normalization(  # expect: BNL112
    hidden,
    axis=1,  # expect: BNL401
)
planes = tf.nn.depthwise_conv2d(tf.transpose(hidden, [0, 3, 1, 2]), kernel, [1, 1, 1, 1], "SAME", data_format="NCHW")
planes = tf.layers.batch_normalization(planes, axis=1)  # expect: BNL112
step = tf.train.AdamOptimizer(0.01).minimize(tf.reduce_mean(hidden**2) + tf.reduce_mean(planes**2))
