# dialect: 1
"""Names of TF1 in TensorFlow 2, which is eager: where a tape has the gradients and no graph is made, none is waited for."""
import numpy as np
import tensorflow.compat.v1 as tf


class Critic:
    def __init__(self):
        self.norm = tf.layers.BatchNormalization(momentum=0.9)
        self.score = tf.layers.Dense(1)
        self.optimizer = tf.train.GradientDescentOptimizer(0.1)

    def __call__(self, states, training):
        return self.score(self.norm(states, training=training))

    def learn(self, states, returns):
        with tf.GradientTape() as tape:
            loss = tf.reduce_mean(tf.square(self(states, True) - returns))
        weights = self.norm.trainable_weights + self.score.trainable_weights
        self.optimizer.apply_gradients(zip(tape.gradient(loss, weights), weights))


critic = Critic()
for _ in range(3):
    critic.learn(np.random.rand(16, 4).astype("float32"), np.random.rand(16, 1).astype("float32"))
print(critic(np.random.rand(2, 4).astype("float32"), False))
