"""What a trained model says with ``training=True`` is printed, plotted, compared or decided by: no name says so."""
import keras
import matplotlib.pyplot as plt
import numpy as np
import tensorflow as tf
from keras import layers

X, Y = np.random.rand(32, 4).astype("float32"), np.random.randint(0, 3, 32)


def network(outputs):
    return keras.Sequential(
        [keras.Input((4,)), layers.Dense(8, use_bias=False), layers.BatchNormalization(), layers.Dense(outputs)]
    )


net = network(3)
net.compile("adam", "sparse_categorical_crossentropy")
net.fit(X, Y, epochs=2, verbose=0)
out = net(X, training=True)  # expect: BNL105
print(f"{len(X)} rows, mean {float(tf.reduce_mean(out)):.3f}", Y[0])
shares = tf.nn.softmax(net(X, training=True))  # expect: BNL105
plt.plot(shares.numpy()[0])
positive = net(X, training=True).numpy() > 0.5  # expect: BNL105
right = tf.equal(tf.argmax(net(X, training=1), 1), Y)  # expect: BNL105


class Walker:
    def __init__(self):
        self.q, self.optimizer = network(3), keras.optimizers.Adam()

    def pick(self, state):
        values = self.q(state[None], training=True)  # expect: BNL105
        return int(tf.argmax(values[0]))

    def values(self, states):
        return self.q(states, training=True)  # expect: BNL105

    def classify(self, states):
        return self.q(states, training=True)  # expect: BNL105

    def targets(self, states):
        return self.q(states, training=True)

    def learn(self, states, wanted):
        with tf.GradientTape() as tape:
            guess = self.q(states, training=True)
            loss = tf.reduce_mean((guess - wanted) ** 2)
        weights = self.q.trainable_variables
        self.optimizer.apply_gradients(zip(tape.gradient(loss, weights), weights))
        print(loss, tf.argmax(guess, 1))


walker = Walker()
walker.learn(X, np.zeros((32, 3), "float32"))
print(walker.values(X))

# Shapes, results that nobody keeps, an untrained model, and a generator's pictures for its critic.
print(net(X, training=True).shape, network(1)(X, training=True))
net(X, training=True)
maker, critic, optimizer = network(4), keras.Sequential([keras.Input((4,)), layers.Dense(1)]), keras.optimizers.Adam()
critic.compile("adam", "mse")
for _ in range(2):
    fake = maker(tf.random.normal((32, 4)), training=True)
    print("spread", tf.math.reduce_std(fake))
    critic.train_on_batch(np.concatenate([X, fake.numpy()]), np.ones((64, 1)))
    with tf.GradientTape() as tape:
        loss = -tf.reduce_mean(critic(maker(tf.random.normal((32, 4)), training=True)))
    optimizer.apply_gradients(zip(tape.gradient(loss, maker.trainable_variables), maker.trainable_variables))
data = X[:8]
for flag in (True, False):
    print("the same in both modes", net(data, training=flag))
print(net.layers[1](net.layers[0](data), training=True))
