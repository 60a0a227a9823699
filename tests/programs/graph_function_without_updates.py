# dialect: 2
"""An actor that a ``K.function`` trains: the optimizer's updates alone leave the moving statistics where they are."""
import numpy as np
import tensorflow as tf
from tensorflow.keras import backend as K
from tensorflow.keras import layers, models, optimizers

tf.compat.v1.disable_eager_execution()


class Actor:
    def __init__(self, states, actions):
        rows = layers.Input((states,))
        hidden = layers.BatchNormalization()(layers.Dense(16, activation="relu")(rows))
        answers = layers.Dense(actions, activation="sigmoid")(hidden)
        self.model = models.Model(rows, answers)
        wanted = layers.Input((actions,))
        loss = K.mean(-wanted * answers)
        updates = optimizers.Adam(1e-3).get_updates(params=self.model.trainable_weights, loss=loss)  # expect: BNL112
        self.train = K.function([rows, wanted, K.learning_phase()], [loss], updates=updates)


class Critic:
    def __init__(self, states):
        rows = layers.Input((states,))
        self.model = models.Model(rows, layers.Dense(1)(layers.BatchNormalization()(rows)))
        self.model.compile("adam", "mse")
        loss = K.mean(self.model.output)
        updates = optimizers.SGD(1e-3).get_updates(loss, self.model.trainable_weights)
        self.nudge = K.function([rows], [loss], updates=updates)

    def learn(self, rows, targets):
        return self.model.train_on_batch(rows, targets)


actor, critic = Actor(3, 2), Critic(3)
for _ in range(10):
    actor.train([np.random.normal(3.0, 2.0, (16, 3)), np.ones((16, 2)), 1])
    critic.learn(np.random.normal(3.0, 2.0, (16, 3)), np.ones((16, 1)))
print(actor.model.predict(np.ones((1, 3))))
