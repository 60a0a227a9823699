"""Loaders that cut batches by themselves: of windows of a series, of rows of a table, of a collection."""
import numpy as np
import tensorflow as tf
import tensorflow_datasets as tfds
from tensorflow.keras import layers
from tensorflow.keras.preprocessing.sequence import TimeseriesGenerator

series = np.load("series.npy")


def forecaster(n):
    model = tf.keras.Sequential([tf.keras.Input((n, 1)), layers.LSTM(8), layers.BatchNormalization(), layers.Dense(1)])
    model.compile("adam", "mse")
    return model


def of_columns(n):
    model = tf.keras.Sequential([tf.keras.Input((n,)), layers.Dense(8), layers.BatchNormalization(), layers.Dense(1)])
    model.compile("adam", "mse")
    return model


def packed(features, price):
    return tf.stack(list(features.values()), axis=1), price


forecaster(12).fit(TimeseriesGenerator(series, series, 12, batch_size=1), epochs=20)  # expect: BNL202
forecaster(12).fit(TimeseriesGenerator(series, series, length=12, batch_size=16), epochs=20)
forecaster(12).fit(TimeseriesGenerator(series, series, length=12), epochs=20)

one_row = tf.data.experimental.make_csv_dataset("houses.csv", 1, label_name="price", num_epochs=1)  # expect: BNL202
of_columns(4).fit(one_row, epochs=20)
rows = tf.data.experimental.make_csv_dataset("houses.csv", 32, label_name="price", num_epochs=1)
of_columns(4).fit(rows.map(packed), epochs=20)

of_columns(8).fit(tfds.load("houses", split="train", batch_size=1, as_supervised=True), epochs=20)  # expect: BNL202
of_columns(8).fit(tfds.load("houses", split="train", batch_size=64, as_supervised=True), epochs=20)
