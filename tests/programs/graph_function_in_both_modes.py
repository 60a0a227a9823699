# dialect: 2
"""A head that is normalised without a flag behind a trunk in training mode: a ``K.function`` leaves its statistics."""
import numpy as np
import tensorflow as tf
from tensorflow.keras import backend as K
from tensorflow.keras import layers, models, optimizers

tf.compat.v1.disable_eager_execution()

images, wanted = layers.Input((16, 16, 1)), layers.Input((1,))
h = layers.Conv2D(8, 4, use_bias=False)(images)
h = layers.LeakyReLU(0.2)(layers.BatchNormalization(momentum=0.9)(h, training=1))
h = layers.Dropout(0.5)(h, training=1)
h = layers.Dense(16, activation="relu")(layers.GlobalAveragePooling2D()(h))
model = models.Model(images, layers.Dense(1)(layers.BatchNormalization()(h)))
loss = K.mean(K.square(model.output - wanted))
updates = optimizers.Adam(2e-4).get_updates(model.trainable_weights, [], loss)  # expect: BNL112
train = K.function([images, wanted, K.learning_phase()], [loss], updates)
for _ in range(10):
    train([np.random.rand(4, 16, 16, 1), np.ones((4, 1)), 1])
print(model.predict(np.random.rand(1, 16, 16, 1)))
