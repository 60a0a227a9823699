"""Models: what is inside of them, and under which names."""
import copy
import itertools
import sys

import tensorflow as tf
from tensorflow import keras
from tensorflow.keras import layers

UNTOLD = len(sys.argv)
STACK = keras.Sequential([keras.Input((3,)), layers.Dense(4, name="first"), layers.BatchNormalization(), layers.Dense(1)])
IN = keras.Input((3,))
NORM = layers.BatchNormalization(name="norm")
GRAPH = keras.Model(IN, layers.Dense(1)(NORM(layers.Dense(4)(IN))))
BASE = keras.applications.MobileNet(weights=None, include_top=False)
BLOCKS = [layers.Dense(1), layers.BatchNormalization(), layers.ReLU()]


class Net(keras.Model):
    def __init__(self, width=4):
        super().__init__()
        self.dense = layers.Dense(width)
        self.norm = layers.BatchNormalization()
        self.blocks = [layers.Dense(4), layers.BatchNormalization()]

    @property
    def head(self):
        return self.blocks[-1]

    def call(self, x):
        return self.norm(self.dense(x))


class Stack(keras.Sequential):
    def __init__(self):
        super().__init__([layers.Dense(3), layers.BatchNormalization()])


class Lazy(keras.Sequential):
    def __init__(self):
        super().__init__()
        self.add(layers.Dense(3))
        self.add(layers.BatchNormalization())


class Graph(keras.Model):
    def __init__(self):
        inputs = keras.Input((3,))
        super().__init__(inputs=inputs, outputs=layers.Dense(2)(inputs))


class OldGraph(keras.Model):
    def __init__(self):
        inputs = keras.Input((3,))
        keras.Model.__init__(self, inputs=inputs, outputs=layers.Dense(2)(inputs))


class OwnNorm(layers.BatchNormalization):
    def __init__(self, momentum=0.8, **kwargs):
        super().__init__(momentum=momentum, **kwargs)


NET = Net()
NET(tf.zeros((8, 3)))

