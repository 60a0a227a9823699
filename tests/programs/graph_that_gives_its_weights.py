"""``training=True`` in a graph of which somebody takes the weights: what else is it asked?"""
import tensorflow as tf
from tensorflow import keras


class Net(keras.Model):
    def __init__(self, classes):
        super().__init__()
        self.norm = keras.layers.BatchNormalization(name="norm")
        self.head = keras.layers.Dense(classes, name="head")

    def call(self, x, training=None):
        return self.head(self.norm(x, training=training))


def student():
    inputs = keras.Input((8,))
    return keras.Model(inputs, Net(3)(inputs))


def from_a_donor():
    donor = Net(90)
    inputs = keras.Input((8,))
    donor = keras.Model(inputs, donor(inputs, training=True))
    donor.load_weights("pretrained.weights.h5")
    model = student()
    for layer in donor.layers[-1].layers:
        if layer.name != "head" and not isinstance(layer, keras.layers.Dropout):
            model.layers[-1].get_layer(layer.name).set_weights(layer.get_weights())
    return model


def layer_by_layer():
    inputs = keras.Input((8,))
    x = keras.layers.BatchNormalization()(inputs, training=True)
    x = keras.layers.Dense(3)(x)
    model = student()
    donor = keras.Model(inputs, x)
    donor.load_weights("pretrained.weights.h5")
    for old, new in zip(donor.layers[1:], model.layers[1].layers):
        new.set_weights(old.get_weights())
    return model


def from_a_model_that_answers():
    inputs = keras.Input((8,))
    outputs = Net(3)(inputs, training=True)  # expect: BNL106
    donor = keras.Model(inputs, outputs)
    model = student()
    model.set_weights(donor.get_weights())
    print(donor.predict(tf.zeros((64, 8))))
    return model


def from_a_part_of_its_graph():
    inputs = keras.Input((8,))
    outputs = Net(3)(inputs, training=True)  # expect: BNL106
    donor = keras.Model(inputs, outputs)
    print(len(donor.get_weights()))
    return keras.Model(donor.input, keras.layers.Dense(2)(donor.layers[-1].output))


def from_one_that_goes_on():
    inputs = keras.Input((8,))
    outputs = Net(3)(inputs, training=True)  # expect: BNL106
    donor = keras.Model(inputs, outputs)
    model = student()
    model.set_weights(donor.get_weights())
    return donor, model


def from_one_in_a_list(models):
    inputs = keras.Input((8,))
    models[0] = keras.Model(inputs, Net(3)(inputs, training=True))  # expect: BNL106
    return models[0].get_weights()


def that_nobody_asks():
    inputs = keras.Input((8,))
    model = keras.Model(inputs, Net(3)(inputs, training=True))  # expect: BNL106
    model.summary()


def main():
    model = from_a_donor()
    model.compile("adam", "mse")
    model.fit(tf.zeros((64, 8)), tf.zeros((64, 3)))
    layer_by_layer()
    from_a_model_that_answers()
    from_a_part_of_its_graph()
    from_one_that_goes_on()
    from_one_in_a_list([None])
    that_nobody_asks()


if __name__ == "__main__":
    main()
