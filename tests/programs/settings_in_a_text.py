"""Settings stand in texts of the program, as JSON, YAML, or literals; what they say counts like what a dict says."""

import ast
import json

import numpy as np
import yaml
from tensorflow import keras

SETTINGS = json.loads('{"norm": {"momentum": 0.1}, "usual": {"momentum": 0.9}, "widths": [8, 4]}')
TRAINING = yaml.safe_load("""
# A text that is longer than what names a layer, or what an option of the command line may be: this is all that the
# program says about its training, and more than one line of it says nothing but what the other lines are there for.
batch_size: 1
epochs: 2
""")
USUAL = yaml.load("{batch_size: 16, epochs: 2}", yaml.SafeLoader)
LAST = ast.literal_eval("{'momentum': 1.5, 'epsilon': 1e-3}")
BROKEN = "{'momentum': 0.1"
EXPONENT = yaml.load("{momentum: 1e-1, epsilon: 1.0e-3}", Loader=yaml.FullLoader)
TIMES = yaml.safe_load("{2026-11-30: 3, usual: .2}")
LONG = json.loads(json.dumps(SETTINGS))


def norms(x):
    x = keras.layers.BatchNormalization(**SETTINGS["norm"])(x)  # expect: BNL303
    x = keras.layers.BatchNormalization(**SETTINGS["usual"])(x)
    x = keras.layers.BatchNormalization(momentum=TIMES["usual"])(x)  # expect: BNL303
    x = keras.layers.BatchNormalization(**LAST)(x)  # expect: BNL301
    x = keras.layers.BatchNormalization(**LONG["norm"])(x)
    x = keras.layers.BatchNormalization(**json.loads('{"momentum": 0.1}', object_hook=lambda _: {"momentum": 0.9}))(x)
    if isinstance(EXPONENT["momentum"], float):  # of "1e-1" YAML makes a text
        x = keras.layers.BatchNormalization(**EXPONENT)(x)
    try:
        x = keras.layers.BatchNormalization(**ast.literal_eval(BROKEN))(x)
    except SyntaxError:
        pass
    return x


inputs = keras.Input((4,))
hidden = inputs
for width in SETTINGS["widths"]:
    hidden = keras.layers.Dense(width)(hidden)
net = keras.Model(inputs, keras.layers.Dense(1)(norms(hidden)))
net.compile("adam", "mse")
net.fit(np.random.rand(64, 4), np.random.rand(64), **TRAINING)  # expect: BNL202
net.fit(np.random.rand(64, 4), np.random.rand(64), **USUAL)
print(net.predict(np.random.rand(64, 4)))
