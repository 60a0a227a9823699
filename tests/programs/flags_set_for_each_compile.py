# dialect: 2
"""All flags are set before each compile, those of models that the compiled one does not hold, too: each keeps its own."""
import numpy as np
from tensorflow import keras
from tensorflow.keras import layers


def net(name):
    return keras.Sequential([keras.Input((4,)), layers.Dense(4), layers.BatchNormalization()], name=name)


generator, critic = net("generator"), net("critic")
rows = np.random.normal(size=(32, 4)).astype("float32")


def compiled(inputs, outputs, learns):
    for part in (generator, critic):
        for layer in part.layers:
            layer.trainable = part is learns
    model = keras.Model(inputs, outputs)
    model.compile("adam", "mse")
    return model


noise = keras.Input((4,))
learn_generator = compiled(noise, critic(generator(noise)), generator)
image = keras.Input((4,))
learn_critic = compiled(image, critic(image), critic)
for _ in range(30):
    learn_critic.train_on_batch(rows, rows)
    learn_generator.train_on_batch(rows, rows)

alone = net("alone")
alone.compile("adam", "mse")
alone.layers[-1].trainable = False  # expect: BNL109
learn_critic.compile("adam", "mse")
alone.fit(rows, rows, epochs=30)
