"""The first layers of a model that goes on with a library network's graph are that network's: its head learns."""
import tensorflow as tf
from tensorflow.keras import layers

images, labels = tf.random.uniform((8, 224, 224, 3)), tf.zeros(8, tf.int32)


def with_head():
    base = tf.keras.applications.EfficientNetB0(include_top=False, weights="imagenet", pooling="avg")
    x = layers.BatchNormalization()(layers.Dense(64)(base.output))
    return tf.keras.Model(base.input, layers.Dense(5)(layers.ReLU()(x)))


def learn(net, logits_of):
    optimizer = tf.keras.optimizers.Adam()
    for _ in range(3):
        with tf.GradientTape() as tape:
            loss = tf.reduce_mean(tf.nn.sparse_softmax_cross_entropy_with_logits(labels, logits_of(net)))
        weights = net.trainable_variables
        optimizer.apply_gradients(zip(tape.gradient(loss, weights), weights))


first, whole, norms, last = with_head(), with_head(), with_head(), with_head()
for layer in first.layers[:100]:
    layer.trainable = False
for layer in whole.layers[:300]:
    layer.trainable = False
for layer in norms.layers:
    if isinstance(layer, layers.BatchNormalization):
        layer.trainable = False
for layer in last.layers:
    layer.trainable = False
for layer in last.layers[-4:]:
    layer.trainable = True
learn(first, lambda net: net(images))  # expect: BNL102
learn(whole, lambda net: net(images))
learn(norms, lambda net: net(images))
learn(last, lambda net: net(images))  # expect: BNL102
