"""Episodes are asked in training mode; no option says that this is about the statistics of the batch."""
import tensorflow as tf


class ProtoNet:
    def __init__(self):
        self.model = tf.keras.Sequential(
            [tf.keras.layers.Conv2D(8, 3), tf.keras.layers.BatchNormalization(), tf.keras.layers.Flatten()]
        )
        self.optimizer = tf.keras.optimizers.Adam()

    def loss_of(self, method, shuffled=True):
        if method == "train":
            return self.loss_func(training=True)
        if method == "val":
            return self.loss_func(training=True)  # expect: BNL105
        return self.loss_func(training=shuffled)

    def loss_func(self, training):
        def f(support, query):
            support = self.model(support, training=True)  # expect: BNL105
            query = self.model(query, training=training)
            return tf.reduce_mean(tf.square(support - query))

        return f

    def train(self, episodes):
        for support, query in episodes:
            with tf.GradientTape() as tape:
                loss = self.loss_of("train")(support, query)
            grads = tape.gradient(loss, self.model.trainable_variables)
            self.optimizer.apply_gradients(zip(grads, self.model.trainable_variables))
            self.report_validation_loss(episodes)

    def report_validation_loss(self, episodes):
        for support, query in episodes:
            print(self.loss_of("val")(support, query))

    def evaluate(self, episodes, shuffled):
        for support, query in episodes:
            print(self.loss_of("test", shuffled)(support, query))


net = ProtoNet()
episodes_of = [(tf.ones([5, 8, 8, 1]), tf.ones([5, 8, 8, 1]))]
net.train(episodes_of)
net.evaluate(episodes_of, shuffled=True)  # expect: BNL105
