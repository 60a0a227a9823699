# why: a gradient by the inputs that trains the model is one per sample only where each sample is normalised by itself
# dialect: any
# optin: yes
import tensorflow as tf
from tensorflow import keras
from tensorflow.keras import layers


def critic_net(norm):
    return keras.Sequential([keras.Input((4,)), layers.Dense(8, use_bias=False), norm, layers.LeakyReLU(0.2), layers.Dense(1)])


optimizer = keras.optimizers.SGD(0.01)
REAL = tf.random.normal((16, 4))


# WGAN-GP as a model with a step of its own: the gradient comes from a list, the penalty from a method.
class Wgan(keras.Model):
    def __init__(self, critic):
        super().__init__()
        self.critic = critic

    def gradient_penalty(self, images):
        with tf.GradientTape() as gp_tape:
            gp_tape.watch(images)
            pred = self.critic(images, training=True)  # expect: BNL405
        grads = gp_tape.gradient(pred, [images])[0]
        norm = tf.sqrt(tf.reduce_sum(tf.square(grads), axis=[1]))
        return tf.reduce_mean((norm - 1.0) ** 2)

    def train_step(self, real):
        with tf.GradientTape() as tape:
            cost = -tf.reduce_mean(self.critic(real, training=True))
            loss = cost + 10.0 * self.gradient_penalty(real)
        grads = tape.gradient(loss, self.critic.trainable_variables)
        self.optimizer.apply_gradients(zip(grads, self.critic.trainable_variables))
        return {"loss": loss}


wgan = Wgan(critic_net(layers.BatchNormalization()))  # expect: BNL304
wgan.compile(optimizer=keras.optimizers.SGD(0.01))
wgan.fit(REAL, batch_size=8)


# R1: the penalty is on the gradient at the real samples, and the same call scores them.
def r1(critic, real):
    with tf.GradientTape() as tape:
        with tf.GradientTape() as inner:
            inner.watch(real)
            score = critic(real, training=True)  # expect: BNL405
        slope = inner.gradient(score, real)
        loss = tf.reduce_mean(tf.nn.softplus(-score)) + 5.0 * tf.reduce_mean(tf.reduce_sum(slope**2, axis=1))
    grads = tape.gradient(loss, critic.trainable_variables)
    keras.optimizers.SGD(0.01).apply_gradients(zip(grads, critic.trainable_variables))


r1(critic_net(layers.BatchNormalization()), REAL)  # expect: BNL304


# The penalty looks at the critic in inference mode, or each sample is normalised by itself.
def penalised(critic, real, flag):
    with tf.GradientTape() as tape:
        with tf.GradientTape() as inner:
            inner.watch(real)
            score = critic(real, training=flag)
        slope = tf.norm(inner.gradient(score, real), axis=1)
        loss = -tf.reduce_mean(critic(real, training=True)) + tf.reduce_mean((slope - 1.0) ** 2)
    grads = tape.gradient(loss, critic.trainable_variables)
    keras.optimizers.SGD(0.01).apply_gradients(zip(grads, critic.trainable_variables))


penalised(critic_net(layers.BatchNormalization()), REAL, False)  # expect: BNL304
penalised(critic_net(layers.LayerNormalization()), REAL, True)

# The gradient makes an adversarial example, which is what the model is trained on.
net = critic_net(layers.BatchNormalization())  # expect: BNL304
for _ in range(3):
    with tf.GradientTape() as tape:
        with tf.GradientTape() as inner:
            inner.watch(REAL)
            score = tf.reduce_mean(net(REAL, training=True))
        worse = REAL + 0.1 * tf.sign(inner.gradient(score, REAL))
        loss = tf.reduce_mean(net(worse, training=True) ** 2)
    grads = tape.gradient(loss, net.trainable_variables)
    optimizer.apply_gradients(zip(grads, net.trainable_variables))

# A map of saliency is looked at.
with tf.GradientTape() as tape:
    tape.watch(REAL)
    score = net(REAL, training=False)
print(tf.abs(tape.gradient(score, REAL)))
