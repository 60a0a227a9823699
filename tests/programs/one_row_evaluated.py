"""One row is a batch of one, whatever the batch size: in a test step in training mode, and what ``predict`` returns."""
import keras
import numpy as np

x, y = np.random.normal(size=(1, 3)), np.ones((1, 3))


class Net(keras.Model):
    def __init__(self):
        super().__init__()
        self.norm = keras.layers.BatchNormalization()

    def call(self, x, training=None):
        return self.norm(x, training=training)

    def test_step(self, data):
        x, y = data
        return {"error": keras.losses.mean_squared_error(y, self(x, training=True))}  # expect: BNL202


model = Net()
model.compile("sgd", "mse")
model.evaluate(x, y, verbose=0)

maker = keras.Sequential([keras.Input((3,)), keras.layers.Dense(3)])
critic = keras.Sequential([keras.Input((3,)), keras.layers.BatchNormalization(), keras.layers.Dense(3)])
critic.compile("sgd", "mse")
fake = maker.predict(x, verbose=0)
critic.train_on_batch(fake, y)  # expect: BNL202
