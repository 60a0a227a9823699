"""Models without a flag that Keras's ``fit`` does not train: it cannot, or somebody else does."""
import keras
import tensorflow as tf
import trainers
from keras import layers


class Net(keras.Model):
    def __init__(self):
        super().__init__()
        self.hidden = layers.Dense(4, use_bias=False)
        self.norm = layers.BatchNormalization()


class Pair(Net):
    def call(self, image, target):
        return self.norm(self.hidden(tf.concat([image, target], -1)))


class Handed(Net):
    def call(self, x):
        return self.norm(self.hidden(x))


class Served(Net):
    def call(self, x):
        return self.norm(self.hidden(x))


class Distiller(keras.Model):
    def __init__(self):
        super().__init__()
        self.student = keras.Sequential([layers.Dense(4, use_bias=False), layers.BatchNormalization()])
        self.optimizer_of_mine = keras.optimizers.Adam()

    def call(self, x):
        with tf.GradientTape() as tape:
            loss = tf.reduce_mean(self.student(x) ** 2)  # expect: BNL102
        weights = self.student.trainable_weights
        self.optimizer_of_mine.apply_gradients(zip(tape.gradient(loss, weights), weights))
        return loss


class Offered(Net):
    def call(self, x, mask=None):  # expect[3]: BNL103
        return self.norm(self.hidden(x))


trainers.Trainer(model=Handed(), loss=keras.losses.MeanSquaredError()).run()
served = Served()
served(tf.zeros((1, 4)))
served.load_weights("served.weights.h5")
tf.saved_model.save(served, "served")
distiller = Distiller()
for batch in tf.random.normal((3, 16, 4)):
    distiller(batch)
