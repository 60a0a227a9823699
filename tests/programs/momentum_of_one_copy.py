"""A momentum of 0 for a copy that is adapted to each task before it is asked, and for networks that are trained."""
import tensorflow as tf
from tensorflow import keras


def network():
    return keras.Sequential([keras.Input((4,)), keras.layers.Dense(8), keras.layers.BatchNormalization()])


class Maml:
    def __init__(self, model, copy, momentum=0.0):
        self.model, self.copy = model, copy
        for layer in self.copy.layers:
            if isinstance(layer, keras.layers.BatchNormalization):
                layer.momentum = momentum
        self.optimizer = keras.optimizers.Adam()

    def train(self, tasks):
        for x, y in tasks:
            with tf.GradientTape() as tape:
                loss = tf.reduce_mean(tf.square(self.model(x, training=True) - y))
            grads = tape.gradient(loss, self.model.trainable_variables)
            self.optimizer.apply_gradients(zip(grads, self.model.trainable_variables))

    def ask(self, tasks):
        for x, y in tasks:
            self.copy.set_weights(self.model.get_weights())
            with tf.GradientTape() as tape:
                loss = tf.reduce_mean(tf.square(self.copy(x, training=True) - y))
            grads = tape.gradient(loss, self.copy.trainable_variables)
            for variable, grad in zip(self.copy.trainable_variables, grads):
                variable.assign(variable - 0.05 * grad)
            print(self.copy(x, training=False))


def trained_by_hand(model, tasks):
    for layer in model.layers:
        if isinstance(layer, keras.layers.BatchNormalization):
            layer.momentum = 0.0  # expect: BNL303
    optimizer = keras.optimizers.Adam()
    for x, y in tasks:
        with tf.GradientTape() as tape:
            loss = tf.reduce_mean(tf.square(model(x, training=True) - y))
        grads = tape.gradient(loss, model.trainable_variables)
        optimizer.apply_gradients(zip(grads, model.trainable_variables))
    print(model(tasks[0][0], training=False))


def fitted(model, tasks):
    for layer in model.layers:
        if isinstance(layer, keras.layers.BatchNormalization):
            layer.momentum = 0.0  # expect: BNL303
    model.compile("sgd", "mse")
    model.fit(*tasks[0])


def one_of_pytorch(model, tasks):
    for layer in model.layers:
        if isinstance(layer, keras.layers.BatchNormalization):
            layer.momentum = 0.1  # expect: BNL303
    for x, _ in tasks:
        model(x, training=True)
    print(model(tasks[0][0], training=False))


def main():
    tasks = [(tf.ones([5, 4]), tf.ones([5, 8]))]
    maml = Maml(network(), network())
    maml.train(tasks)
    maml.ask(tasks)
    alone = keras.Sequential([keras.Input((4,)), keras.layers.Dense(8), keras.layers.BatchNormalization()])
    trained_by_hand(alone, tasks)
    fitted(network(), tasks)
    one_of_pytorch(network(), tasks)


if __name__ == "__main__":
    main()
