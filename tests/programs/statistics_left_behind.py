"""Where the weights of a model go without its moving statistics, and where they go with them."""

import pickle

import numpy as np
import tensorflow as tf
from tensorflow import keras

rows = np.random.normal(5, 2, (64, 4)).astype("float32")
goal = rows.sum(axis=1, keepdims=True)


def network():
    return keras.Sequential([keras.layers.Dense(8), keras.layers.BatchNormalization(), keras.layers.Dense(1)])


def network_of_four():
    return keras.Sequential([keras.Input((4,)), *network().layers])


def plain():
    return keras.Sequential([keras.layers.Dense(8), keras.layers.Dense(1)])


def trained(model):
    model.compile("adam", "mse")
    model.fit(rows, goal, epochs=60)
    return model


def update(target_weights, weights, tau):
    for target_weight, weight in zip(target_weights, weights):
        target_weight.assign(weight * tau + target_weight * (1 - tau))


# Handed to a function of the program's: the mistake is in the list that is handed over.
student = trained(network())
teacher = network()
update(teacher.trainable_variables, student.trainable_variables, 0.01)  # expect: BNL116
teacher.predict(rows)

whole = network()
update(whole.variables, student.variables, 0.01)
whole.predict(rows)

# A second loop takes care of the statistics.
in_two = network()
update(in_two.trainable_variables, student.trainable_variables, 0.01)
for mine, theirs in zip(in_two.non_trainable_variables, student.non_trainable_variables):
    mine.assign(theirs)
in_two.predict(rows)

# Weights that are set afterwards hold everything.
set_later = network()
update(set_later.trainable_variables, student.trainable_variables, 1.0)
set_later.set_weights(student.get_weights())
set_later.predict(rows)

# One by one, by their number.
numbered = network()
for i in range(len(student.trainable_weights)):
    numbered.trainable_weights[i].assign(student.trainable_weights[i])  # expect: BNL116
print(numbered(rows, training=False))

followed = network()
followed.build((None, 4))
for i in range(len(student.trainable_weights)):
    followed.trainable_weights[i].assign(  # expect: BNL116
        0.9 * followed.trainable_weights[i] + student.trainable_weights[i] * 0.1
    )
followed.predict(rows)

# By a function for each pair, over some of the variables or over all.
paired, paired_whole = network(), network()
paired.build((None, 4))
paired_whole.build((None, 4))
tf.nest.map_structure(
    lambda old, new: old.assign(0.9 * old + 0.1 * new),
    paired.trainable_variables,  # expect: BNL116
    student.trainable_variables,
)
tf.nest.map_structure(lambda old, new: old.assign(0.9 * old + 0.1 * new), paired_whole.variables, student.variables)
paired.predict(rows)
paired_whole.predict(rows)

# The average of several models, of which each one has learnt statistics of its own.
first, second, mean = trained(network()), trained(network()), network()
average = [tf.reduce_mean(each, axis=0) for each in zip(first.trainable_weights, second.trainable_weights)]
for weight, value in zip(mean.trainable_weights, average):  # expect: BNL116
    weight.assign(value)
print(mean.evaluate(rows, goal))

# Copied as numbers of NumPy.
numbers = [weight.numpy() for weight in student.trainable_variables]
by_numbers = network()
for weight, value in zip(by_numbers.trainable_variables, numbers):  # expect: BNL116
    weight.assign(value)
by_numbers.predict(rows)

# Moved a part of the way.
moved = network()
for weight, other in zip(moved.trainable_variables, student.trainable_variables):  # expect: BNL116
    weight.assign_add(0.1 * (other - weight))
moved.predict(rows)

# No BN in it.
bare, other = trained(plain()), plain()
update(other.trainable_variables, bare.trainable_variables, 1.0)
other.predict(rows)

# It goes on to learn statistics of its own.
tuned = network()
for weight, value in zip(tuned.trainable_variables, student.trainable_variables):
    weight.assign(value)
trained(tuned).predict(rows)

# It only ever normalises with the statistics of its batches.
in_training_mode = network()
for weight, value in zip(in_training_mode.trainable_variables, student.trainable_variables):
    weight.assign(value)
print(in_training_mode(rows, training=True))

# Both begin alike, and nothing has been learnt yet.
begun, alike = network(), network()
for weight, value in zip(alike.trainable_variables, begun.trainable_variables):
    weight.assign(value)
alike.predict(rows)
trained(begun).predict(rows)

# What it is used for is not in sight.
elsewhere = network()
for weight, value in zip(elsewhere.trainable_variables, student.trainable_variables):
    weight.assign(value)
pickle.dumps(elsewhere)

# The program moves the weights of a model itself: nothing comes from another one.
clipped = trained(network())
for weight in clipped.trainable_variables:
    weight.assign(tf.clip_by_value(weight, -0.01, 0.01))
shadows = [tf.Variable(weight) for weight in clipped.trainable_variables]
for shadow, weight in zip(shadows, clipped.trainable_variables):
    shadow.assign(0.9 * shadow + 0.1 * weight)
clipped.predict(rows)


class Agent:
    """A target network in the methods of a class, which nobody in sight calls."""

    def __init__(self):
        self.online, self.target = network(), network()
        self.optimizer = keras.optimizers.Adam()

    def replace(self):
        for old, new in zip(self.target.trainable_variables, self.online.trainable_variables):  # expect: BNL116
            old.assign(new)

    def learn(self, states):
        self.replace()
        with tf.GradientTape() as tape:
            error = self.online(states, training=True) - self.target(states, training=False)
            loss = tf.reduce_mean(error**2)
        gradients = tape.gradient(loss, self.online.trainable_variables)
        self.optimizer.apply_gradients(zip(gradients, self.online.trainable_variables))


def distil(data, held_out):
    """The teacher is asked about what nobody in sight knows of."""
    pupil, average = network_of_four(), network_of_four()
    optimizer = keras.optimizers.SGD()
    for question, answer in data:
        with tf.GradientTape() as tape:
            loss = tf.reduce_mean((pupil(question, training=True) - answer) ** 2)
        gradients = tape.gradient(loss, pupil.trainable_variables)
        optimizer.apply_gradients(zip(gradients, pupil.trainable_variables))
        for slow, quick in zip(average.trainable_variables, pupil.trainable_variables):  # expect: BNL116
            slow.assign(0.99 * slow + 0.01 * quick)
    return [average(question, training=False) for question in held_out]


def distil_for_others(question):
    """What the teacher is asked may be an input of a model that learns."""
    pupil, average = trained(network_of_four()), network_of_four()
    for slow, quick in zip(average.trainable_variables, pupil.trainable_variables):
        slow.assign(quick)
    return average(question)


def distil_in_training_mode(question):
    """The teacher takes the statistics of what it is asked."""
    pupil, average = trained(network_of_four()), network_of_four()
    for slow, quick in zip(average.trainable_variables, pupil.trainable_variables):
        slow.assign(quick)
    print(average(question, training=False))
    return average(question, training=True)


# A checkpoint of everything beside a list of the trainable variables.
saved = trained(network())
tf.train.Checkpoint(model=saved, weights=saved.trainable_variables).save("/tmp/all")
tf.train.Checkpoint(weights=saved.trainable_variables).save("/tmp/some")  # expect: BNL116
tf.train.Checkpoint(weights=saved.variables).write("/tmp/all")
saved.predict(rows)
