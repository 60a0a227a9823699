"""A model that only wraps networks that come with their weights is there to be asked; so is one that is exported."""
import sys

import numpy as np
import tensorflow as tf

applications = tf.keras.applications


class Scaled(tf.keras.Model):
    def __init__(self, net):
        super().__init__()
        self.net = net

    def call(self, image):
        return tf.nn.softmax(self.net(image / 127.5 - 1.0))


class Tagger(tf.keras.Model):
    def __init__(self, path):
        super().__init__()
        self.net = applications.DenseNet121(weights=path, classes=14)

    def call(self, image):
        return tf.sigmoid(self.net(image / 255.0))


class Decoded(tf.keras.Model):
    def __init__(self, net):
        super().__init__()
        self.net = net

    def call(self, images):
        pixels = tf.map_fn(lambda text: tf.image.decode_jpeg(text, 3), images, fn_output_signature=tf.uint8)
        return self.net(tf.image.resize(pixels, (224, 224)))


class Timed(tf.keras.Model):
    def __init__(self, net):
        super().__init__()
        self.net = net

    def call(self, image):
        return self.net(tf.image.resize(image, (224, 224)))


print(Scaled(applications.MobileNetV2(weights="imagenet")).predict(tf.zeros((1, 224, 224, 3))).argmax())
print(Tagger(sys.argv[1]).predict(np.load("scans.npy"), batch_size=8))

decoded = Decoded(applications.ResNet50())
text = tf.TensorSpec([None], tf.string)
tf.saved_model.save(decoded, "served", signatures=tf.function(decoded.call).get_concrete_function(text))

timed = Timed(applications.EfficientNetB0(weights=None, include_top=False, pooling="avg"))
timed(tf.zeros((1, 300, 300, 3)))
with open("net.tflite", "wb") as out:
    out.write(tf.lite.TFLiteConverter.from_keras_model(timed).convert())
