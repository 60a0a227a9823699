"""Data sets: what one element of them holds."""
import functools
import sys

import numpy as np
import tensorflow as tf
from tensorflow import keras

UNTOLD = len(sys.argv)
X, Y = np.zeros((8, 3), "float32"), np.zeros((8,), "float32")
DATA = tf.data.Dataset.from_tensor_slices((X, Y))
ONLY_X = tf.data.Dataset.from_tensor_slices(X)
ROW = tf.ones((3,))
SLICES = (ROW,)
NAMES = dict(zip(*zip(*vars().items())))
STRATEGY = tf.distribute.OneDeviceStrategy("/cpu:0")


def rows():
    yield 1.0


slices = tf.data.Dataset.from_tensor_slices((X, Y))  # is: dataset of (tensor(3,), tensor())
slices_of_one = tf.data.Dataset.from_tensor_slices(X)  # is: dataset of tensor(3,)
slices_of_dict = tf.data.Dataset.from_tensor_slices({"x": X, "y": Y})  # is: dataset of {'x': tensor(3,), 'y': tensor()}
slices_of_list = tf.data.Dataset.from_tensor_slices([[1.0, 2.0], [3.0, 4.0]])  # is: dataset of tensor(2,)
slices_of_numbers = tf.data.Dataset.from_tensor_slices([1.0, 2.0])  # is: dataset of tensor()
slices_of_unknown = tf.data.Dataset.from_tensor_slices(sys.argv)  # is: dataset of ?
whole = tf.data.Dataset.from_tensors(X)  # is: dataset of tensor(8, 3)
counted = tf.data.Dataset.range(5)  # is: dataset of tensor()
generated = tf.data.Dataset.from_generator(rows, tf.float32)  # is: dataset of ?
zipped = tf.data.Dataset.zip((ONLY_X, counted))  # is: dataset of (tensor(3,), tensor())
zipped_by_arguments = tf.data.Dataset.zip(ONLY_X, counted)  # is: dataset of (tensor(3,), tensor())
zipped_with_unknown = tf.data.Dataset.zip((ONLY_X, ONLY_X.take(UNTOLD)))  # is: dataset of (tensor(3,), tensor(3,))
zipped_with_anything = tf.data.Dataset.zip((ONLY_X, NAMES["ONLY_X"]))  # is: dataset of ?
lines = tf.data.TextLineDataset(__file__).batch(2)  # is: dataset of ?
generated_by_partial = tf.data.Dataset.from_generator(functools.partial(rows), tf.float32)  # is: dataset of ?

batched = DATA.batch(4)  # is: dataset of (tensor(4, 3), tensor(4,))
batched_of_unknown = DATA.batch(UNTOLD)  # is: dataset of (tensor(?, 3), tensor(?,))
batched_dict = slices_of_dict.batch(2)  # is: dataset of {'x': tensor(2, 3), 'y': tensor(2,)}
batched_numbers = slices_of_numbers.batch(2)  # is: dataset of tensor(2,)
batched_twice = ONLY_X.batch(4).batch(1)  # is: dataset of ?
batched_by_name = ONLY_X.batch(batch_size=2, drop_remainder=True)  # is: dataset of tensor(2, 3)
padded = ONLY_X.padded_batch(4)  # is: dataset of tensor(4, 3)
shuffled = DATA.shuffle(8).batch(4).prefetch(1)  # is: dataset of (tensor(4, 3), tensor(4,))
repeated = DATA.repeat(2).batch(4)  # is: dataset of (tensor(4, 3), tensor(4,))
repeated_for_ever = DATA.repeat().batch(4)  # is: dataset of (tensor(4, 3), tensor(4,))
taken = DATA.batch(4).take(1)  # is: dataset of (tensor(4, 3), tensor(4,))
skipped = DATA.skip(2).batch(4)  # is: dataset of (tensor(4, 3), tensor(4,))
unbatched = DATA.batch(4).unbatch()  # is: dataset of (tensor(3,), tensor())
mapped = ONLY_X.map(lambda x: x * 2.0)  # is: dataset of tensor(3,)
mapped_after_batch = ONLY_X.batch(4).map(lambda x: tf.reshape(x, (-1, 1)))  # is: dataset of tensor(12, 1)
mapped_pair = DATA.map(lambda x, y: (x, y + 1.0)).batch(4)  # is: dataset of (tensor(4, 3), tensor(4,))
mapped_to_pair = ONLY_X.map(lambda x: (x, x[0]))  # is: dataset of (tensor(3,), tensor())
mapped_to_dict = DATA.map(lambda x, y: {"x": x, "y": y}).batch(4)  # is: dataset of {'x': tensor(4, 3), 'y': tensor(4,)}
mapped_by_unknown = ONLY_X.batch(4).map(tf.linalg.trace) if UNTOLD > 99 else ONLY_X  # is: dataset of ?
unbatched_dict = slices_of_dict.batch(2).unbatch()  # is: dataset of {'x': tensor(3,), 'y': tensor()}
unbatched_unknown = generated.batch(1).unbatch()  # is: dataset of ?
batched_with_number = DATA.map(lambda x, y: (x, 1)).batch(4)  # is: dataset of (tensor(4, 3), ?)
mapped_by_method = ONLY_X.map(ROW.__add__)  # is: dataset of ?
mapped_batches_by_method = ONLY_X.batch(4).map(ROW.__add__)  # is: dataset of tensor(...)
batched_anew = ONLY_X.batch(4).rebatch(2)  # is: dataset of ?
flat_mapped = ONLY_X.flat_map(lambda x: tf.data.Dataset.from_tensors(x))  # is: dataset of ?
filtered = DATA.filter(lambda x, y: y < 1.0).batch(4)  # is: dataset of (tensor(4, 3), tensor(4,))
numbered = ONLY_X.batch(4).enumerate()  # is: dataset of (?, tensor(4, 3))
expanded = ONLY_X.map(lambda x: tf.expand_dims(x, 0))  # is: dataset of tensor(1, 3)
cardinality = DATA.batch(4).cardinality()  # is: ?

