# dialect: 2
"""A critic that a Lambda's function runs for the combined model: frozen for that one's compile, trained by its own."""
import numpy as np
from tensorflow.keras import Input, Model, layers


def critic():
    rows = Input((8,))
    return Model(rows, layers.Dense(1)(layers.BatchNormalization()(layers.Dense(8)(rows))))


def pair(judge):
    real, fake = Input((8,)), Input((8,))
    model = Model([real, fake], layers.subtract([judge(real), judge(fake)]))
    model.compile("sgd", "mse")
    return model


def combined(generator, judge, both):
    noise, real = Input((4,)), Input((8,))
    judge.trainable = False
    both.trainable = False
    score = layers.Lambda(lambda given: both([given[0], given[1]]))([real, generator(noise)])
    model = Model([noise, real], score)
    model.compile("sgd", "mse")
    return model


noise = Input((4,))
generator = Model(noise, layers.Dense(8)(noise))
judge = critic()
both = pair(judge)
whole = combined(generator, judge, both)
rows, target = np.random.normal(size=(16, 8)), np.ones((16, 1))
for _ in range(3):
    before = judge.get_weights()[0].copy()
    both.train_on_batch([rows, generator.predict(rows[:, :4], verbose=0)], target)
    print("moved by", abs(judge.get_weights()[0] - before).max())
    whole.train_on_batch([rows[:, :4], rows], target)
