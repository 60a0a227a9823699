# dialect: 1
"""What a test restores was trained without the weights of its network, which first values had wiped."""
import tensorflow as tf
from tensorflow.keras.applications import DenseNet121
from tensorflow.keras.layers import Dense


class Classifier:
    def __init__(self):
        self.images = tf.placeholder(tf.float32, [None, 224, 224, 3])
        self.labels = tf.placeholder(tf.float32, [None, 7])
        base = DenseNet121(weights="imagenet", include_top=False, pooling="avg", input_tensor=self.images)  # expect: BNL112
        self.logits = Dense(7)(base.output)
        losses = tf.nn.softmax_cross_entropy_with_logits(labels=self.labels, logits=self.logits)
        self.train = tf.train.AdamOptimizer(1e-3).minimize(tf.reduce_mean(losses))
        self.saver = tf.train.Saver()


def main(mode):
    model = Classifier()
    with tf.Session() as session:
        session.run(tf.global_variables_initializer())
        if mode == "train":
            for x, y in batches():
                session.run(model.train, {model.images: x, model.labels: y})
        else:
            model.saver.restore(session, tf.train.latest_checkpoint("runs"))
            for x, _ in batches():
                print(session.run(model.logits, {model.images: x}))


main(mode())
