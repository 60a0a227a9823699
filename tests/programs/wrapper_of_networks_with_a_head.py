"""A model whose networks come with their weights, and whose head does not, is trained by somebody: it was only tried."""
import tensorflow as tf

applications = tf.keras.applications


class Headed(tf.keras.Model):
    def __init__(self):
        super().__init__()
        self.net = applications.MobileNetV2(weights="imagenet", include_top=False, pooling="avg")
        self.head = tf.keras.layers.Dense(10)

    def call(self, image):  # expect[3]: BNL103
        return self.head(self.net(image / 127.5 - 1.0))


class Fresh(tf.keras.Model):
    def __init__(self, net):
        super().__init__()
        self.net = net

    def call(self, image):  # expect[3]: BNL103
        return self.net(image / 127.5 - 1.0)


class Wrapped(tf.keras.Model):
    def __init__(self, net):
        super().__init__()
        self.net = net

    def call(self, image):  # expect[3]: BNL103
        return tf.sigmoid(self.net(image))


print(Headed()(tf.zeros((1, 224, 224, 3))).shape)
print(Fresh(applications.MobileNetV2(weights=None, classes=10)).predict(tf.zeros((1, 224, 224, 3))))


def make():
    return Wrapped(applications.MobileNetV2())
