"""What a call of a library function does: the words that rows use.

``bnlint/interpreter/effects`` has a function for each. The three classes are one vocabulary in three parts: what
happens to tensors and data (users' rows may say it, too), what Python's own functions do, and what changes Keras.
"""

from __future__ import annotations


class Effect:
    """What comes out of tensors, arrays and data sets; ``x``, ``axis``, ... are roles of a row's parameters."""

    # The result is shaped like an operand.
    SAME = "same"  # like x
    SHARES = "shares"  # like x: how likely each of some classes is
    CAST = "cast"  # like x; a training flag stays one
    ALONG = "along"  # like x; of one dimension where no axis is given (``np.cumsum``)
    ELEMENTWISE = "elementwise"  # the operands, broadcast to one shape
    EQUAL = "equal"  # the same; whether a training flag is a constant
    CHOSEN = "chosen"  # ``where``: elementwise; with a condition alone the places where it holds
    SUMMED = "summed"  # the values of a list, elementwise
    DROPPED = "dropped"  # like x, with some of it gone
    PERMUTED = "permuted"  # like x; of a number n the n numbers below it

    # Dimensions go.
    REDUCED = "reduced"  # without the axis, all of them where none is given; 1 in its place with keepdims
    PLACES = "places"  # as "reduced", the places of the largest numbers: of classes, as a rule
    MOMENTS = "moments"  # a pair of such: mean and variance
    SCALAR = "scalar"  # a number that depends on tensors
    MASKED = "masked"  # the axes of the mask become one, of a length that nobody knows

    # Sequences: examples and steps stand first, in whatever order.
    UNROLLED = "unrolled"  # what a recurrent cell gives at each step of x, and its last state
    UNROLLED_TWICE = "unrolled twice"  # pairs of both, forwards and backwards
    UNROLLED_LIST = "unrolled list"  # as "unrolled", of a list of steps
    SYMBOLS = "symbols"  # the likeliest sequences of classes, a list, and how likely each is

    # Tensors are joined, and taken apart.
    CONCATENATED = "concatenated"  # the values of a list one behind the other along an axis
    APPENDED = "appended"  # x and values along an axis; of one dimension where none is given
    STACKED = "stacked"  # the values of a list along a new axis
    ROWS_STACKED = "rows stacked"  # ``vstack``: along the first axis, vectors as rows
    COLUMNS_STACKED = "columns stacked"  # ``hstack``: along the second axis, vectors along the first
    SPLIT = "split"  # a list of parts: so many, of these sizes, or cut at these indices
    UNSTACKED = "unstacked"  # a list of slices without the axis

    # A dimension gets longer or shorter.
    REPEATED = "repeated"  # each entry so often along an axis; of one dimension where none is given
    TILED = "tiled"  # x so often in each dimension
    PADDED = "padded"  # more at both ends of each dimension
    GATHERED = "gathered"  # the indices' shape in place of an axis; that shape alone where none is given
    LOOKED_UP = "looked up"  # the indices' shape in place of the first axis
    TOP = "top"  # a pair, values and indices, of k along the last axis
    LOOSE = "loose"  # nobody knows how long the axis is; of one dimension where none is given
    OTHER_ROWS = "other rows"  # nobody knows how long the first axis is
    OTHER_COLUMNS = "other columns"  # nobody knows how long the last axis is
    KEEPS_BATCH = "keeps batch"  # like x on the first axis; nobody knows the others, but by strides with padding "SAME"
    VECTOR = "vector"  # one dimension of a length that nobody knows

    # Dimensions are arranged anew.
    RESHAPED = "reshaped"  # of the shape given, -1 for what is left
    FLAT = "flat"  # of one dimension
    BATCH_FLAT = "batch flat"  # of two dimensions, the first stays
    EXPANDED = "expanded"  # a 1 at an axis
    AT_LEAST_A_ROW = "at least a row"  # like x; of one dimension it becomes a row, a number a row of one
    SQUEEZED = "squeezed"  # without a 1 at an axis, without any 1 where none is given
    TRANSPOSED = "transposed"  # in the order given, backwards where none is
    SWAPPED = "swapped"  # two axes change places
    MOVED = "moved"  # an axis goes elsewhere
    SHAPED = "shaped"  # made of x, of the shape given
    ONE_HOT = "one hot"  # an axis of the given depth more
    CATEGORICAL = "categorical"  # the same; a last axis of length 1 goes

    # Images.
    RESIZED = "resized"  # of this height and width, which nobody knows where they are not given
    DECODED = "decoded"  # one image

    # Products.
    PRODUCT = "product"  # the matrix product of a and b, in batches
    DOT = "dot"  # the same, as ``np.dot`` does it with numbers and stacks
    EINSUM = "einsum"  # as the equation says

    # Tensors are made.
    CONSTANT = "constant"  # of numbers, lists or tensors; always a tensor, but a training flag stays one
    VARIABLE = "variable"  # the same; it may change
    CONVERTED = "converted"  # as "constant"; a KerasTensor stays one
    FILLED = "filled"  # of the shape given
    ZEROS = "zeros"  # the same, and all values are 0
    ONES = "ones"  # the same, and all values are 1
    DRAWN = "drawn"  # random, of the shape given, a number where none is
    PICKED = "picked"  # entries of x, or numbers below it; one of them where no shape is given
    BY_DIMENSIONS = "by dimensions"  # ``np.random.rand``: each argument is a dimension
    IDENTITY = "identity"  # so many rows and columns
    NUMBERS = "numbers"  # ``np.arange``
    COUNTED = "counted"  # ``tf.range``, over which programs loop
    SPACED = "spaced"  # so many numbers between two
    GENERATOR = "generator"  # a source of random arrays
    FILED = "put into a file"  # nothing; a file holds x, and each item of values
    READ_BACK = "taken from a file"  # what a file holds; of no known shape
    READ = "read"  # from a file or a buffer, of a shape that nobody knows

    # A question is answered.
    SHAPE = "shape"  # the tuple of dimensions
    RANK = "rank"  # their number
    PLAIN = "plain"  # a value of Python that nobody knows
    NOTHING = "nothing"  # ``None``
    FIRST = "first"  # the first argument itself (decorators, progress bars)

    # The operands decide whether it is a KerasTensor; nobody knows the shape.
    DERIVED = "derived"  # with the rows of the first operand, as far as anybody can tell; functions given to it run
    UNTOLD = "untold"  # the same; nobody even knows how many rows there are
    ARRAY = "array"  # NumPy: never a KerasTensor, and nobody knows how many rows
    INSTANCE = "instance"  # a class about which nothing is said but that its instances make tensors of tensors

    # Functions run.
    MAPPED = "mapped"  # a function for each row, the results together
    STRUCTURE = "structure"  # a function for each part of structures that are alike
    BRANCHED = "branched"  # one of two functions
    COMPILED = "compiled"  # ``tf.function``
    SEARCHED = "searched"  # a function, whose gradient says what its variables are to be
    TAPE = "tape"  # a gradient tape
    CONTROL = "control"  # what must run before what follows

    # Data sets, optimizers, strategies.
    ROWS = "rows"  # a data set of the rows of arrays
    ONE_ELEMENT = "one element"  # a data set that holds just these tensors
    GENERATED = "generated"  # a data set of what a generator function yields
    ZIPPED = "zipped"  # data sets side by side
    RANGE_OF_DATA = "range of data"  # a data set of numbers
    BATCHES = "batches"  # a data set of inputs and targets in batches of batch_size
    TABLES = "tables"  # a data set of columns in batches of batch_size, with the column named labels as targets
    NAMED_DATA = "named data"  # a data set of a collection, the parts of one, and perhaps what is known of it
    STEP_OF_DATA = "step of data"  # what ``apply`` makes of a data set
    DATASET = "dataset"  # a data set of what nobody knows
    OPTIMIZER = "optimizer"  # an optimizer of Keras
    GRAPH_OPTIMIZER = "graph optimizer"  # an optimizer of TensorFlow 1
    MIRRORED = "mirrored"  # a strategy with a replica for each of the devices
    ONE_DEVICE = "one device"  # a strategy with one replica
    STRATEGY = "strategy"  # a strategy with a number of replicas that nobody knows


