# dialect: 1
"""Blocks of a Functional model, which Keras trains, beside an Estimator's graph without BN in the same class."""
import tensorflow as tf
from tensorflow.keras.layers import Activation, BatchNormalization, Concatenate, Conv2D, Dense, Flatten, Input
from tensorflow.keras.models import Model

from settings import Settings


class Networks(Settings):
    def __init__(self, config):
        super().__init__(config)
        self.config = config

    def dense_block(self, x, filters, count):
        for _ in range(count):
            h = Activation("relu")(BatchNormalization()(x))
            h = Conv2D(filters, 3, use_bias=False, padding="same")(h)
            x = Concatenate()([x, h])
        return x

    def transition(self, x, filters):
        h = Activation("relu")(BatchNormalization()(x))
        return Conv2D(filters, 1, use_bias=False)(h)

    def keras_model(self):
        images = Input(shape=(self.config.height, self.config.width, self.config.channels))
        h = self.dense_block(Conv2D(4, 3)(images), 4, 10)
        h = self.dense_block(self.transition(h, 4), 4, 10)
        model = Model(images, Dense(self.config.classes, activation="softmax")(Flatten()(h)))
        model.compile(loss="categorical_crossentropy", optimizer="adam", metrics=["accuracy"])
        return model

    def model_fn(self, features, labels, mode, params, config):
        net = tf.layers.conv2d(inputs=features["images"], filters=32, kernel_size=3, activation=tf.nn.relu)
        logits = tf.layers.dense(inputs=tf.layers.flatten(net), units=self.config.classes)
        if mode == tf.estimator.ModeKeys.PREDICT:
            spec = tf.estimator.EstimatorSpec(mode=mode, predictions=tf.argmax(logits, axis=1))
        else:
            loss = tf.reduce_mean(tf.nn.softmax_cross_entropy_with_logits(labels=labels, logits=logits))
            optimizer = tf.train.AdamOptimizer(learning_rate=params["learning_rate"])
            train_op = optimizer.minimize(loss=loss, global_step=tf.train.get_global_step())
            spec = tf.estimator.EstimatorSpec(mode=mode, loss=loss, train_op=train_op)
        return spec
