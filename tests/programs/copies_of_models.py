"""A copy of a model is starved by a batch of one as its original is."""
import copy

import numpy as np
from tensorflow import keras

rows, targets = np.random.rand(32, 4).astype("float32"), np.random.rand(32, 1)
images = np.random.rand(32, 8, 8, 3).astype("float32")


def build():
    model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(8), keras.layers.BatchNormalization()])
    model.add(keras.layers.Dense(1))
    model.compile("adam", "mse")
    return model


def build_graph(pooled):
    inputs = keras.Input((8, 8, 3))
    x = keras.layers.Conv2D(4, 3, padding="same")(inputs)
    if pooled:
        x = keras.layers.GlobalAveragePooling2D()(x)
    x = keras.layers.BatchNormalization()(x)
    if not pooled:
        x = keras.layers.GlobalAveragePooling2D()(x)
    model = keras.Model(inputs, keras.layers.Dense(1)(x))
    model.compile("adam", "mse")
    return model


model = build()
model.fit(rows, targets, batch_size=8)
model.save("rows.keras")
loaded = keras.models.load_model("rows.keras")
loaded.fit(rows, targets, batch_size=1)  # expect: BNL202
enough = keras.models.load_model("rows.keras")
enough.fit(rows, targets, batch_size=8)

cloned = keras.models.clone_model(build())
cloned.compile("adam", "mse")
cloned.fit(rows, targets, batch_size=1)  # expect: BNL202

deep = copy.deepcopy(build())
deep.fit(rows, targets, batch_size=1)  # expect: BNL202

again = keras.models.model_from_json(build().to_json())
again.compile("adam", "mse")
again.fit(rows, targets, batch_size=1)  # expect: BNL202

graph = build_graph(True)
other = keras.Model.from_config(graph.get_config())
other.compile("adam", "mse")
other.fit(images, targets, batch_size=1)  # expect: BNL202
by_class = graph.__class__.from_config(graph.get_config())
by_class.compile("adam", "mse")
by_class.fit(images, targets, batch_size=1)  # expect: BNL202

spatial = keras.models.clone_model(build_graph(False))
spatial.compile("adam", "mse")
spatial.fit(images, targets, batch_size=1)

frozen = build()
frozen.layers[1].trainable = False
frozen.save("frozen.keras")
frozen.layers[1].trainable = True
kept = keras.models.load_model("frozen.keras")
kept.fit(rows, targets, batch_size=1)

first, second = build(), build_graph(False)
first.save("either.keras")
second.save("either.keras")
last = keras.models.load_model("either.keras")
last.fit(images, targets, batch_size=1)


def widened(layer):
    if isinstance(layer, keras.layers.BatchNormalization):
        return keras.layers.LayerNormalization()
    return layer.__class__.from_config(layer.get_config())


changed = keras.models.clone_model(build(), clone_function=widened)
changed.compile("adam", "mse")
changed.fit(rows, targets, batch_size=1)

sequence = build()
by_type = type(sequence).from_config(sequence.get_config())
by_type.compile("adam", "mse")
by_type.fit(rows, targets, batch_size=1)  # expect: BNL202

norm = keras.layers.BatchNormalization.from_config(keras.layers.BatchNormalization().get_config())
alone = keras.Sequential([keras.Input((4,)), norm, keras.layers.Dense(1)])
alone.compile("adam", "mse")
alone.fit(rows, targets, batch_size=1)  # expect: BNL202
