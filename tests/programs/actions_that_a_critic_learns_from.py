# dialect: any
"""An agent acts in training mode, whatever its critic learns from the action; what a step makes for it is no answer."""
import numpy as np
import tensorflow as tf
from tensorflow.keras import layers


def mlp(n_in, n_out):
    hidden = [layers.Dense(16), layers.BatchNormalization(), layers.ReLU()]
    return tf.keras.Sequential([tf.keras.Input((n_in,)), *hidden, layers.Dense(n_out)])


class Agent:
    def __init__(self, n_obs, n_act):
        self.actor, self.critic = mlp(n_obs, n_act), mlp(n_obs + n_act, 1)
        self.for_actor, self.for_critic = tf.keras.optimizers.Adam(1e-4), tf.keras.optimizers.Adam(1e-3)

    def choose_action(self, observation):
        action = self.actor(tf.convert_to_tensor(observation), training=True)  # expect: BNL105
        return np.clip(action.numpy() + np.random.normal(0, 0.1, action.shape), -1, 1)

    def target_action(self, states):
        return self.actor(states, training=True)

    def learn(self, states, actions, target):
        imagined = self.actor(states, training=True)
        with tf.GradientTape() as tape:
            said = self.critic(tf.concat([states, actions], 1), training=True)
            supposed = self.critic(tf.concat([states, imagined], 1), training=True)
            next_said = self.critic(tf.concat([states, self.target_action(states)], 1), training=True)
            loss = tf.reduce_mean((said - target) ** 2 + supposed**2 + next_said**2)
        weights = self.critic.trainable_variables
        self.for_critic.apply_gradients(zip(tape.gradient(loss, weights), weights))
        with tf.GradientTape() as tape:
            made = tf.concat([states, self.actor(states, training=True)], 1)
            gain = -tf.reduce_mean(self.critic(made, training=True))
        weights = self.actor.trainable_variables
        self.for_actor.apply_gradients(zip(tape.gradient(gain, weights), weights))


agent = Agent(4, 2)
for _ in range(4):
    seen = np.random.randn(8, 4).astype("float32")
    action = agent.choose_action(seen).astype("float32")
    agent.learn(seen, action, np.random.rand(8, 1).astype("float32"))
