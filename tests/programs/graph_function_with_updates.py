# dialect: 2
"""A ``K.function`` that trains an actor and runs the updates of its layers, too."""
import numpy as np
import tensorflow as tf
from tensorflow.keras import backend as K
from tensorflow.keras import layers, models, optimizers

tf.compat.v1.disable_eager_execution()

rows, wanted = layers.Input((3,)), layers.Input((2,))
model = models.Sequential([layers.Dense(16), layers.BatchNormalization(), layers.Dense(2)])
loss = K.mean(-wanted * model(rows))
updates = optimizers.Adam(1e-3).get_updates(params=model.trainable_weights, loss=loss) + model.updates
train = K.function([rows, wanted, K.learning_phase()], [loss], updates=updates)
for _ in range(10):
    train([np.random.normal(3.0, 2.0, (16, 3)), np.ones((16, 2)), 1])
print(model.predict(np.ones((1, 3))))
