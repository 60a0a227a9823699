# dialect: any
"""A layer whose result is overwritten before anybody reads it is in no model; what somebody may read counts."""

import keras
from keras import layers


def ghost(x):
    features = layers.Conv2D(8, 3, padding="same", use_bias=False)(x)
    more = layers.BatchNormalization(momentum=0.11)(features)
    more = layers.Activation("relu")(more)
    print(features.shape)
    more = layers.DepthwiseConv2D(3, padding="same", use_bias=False)(more)
    more = layers.BatchNormalization(momentum=0.12)(features)  # expect: BNL303
    return layers.Concatenate()([features, layers.ReLU()(more)])


def in_a_loop(x):
    for width in (8, 16):
        x = layers.Dense(width)(x)
        side = layers.BatchNormalization(momentum=0.13, axis=0)(x)
        side = layers.BatchNormalization(momentum=0.9)(x)
        x = layers.Add()([x, side])
    return x


def left_early(x, widths):
    for width in widths:
        side = layers.BatchNormalization(momentum=0.14)(x)  # expect: BNL303
        if width > 8:
            break
        side = layers.BatchNormalization(momentum=0.15)(x)  # expect: BNL303
    return layers.Add()([x, side])


def read_in_between(x):
    side = layers.BatchNormalization(momentum=0.16)(x)  # expect: BNL303
    both = [x, side]
    side = layers.Dense(8)(x)
    return layers.Add()([*both, side])


def added_to_itself(x):
    side = layers.BatchNormalization(momentum=0.17)(x)  # expect: BNL303
    side = layers.Dense(8)(layers.Add()([side, x]))
    side += x
    return side


def added_by_a_function(x):
    side = layers.BatchNormalization(momentum=0.25)(x)  # expect: BNL303
    side = layers.add([side, x])
    side = layers.Dense(8)(x)
    return side


def read_by_another(x):
    side = layers.BatchNormalization(momentum=0.18)(x)  # expect: BNL303
    shown = (lambda: side)()
    side = layers.Dense(8)(x)
    return layers.Add()([shown, side])


def made_before(x):
    norm = layers.BatchNormalization(momentum=0.19)  # expect: BNL303
    side = norm(x)
    side = norm(layers.ReLU()(x))
    return side


def two_names(x):
    side = kept = layers.BatchNormalization(momentum=0.2)(x)  # expect: BNL303
    side = layers.Dense(8)(x)
    return layers.Add()([kept, side])


def when_it_fails(x, other):
    try:
        side = layers.BatchNormalization(momentum=0.21)(x)  # expect: BNL303
        other.build()
        side = layers.Dense(8)(x)
    except ValueError:
        pass
    return side


def kept_outside(x):
    global side
    side = layers.BatchNormalization(momentum=0.22)(x)  # expect: BNL303
    show()
    side = layers.Dense(8)(x)
    return side


def show():
    print(side.shape)


def seen_by_name(x):
    side = layers.BatchNormalization(momentum=0.23)(x)  # expect: BNL303
    print(locals())
    side = layers.Dense(8)(x)
    return side


def the_last(x):
    side = layers.BatchNormalization(momentum=0.24)(x)  # expect: BNL303
    side = layers.ReLU()(side)
    return side


flat = keras.Input((8,))
image = keras.Input((8, 8, 3))
outputs = [
    ghost(image),
    in_a_loop(flat),
    left_early(flat, (8,)),
    read_in_between(flat),
    added_to_itself(flat),
    added_by_a_function(flat),
    read_by_another(flat),
    made_before(flat),
    two_names(flat),
    when_it_fails(flat, keras.Sequential()),
    kept_outside(flat),
    seen_by_name(flat),
    the_last(flat),
]
model = keras.Model([flat, image], outputs)
