"""One BN layer before everything: two inputs of the same kind may share it, two branches may not."""
import keras

left, right = keras.Input((3,)), keras.Input((3,))
norm = keras.layers.BatchNormalization()
shared = keras.Model([left, right], keras.layers.Concatenate()([norm(left), norm(right)]))

norm = keras.layers.BatchNormalization()
one = norm(keras.layers.Dense(4)(left))
two = norm(keras.layers.Dense(4)(right))  # expect: BNL402
mixed = keras.Model([left, right], keras.layers.Concatenate()([one, two]))
