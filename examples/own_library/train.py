"""Trains a classifier with the blocks and the trainer of an installed package."""

import keras
from visionkit.layers import ConvBN
from visionkit.training import Trainer, evaluate


def build_model():
    """Two blocks and a head."""
    inputs = keras.Input((32, 32, 3))
    x = ConvBN(32)(inputs)
    x = ConvBN(64)(x)
    x = keras.layers.GlobalAveragePooling2D()(x)
    return keras.Model(inputs, keras.layers.Dense(10)(x))


def loss(model, images, labels):
    """What the trainer minimises, by its gradient with respect to the model's weights."""
    logits = model(images)  # expect: BNL102
    return keras.losses.sparse_categorical_crossentropy(labels, logits, from_logits=True)


(images, labels), (test_images, test_labels) = keras.datasets.cifar10.load_data()
model = build_model()
trainer = Trainer(model, keras.optimizers.Adam())
trainer.run(loss, images, labels, batch_size=64)
print(evaluate(model, test_images, test_labels))
