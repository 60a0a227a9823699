# dialect: any
"""One row at a time for the answers of a service: training mode is the mistake there, the batch where it is trained."""
import tensorflow as tf
from tensorflow import keras
from tensorflow.keras import layers


def network():
    return keras.Sequential([keras.Input((12,)), layers.Dense(32), layers.BatchNormalization(), layers.Dense(1)])


class Service:
    def __init__(self, path):
        self.net = network()
        self.net.load_weights(path)

    def score(self, user):
        return self.net(tf.constant([user], tf.float32), training=True)[0]  # expect: BNL105

    def adapt(self, user, clicks, optimizer):
        with tf.GradientTape() as tape:
            loss = tf.reduce_mean((self.net(tf.constant([user]), training=True) - clicks) ** 2)  # expect: BNL202
        weights = self.net.trainable_variables
        optimizer.apply_gradients(zip(tape.gradient(loss, weights), weights))


network().save_weights("service.weights.h5")
service = Service("service.weights.h5")
user = [float(number) for number in range(12)]
service.adapt(user, 1.0, keras.optimizers.SGD(0.01))
answer = service.score(user)
print(answer)
