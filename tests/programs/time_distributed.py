# optin: yes
# Ways of normalising the steps of sequences, one by one or all together.
import numpy as np
import tensorflow as tf
from tensorflow import keras
from tensorflow.keras import layers

SERIES = np.random.normal(size=(8, 8, 4)).astype("float32")
CLIPS = np.random.normal(size=(8, 8, 8, 8, 3)).astype("float32")
Y = np.random.normal(size=(8, 1)).astype("float32")


def fitted(model, x, size):
    model.compile("sgd", "mse")
    model.fit(x, Y, batch_size=size, epochs=700, verbose=0)
    return model


def series(*inside):
    return keras.Sequential([keras.Input((8, 4)), *inside, layers.Flatten(), layers.Dense(1)])


def clips(*inside):
    return keras.Sequential([keras.Input((8, 8, 8, 3)), *inside, layers.LSTM(4), layers.Dense(1)])


fitted(series(layers.TimeDistributed(layers.BatchNormalization())), SERIES, 1)  # expect[3]: BNL205
fitted(series(layers.TimeDistributed(layers.BatchNormalization())), SERIES, 8)  # expect[3]: BNL205
fitted(series(layers.BatchNormalization()), SERIES, 1)
fitted(series(layers.TimeDistributed(layers.Dense(3)), layers.BatchNormalization()), SERIES, 1)

# A network that looks at each frame: convolutions have many values, what is pooled has one.
pooled = keras.Sequential([layers.Conv2D(4, 3, use_bias=False), layers.BatchNormalization(), layers.ReLU()])
pooled.add(layers.GlobalAveragePooling2D())
pooled.add(layers.Dense(4, use_bias=False))
pooled.add(layers.BatchNormalization())
fitted(clips(layers.TimeDistributed(pooled)), CLIPS, 1)  # expect[3]: BNL205

frame = keras.Input((8, 8, 3))
inside = layers.BatchNormalization()(layers.Conv2D(4, 3, use_bias=False)(frame))
look = keras.Model(frame, layers.GlobalAveragePooling2D()(layers.ReLU()(inside)))
wrapper = layers.TimeDistributed(look)  # expect[3]: BNL205
fitted(clips(wrapper), CLIPS, 2)

# A frozen one runs in inference mode, and so does what only predicts.
still = keras.applications.MobileNetV2(include_top=False, weights=None, pooling="avg", input_shape=(32, 32, 3))
still.trainable = False
big = np.zeros((8, 2, 32, 32, 3), "float32")
net = keras.Sequential([keras.Input((2, 32, 32, 3)), layers.TimeDistributed(still), layers.LSTM(4), layers.Dense(1)])
fitted(net, big, 1)
series(layers.TimeDistributed(layers.BatchNormalization())).predict(SERIES, verbose=0)

# The steps of all examples as one batch, and a sequence again.
steps = keras.Input((8, 4))
rows = layers.Reshape((32,))(steps)
fitted(keras.Model(steps, layers.Dense(1)(layers.BatchNormalization()(rows))), SERIES, 8)

# A sequence of one step is one step.
fitted(
    keras.Sequential(
        [
            keras.Input((1, 4)),
            layers.TimeDistributed(layers.BatchNormalization()),
            layers.Flatten(),
            layers.Dense(1),
        ]
    ),
    SERIES[:, :1],
    8,
)


class Tagger(keras.Model):
    def __init__(self):
        super().__init__()
        self.dense = layers.TimeDistributed(layers.Dense(3))
        self.norm = layers.TimeDistributed(layers.BatchNormalization())  # expect[3]: BNL205 # expect: BNL304
        self.out = layers.Dense(1)

    def call(self, x, training=None):
        return self.out(self.norm(self.dense(x), training=training))


tagger, optimizer = Tagger(), keras.optimizers.SGD(0.01)
for x, y in tf.data.Dataset.from_tensor_slices((SERIES, Y)).batch(1):
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean((tagger(x, training=True) - y[:, None]) ** 2)
    weights = tagger.trainable_variables
    optimizer.apply_gradients(zip(tape.gradient(loss, weights), weights))

own = layers.TimeDistributed(layers.BatchNormalization())  # expect[3]: BNL205
print(own(SERIES[:1], training=True), own(SERIES[:1], training=False))


def encoder(length):
    words = keras.Input((length, 4))
    hidden = layers.TimeDistributed(layers.BatchNormalization())(words)  # expect[3]: BNL205
    return keras.Model(words, hidden)


def frozen_encoder(length):
    words = keras.Input((length, 4))
    hidden = layers.TimeDistributed(layers.BatchNormalization(trainable=False))(words)
    return keras.Model(words, hidden)