layer = STACK.layers[0]  # is: Dense
last_layer = STACK.layers[-1]  # is: Dense
all_layers = STACK.layers  # is: [Dense, BatchNormalization, Dense]
layers_of_graph = [inner for inner in GRAPH.layers if isinstance(inner, layers.BatchNormalization)]  # is: [BatchNormalization]
some_layers = STACK.layers[:2]  # is: [Dense, BatchNormalization]
norm_only = [inner for inner in STACK.layers if isinstance(inner, layers.BatchNormalization)]  # is: [BatchNormalization]
dense_only = [inner for inner in STACK.layers if not isinstance(inner, layers.BatchNormalization)]  # is: [Dense, Dense]
named_only = [inner for inner in STACK.layers if inner.name == "first"]  # is: [Dense]
by_name = STACK.get_layer("first")  # is: Dense
by_index = STACK.get_layer(index=1)  # is: BatchNormalization
by_name_in_graph = GRAPH.get_layer(name="norm")  # is: BatchNormalization
by_unknown_name = STACK.get_layer(STACK.layers[UNTOLD % 3].name)  # is: ?
given_name = STACK.layers[0].name  # is: 'first'
made_up_name = layers.BatchNormalization().name if UNTOLD > 99 else "batch_normalization"  # is: 'batch_normalization'
is_norm = isinstance(NORM, layers.BatchNormalization)  # is: True
is_layer = isinstance(NORM, layers.Layer)  # is: True
is_dense = isinstance(NORM, layers.Dense)  # is: False
is_model = isinstance(STACK, keras.Model)  # is: True
is_stack = isinstance(STACK, keras.Sequential)  # is: True
layer_is_model = isinstance(NORM, keras.Model)  # is: False
net_is_model = isinstance(NET, keras.Model)  # is: True
net_is_net = isinstance(NET, Net)  # is: True
net_is_dense = isinstance(NET, layers.Dense)  # is: False
net_is_list = isinstance(NET, list)  # is: False
layer_is_text = isinstance(layers.ReLU, str)  # is: False
function_is_text = isinstance(tf.nn.relu, str)  # is: False
tensor_is_list = isinstance(IN, (list, tuple))  # is: False
class_of_norm = type(NORM)  # is: BatchNormalization
class_of_net = NET.__class__  # is: Net
type_name = type(NET).__name__  # is: 'Net'
attribute = NET.norm  # is: BatchNormalization
attribute_by_name = getattr(NET, "dense")  # is: Dense
property_of_net = NET.head  # is: BatchNormalization
of_list = BLOCKS[1]  # is: BatchNormalization
rows_of_list = BLOCKS[:2]  # is: [Dense, BatchNormalization]
list_of_net = NET.blocks[0]  # is: Dense
trainable = NORM.trainable  # is: True
weights = NET.trainable_variables  # is: variables
weights_of_two = STACK.trainable_variables + NET.trainable_variables  # is: variables
weights_and_more = STACK.trainable_variables + [tf.Variable(1.0)]  # is: variables or ?
more_and_weights = [tf.Variable(1.0)] + STACK.trainable_variables  # is: variables or ?
nothing_and_weights = [] + STACK.trainable_variables  # is: variables
weights_starred = [*STACK.trainable_weights, *NET.trainable_weights]  # is: variables
some_weights = [w for w in NET.trainable_variables if "gamma" in w.name]  # is: variables or ?
weights_of_all = [w for model in (STACK, GRAPH) for w in model.trainable_variables]  # is: variables
weights_of_first = STACK.trainable_variables[:2]  # is: variables
weights_summed = sum([STACK.trainable_variables, GRAPH.trainable_variables], [])  # is: variables
weights_listed = list(STACK.trainable_variables)  # is: variables
clone = keras.models.clone_model(STACK)  # is: Sequential
copied = copy.deepcopy(layers.Dense(3))  # is: Dense
copied_list = copy.copy(BLOCKS)  # is: [Dense, BatchNormalization, ReLU]
own_stack = Stack().layers  # is: [Dense, BatchNormalization]
lazy_stack = Lazy().layers  # is: [Dense, BatchNormalization]
own_norm = OwnNorm()  # is: OwnNorm
chosen = STACK if UNTOLD > 99 else GRAPH  # is: Sequential or Model
chosen_layer = layers.BatchNormalization() if UNTOLD > 99 else layers.LayerNormalization()  # is: BatchNormalization or LayerNormalization
MAYBE = None if UNTOLD > 99 else STACK
EITHER = (STACK, GRAPH)
clone_of_maybe = keras.models.clone_model(MAYBE)  # is: Sequential
clone_of_either = keras.models.clone_model(EITHER[UNTOLD % 2])  # is: ?
old_graph = OldGraph()(IN)  # is: symbolic(?, 2)
called_by_name = STACK.__call__(tf.zeros((8, 3)))  # is: tensor(8, 1)
of_compiled_model = tf.function(STACK)(tf.zeros((8, 3)))  # is: tensor(8, 1)
from_text = keras.models.model_from_json("{}") if UNTOLD > 99 else STACK  # is: Sequential
on_several = keras.utils.multi_gpu_model(STACK, gpus=2) if UNTOLD > 99 else STACK  # is: Sequential
weights_chained = list(itertools.chain(STACK.trainable_variables, GRAPH.trainable_variables))  # is: variables
weights_and_others = list(itertools.chain(STACK.trainable_variables, sys.argv[99:]))  # is: variables or ?
weights_in_tuple = list(tuple(STACK.trainable_variables))  # is: variables
weights_copied = STACK.trainable_variables.copy()  # is: variables
weights_of_either = STACK.trainable_variables if UNTOLD > 99 else GRAPH.trainable_variables  # is: variables or ?
some_optimizer = keras.optimizers.Adam() if UNTOLD > 99 else keras.optimizers.SGD()  # is: optimizer
chosen_twice = STACK if UNTOLD > 99 else (GRAPH if UNTOLD > 9 else STACK)  # is: Sequential or Model
chosen_or_plain = (STACK if UNTOLD > 99 else GRAPH) if UNTOLD > 9 else layers.Dense(1)  # is: Sequential or Model or Dense
chosen_plain = layers.Dense(3) if UNTOLD > 99 else layers.Dense(4)  # is: Dense
through_inner_layer = BASE.layers[1](keras.Input((32, 32, 3)))  # is: symbolic(...)
no_initializer = keras.initializers.get(sys.argv[99:] or None)  # is: ?
output = GRAPH.output  # is: symbolic(?, 1)
outputs = GRAPH.outputs  # is: [symbolic(?, 1)]
graph_output = Graph()(IN)  # is: symbolic(?, 2)
net_output = NET(tf.zeros((8, 3)))  # is: tensor(8, 4)
stack_output = STACK(tf.zeros((8, 3)))  # is: tensor(8, 1)
inner_output = GRAPH.get_layer("norm").output  # is: symbolic(?, 4)
base_layer_output = BASE.get_layer("conv_pw_1").output  # is: symbolic(...)
base_outputs = [BASE.get_layer(n).output for n in ("conv_pw_1", "conv_pw_2")]  # is: [symbolic(...), symbolic(...)]
predicted = STACK.predict(tf.zeros((8, 3)), verbose=0)  # is: tensor(...)
built = NORM.built  # is: ?
optimizer = keras.optimizers.Adam(0.1)  # is: optimizer
POPPED = keras.Sequential([layers.Dense(4), layers.BatchNormalization()])
POPPED.pop()
popped = POPPED.layers  # is: [Dense]
ADDED = keras.Sequential()
ADDED.add(keras.Input((3,)))
ADDED.add(layers.Dense(3))
ADDED.add(layers.BatchNormalization())
added = ADDED.layers  # is: [Dense, BatchNormalization]
