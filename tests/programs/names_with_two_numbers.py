"""Layers that are counted in the middle of their names, as far as there are any: those of one block are no other's."""
import tensorflow as tf
from tensorflow.keras import layers


class Net(tf.keras.Model):
    def __init__(self):
        super().__init__()
        self.conv1_block1 = layers.Conv2D(8, 3, padding="same", data_format="channels_first")
        self.bn1_block1 = layers.BatchNormalization()
        self.conv2_block1 = layers.Conv2D(8, 3, padding="same", data_format="channels_first")
        self.bn2_block1 = layers.BatchNormalization()
        self.conv1_block2, self.bn1_block2 = layers.Conv2D(8, 3, padding="same"), layers.BatchNormalization()
        self.conv2_block2, self.bn2_block2 = layers.Conv2D(8, 3, padding="same"), layers.BatchNormalization()
        self.conv_last_block1 = layers.Conv2D(8, 3, padding="same")

    def first_block(self, x, block, training):
        i = 1
        while hasattr(self, "conv{}_block{}".format(i, block)):
            conv, bn = getattr(self, "conv{}_block{}".format(i, block)), getattr(self, "bn%d_block%d" % (i, block))
            x = tf.nn.relu(bn(conv(x), training=training))  # expect: BNL401
            i += 1
        return x

    def second_block(self, x, block, training):
        i = 1
        while True:
            try:
                conv, bn = getattr(self, f"conv{i}_block{block}"), getattr(self, f"bn{i}_block{block}")
            except AttributeError:
                break
            x = tf.nn.relu(bn(conv(x), training=training))
            i += 1
        return x

    def call(self, x, training=None):
        x = tf.transpose(self.first_block(x, 1, training), (0, 2, 3, 1))
        return self.second_block(x, 2, training)


net = Net()
net.compile("sgd", "mse")