class PythonEffect:
    """What functions of Python and its libraries do with values, functions and classes."""

    LENGTH = "length"  # ``len``
    SLICE = "slice"  # ``slice``
    RANGE = "range"  # ``range``
    LIST = "list"  # a list of what x holds
    TUPLE = "tuple"  # a tuple of it
    SET = "set"  # a set of it
    SORTED = "sorted"  # a list of it in order
    REVERSED = "reversed"  # a list of it backwards
    DICT = "dict"  # a dict
    DICT_BY_DEFAULT = "dict by default"  # a dict that makes an entry where it has none
    LOCALS = "locals"  # a dict of the names of a function
    ONE_FOR_ALL = "one for all"  # a dict in which one value stands for all keys
    ZIP = "zip"  # what several hold, side by side
    ENUMERATE = "enumerate"  # what x holds, with numbers
    CHAIN = "chain"  # what several hold, one behind the other
    NEXT = "next"  # one of what x holds
    FILTER = "filter"  # those of several of which a function says yes
    MAP = "map"  # what a function makes of each
    STAR_MAP = "star map"  # what a function makes of each, which holds its arguments
    QUEUE = "queue"  # a list that drops its first items when it is full
    DRAWN_ONE = "drawn one"  # an item that chance decides
    DRAWN_SOME = "drawn some"  # as many of them as the argument says
    DRAWN_BETWEEN = "drawn between"  # a number that chance decides, between two others
    RANDOM = "random"  # a source of random numbers, with the functions of Python's module as its methods
    AGAIN = "again"  # one value, so many times or without end
    ENDLESS = "endless"  # what x holds, again and again
    COMBINED = "combined"  # all combinations of what several hold
    GRID = "grid"  # all combinations of settings, as dicts
    SETTINGS = "settings"  # a dict whose keys are attributes, too
    OPENED = "opened"  # a file
    PICKLED = "pickled"  # a file holds x
    UNPICKLED = "unpickled"  # what a file holds
    DOCUMENT = "document"  # what a text says in JSON, YAML, TOML, or as Python's literals
    DEFAULT = "default"  # what an option holds unless somebody says otherwise
    FILLED_SETTINGS = "filled settings"  # an instance of a class of settings, whose fields hold their defaults
    STORE = "store"  # where settings are kept by name
    STORED = "stored"  # they get there
    EXPERIMENT = "experiment"  # what functions get their settings from, by name
    STACK = "stack"  # a context manager that enters others
    FOLDED = "folded"  # what a function makes of all, one after the other
    SUM = "sum"  # ``sum``, of lists of variables
    LARGEST = "largest"  # ``max``
    SMALLEST = "smallest"  # ``min``
    COMPARED = "compared"  # ``operator.ge`` and its kin
    MATCHED = "matched"  # what a regular expression finds in a text
    CALCULATED = "calculated"  # numbers in, the number that Python calculates out
    INTEGER = "integer"  # ``int``
    FLOAT = "float"  # ``float``
    TRUTH = "truth"  # ``bool``
    TEXT = "text"  # ``str``
    COPIED = "copied"  # ``copy.copy``
    COPIED_WHOLE = "copied whole"  # ``copy.deepcopy``
    IS_INSTANCE = "is instance"  # ``isinstance``
    IS_SUBCLASS = "is subclass"  # ``issubclass``
    GET_ATTRIBUTE = "get attribute"  # ``getattr``
    SET_ATTRIBUTE = "set attribute"  # ``setattr``
    BOUND = "bound"  # ``types.MethodType``
    HAS_ATTRIBUTE = "has attribute"  # ``hasattr``
    LISTED = "listed"  # ``dir``
    FOUND = "found"  # what there is of a module, None for nothing
    CALLABLE = "callable"  # ``callable``
    GLOBALS = "globals"  # ``globals``
    EVALUATED = "evaluated"  # ``eval``
    TYPE = "type"  # ``type``
    ATTRIBUTES = "attributes"  # ``vars``
    NAMESPACE = "namespace"  # an object with the keyword arguments as attributes
    PARTIAL = "partial"  # ``functools.partial``
    PARTIAL_METHOD = "partial method"  # ``functools.partialmethod``
    WRAPS = "wraps"  # ``functools.wraps``: gives back what it is called with, and calls nothing
    RECORD = "record"  # ``collections.namedtuple``
    FIELD = "field"  # ``dataclasses.field``
    LAYERED = "layered"  # ``collections.ChainMap``
    AS_DICT = "as dict"  # ``dataclasses.asdict``
    FIELDS = "fields"  # ``dataclasses.fields``
    REPLACED = "replaced"  # ``dataclasses.replace``: a copy with some fields changed
    IMPORTED = "imported"  # the module of a name
    IMPORTED_BY_PYTHON = "imported by python"  # the same, or the package at the top
    OF_PATH = "of a path"  # the module that a path leads to
    MODULE_LOADER = "module loader"  # what loads such a module
    MODULES = "modules"  # those that lie in a package
    RESOLVED = "resolved"  # what a name of a module and of something in it stands for
    ENTRY_POINTS = "entry points"  # what the project's packages offer in a group
    VERSION = "version"  # a text as a version that can be compared
    SPECIFIED = "specified"  # a text as a set of versions
    INSTALLED = "installed"  # the version of a distribution
    DISTRIBUTION = "distribution"  # a distribution, which knows its version
    SIGNATURE = "signature"  # the parameters of a function or class
    PARSER = "parser"  # a parser of command lines
    PARSER_OF_PAIRS = "parser of pairs"  # the same, whose answer stands beside the words that are left
    PARSER_OF_RECORDS = "parser of records"  # one whose options are the fields of classes
    FLAG = "flag"  # an option of absl's flags


