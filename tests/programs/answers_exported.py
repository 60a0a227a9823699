"""What a program exports answers whoever loads it, whatever the functions are called."""

import numpy as np
import tensorflow as tf
from tensorflow import keras
from tensorflow.keras import layers


class Ranker(tf.Module):
    def __init__(self, model):
        super().__init__()
        self.model = model

    @tf.function(input_signature=[tf.TensorSpec([None, 4], tf.float32)])
    def rank(self, x):
        return {"score": tf.sigmoid(self.model(x, training=True))}  # expect: BNL105


class Chosen(tf.Module):
    def __init__(self, model):
        super().__init__()
        self.model = model

    @tf.function
    def order(self, x):
        return self.model(x, training=True)  # expect: BNL105


class Quiet(tf.Module):
    def __init__(self, model):
        super().__init__()
        self.model = model

    @tf.function(input_signature=[tf.TensorSpec([None, 4], tf.float32)])
    def rank(self, x):
        return self.model(x, training=False)


class Trained(tf.Module):
    """Whoever loads it trains it further."""

    def __init__(self, model):
        super().__init__()
        self.model, self.optimizer = model, keras.optimizers.SGD(0.1)

    @tf.function(input_signature=[tf.TensorSpec([None, 4], tf.float32), tf.TensorSpec([None, 1], tf.float32)])
    def learn(self, x, y):
        with tf.GradientTape() as tape:
            found = self.model(x, training=True)
            loss = tf.reduce_mean(tf.square(found - y))
        weights = self.model.trainable_variables
        self.optimizer.apply_gradients(zip(tape.gradient(loss, weights), weights))
        return {"loss": loss, "found": found}

    @tf.function(input_signature=[tf.TensorSpec([None, 4], tf.float32)])
    def train_loss(self, x):
        return tf.reduce_mean(self.model(x, training=True))

    @tf.function
    def unnamed(self, x):
        """Nobody has traced it, so that it is not exported."""
        return self.model(x, training=True)


def network():
    model = keras.Sequential([keras.Input((4,)), layers.Dense(64), layers.BatchNormalization(), layers.Dense(1)])
    model.compile("adam", "mse")
    model.fit(np.load("x.npy"), np.load("y.npy"), batch_size=256)
    return model


tf.saved_model.save(Ranker(network()), "ranker")
chosen = Chosen(network())
concrete = chosen.order.get_concrete_function(tf.TensorSpec([None, 4], tf.float32))
open("chosen.tflite", "wb").write(tf.lite.TFLiteConverter.from_concrete_functions([concrete]).convert())
tf.saved_model.save(Quiet(network()), "quiet")
trained = Trained(network())
tf.saved_model.save(trained, "trained", signatures={"learn": trained.learn, "train": trained.train_loss})
model = network()
other = network()


@tf.function(input_signature=[tf.TensorSpec([None, 4], tf.float32)])
def weigh(x):
    return {"weight": model(x, training=True)}  # expect: BNL105


@tf.function(input_signature=[tf.TensorSpec([None, 4], tf.float32)])
def measured(x):
    return {"weight": other(x, training=True)}


model.save("weigher", signatures={"serving_default": weigh})
other.save("measured")
