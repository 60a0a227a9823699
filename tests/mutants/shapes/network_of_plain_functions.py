# why: functions and a plain class build the forward pass and pass the flag to each layer
# dialect: any
import tensorflow as tf
from tensorflow.keras.layers import BatchNormalization, Conv1D, Dense

conv = Conv1D(4, 3, padding="same", use_bias=False)
conv_norm = BatchNormalization()


def features(signal, training):
    h = conv_norm(conv(signal), training=training)
    return tf.reduce_max(tf.nn.relu(h), axis=1)


class Head:
    def __init__(self, classes):
        self.hidden = Dense(8, use_bias=False)
        self.norm = BatchNormalization()
        self.logits = Dense(classes)

    def forward(self, h, training=False):
        h = self.norm(self.hidden(h), training=training)
        return self.logits(tf.nn.relu(h))

    @property
    def weights(self):
        return [*self.hidden.trainable_weights, *self.norm.trainable_weights, *self.logits.trainable_weights]


head = Head(3)
signals = tf.random.normal((16, 20, 2), mean=1.0)
labels = tf.random.uniform((16,), maxval=3, dtype=tf.int32)

for _ in range(2):
    with tf.GradientTape() as tape:
        h = features(signals, training=True)
        scores = head.forward(h, training=True)
        loss = tf.reduce_mean(tf.nn.sparse_softmax_cross_entropy_with_logits(labels, scores))
    weights = [*conv.trainable_weights, *conv_norm.trainable_weights, *head.weights]
    for weight, gradient in zip(weights, tape.gradient(loss, weights)):
        weight.assign_sub(0.1 * gradient)

print(tf.argmax(head.forward(features(signals, training=False)), axis=1))