class KerasEffect:
    """What makes models and layers of Keras, and what changes them all."""

    INSTANCE = "keras instance"  # a class of Keras about which nothing else is said
    LAYER = "layer"  # a layer of the name that is called
    MERGED = "merged"  # ``keras.layers.add``: the layer of that name, made and called
    SEQUENTIAL = "sequential"  # ``Sequential``
    MODEL = "model"  # ``Model``
    INPUT = "input"  # ``Input``
    BASE_INIT = "base init"  # ``keras.Model.__init__(self, ...)``
    CLONED = "cloned"  # a copy with layers of its own
    DESERIALIZED = "deserialized"  # a layer of which a dict speaks, by the name of its class
    REBUILT = "rebuilt"  # a model made from the configuration of another
    ASSIGNED = "assigned"  # the first argument gets the value: a variable, or pairs of variables and values
    RESTORED = "restored"  # a model read from a file
    SAVED = "saved"  # puts a model into a file
    EXPORTED = "exported"  # the same, for programs that only ask it
    BENCHMARK = "benchmark"  # ``mnist.load_data`` and its like
    POLICY = "policy"  # the precision of what comes after
    FLOAT_TYPE = "float type"  # the same
    SET_LEARNING_PHASE = "set learning phase"  # the training flag of Keras 2 for all layers
    SCOPE_LEARNING_PHASE = "scope learning phase"  # the same for a ``with``
    LEARNING_PHASE = "learning phase"  # that flag
    IN_TRAIN_PHASE = "in train phase"  # one of two, as the phase says
    SET_DATA_FORMAT = "set data format"  # where the channels of images are
    DATA_FORMAT = "data format"  # the same, asked
    BACKEND = "backend"  # what Keras runs on, asked
    VERSION = "keras version"  # the version of Keras


class TorchEffect:
    """What PyTorch does with calls and weights."""

    WITHOUT_GRAPH = "without graph"  # ``torch.no_grad()``: for a ``with``, or a function
    OPTIMIZER = "optimizer of weights"  # it gets the weights that it trains
    LOADER = "loader"  # batches of a data set, unless somebody else makes them
    TAKEN = "gradient taken"  # ``torch.autograd.grad``: gradients of weights, or of tensors
    SCALER = "scaler of losses"  # ``GradScaler``: an optimizer steps through it


class JaxEffect:
    """What JAX makes of functions and of trees of weights."""

    GRADIENT = "gradient of"  # ``jax.grad``: a function that gives the gradient
    VALUE_AND_GRADIENT = "value and gradient of"  # one that gives both
    SCANNED = "scanned"  # runs a function over rows, and carries something from one to the next
    MAPPED = "mapped over rows"  # ``jax.vmap``: a function that runs on one row of its arguments
    LOOPED = "looped"  # runs a function again and again on what it gave
    TREE = "tree"  # a tree of the same form: weights stay weights of the same layers