# elements
first = next(iter(ONLY_X.batch(4)))  # is: tensor(4, 3)
first_pair = next(iter(DATA.batch(4)))  # is: (tensor(4, 3), tensor(4,))
pair_x, pair_y = next(iter(DATA.batch(4)))
x_of_pair = pair_x  # is: tensor(4, 3)
as_arrays = next(DATA.batch(4).as_numpy_iterator())  # is: (tensor(4, 3), tensor(4,))
batches = [x for x, y in DATA.batch(4)]  # is: [tensor(4, 3), ..., tensor(4, 3)]
counted_batches = [x for i, x in enumerate(ONLY_X.batch(4))]  # is: [tensor(4, 3), ..., tensor(4, 3)]
numbered_from = [i for i, x in ONLY_X.enumerate()]  # is: [...]
zipped_batches = [(a, b) for a, b in zip(ONLY_X.batch(4), ONLY_X.batch(2))]  # is: [(tensor(4, 3), tensor(2, 3)), ..., (tensor(4, 3), tensor(2, 3))]
shards = next(iter(STRATEGY.experimental_distribute_dataset(ONLY_X.batch(4))))  # is: tensor(4, 3)
replica_sum = STRATEGY.reduce("SUM", tf.ones((2,)), axis=None)  # is: tensor(2,)
on_replica = STRATEGY.run(lambda x: x, args=(tf.zeros((2, 3)),))  # is: tensor(2, 3)
on_replica_by_name = STRATEGY.run(lambda x, y: y, args=(tf.zeros((2, 3)),), kwargs={"y": 5})  # is: 5
next_of_iterator = iter(ONLY_X.batch(4)).get_next()  # is: tensor(4, 3)
shards_of_unknown = next(iter(STRATEGY.experimental_distribute_dataset(ONLY_X.batch(UNTOLD))))  # is: tensor(?, 3)
made_for_replicas = next(iter(STRATEGY.distribute_datasets_from_function(lambda context: ONLY_X.batch(2))))  # is: tensor(2, 3)
made_by_context = next(iter(STRATEGY.distribute_datasets_from_function(lambda context: ONLY_X.batch(context.get_per_replica_batch_size(4)))))  # is: tensor(?, 3)
local_results = STRATEGY.experimental_local_results(ROW)  # is: ?
mirrored = tf.distribute.MirroredStrategy().num_replicas_in_sync  # is: ?
on_replica_of_unknown = STRATEGY.run(lambda *x: x, args=NAMES["SLICES"])  # is: (...)
on_replica_of_nothing = STRATEGY.run(lambda: 5)  # is: 5
on_replica_of_pair = STRATEGY.run(lambda x, n: (x, n), args=((X, Y), 3))  # is: ((tensor(8, 3), tensor(8,)), 3)
replicas = STRATEGY.num_replicas_in_sync  # is: 1
batch_for_replicas = ONLY_X.batch(2 * STRATEGY.num_replicas_in_sync)  # is: dataset of tensor(2, 3)
share_of_replica = 64 // STRATEGY.num_replicas_in_sync  # is: 64

# whole data sets of Keras
(mnist_x, mnist_y), (test_x, test_y) = keras.datasets.mnist.load_data() if UNTOLD > 99 else ((X, Y), (X, Y))
images_of_folder = keras.utils.image_dataset_from_directory("images", batch_size=4) if UNTOLD > 99 else DATA  # is: dataset of ?
words = keras.datasets.imdb.load_data() if UNTOLD > 99 else ((X, Y), (X, Y))  # is: ?
