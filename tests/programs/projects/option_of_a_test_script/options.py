# dialect: 1
"""Options of all programs: what a program of these changes for its own runs is said on the command line."""
import tensorflow.compat.v1 as tf

tf.flags.DEFINE_boolean("is_training", True, "")
FLAGS = tf.flags.FLAGS
