"""Samples for the rows of layers: how each class is built, and what it is called on.

A sample is a constructor's arguments as Python text and the shapes of the inputs without the batch. The shapes are such
that every dimension has another size, so that a wrong axis shows.
"""

from __future__ import annotations

from typing import NamedTuple

from bnlint.libraries.schema import Layer, Shape

IMAGES = {1: (9, 3), 2: (9, 8, 3), 3: (6, 9, 8, 3)}
"""An input for a layer of each number of spatial dimensions."""

FIRST = {1: (3, 9), 2: (3, 9, 8), 3: (3, 6, 9, 8)}
"""The same with the channels first."""


class Sample(NamedTuple):
    """One use of a layer.

    Args:
        arguments: the constructor's, as Python text.
        shapes: of the inputs, without the batch; the layer gets a list if there are several.
        dialects: where the constructor takes these arguments.
    """

    arguments: str
    shapes: tuple[tuple[int, ...], ...]
    dialects: tuple[int, ...] = (2, 3)

    def layer(self, row: Layer) -> str:
        """Return the text that makes the layer."""
        text = f"keras.layers.{row.home + '.' if row.home else ''}{row.name}({self.arguments})"
        return f"keras.Sequential([{text}, keras.layers.Identity()])" if row.role == "input" else text


def _convolution(rank: int) -> list[Sample]:
    image = IMAGES[rank]
    return [
        Sample("4, 3", (image,)),
        Sample("4, 3, 2", (image,)),
        Sample("4, 2, strides=2, padding='same'", (image,)),
        Sample("filters=4, kernel_size=2, padding='same', dilation_rate=2", (image,)),
        Sample("4, 2, dilation_rate=3", (image,)),
        Sample("4, 2, data_format='channels_first'", (FIRST[rank],)),
    ]


def _local(rank: int) -> list[Sample]:
    return [
        Sample("4, 3", (IMAGES[rank],)),
        Sample("4, 2, 2", (IMAGES[rank],)),
        Sample("4, 2, padding='same', implementation=2", (IMAGES[rank],)),
    ]


def _transposed(rank: int) -> list[Sample]:
    image = IMAGES[rank]
    return [
        Sample("4, 3", (image,)),
        Sample("4, 2, 3", (image,)),
        Sample("4, 5, 2", (image,)),
        Sample("4, 3, strides=2, padding='same'", (image,)),
        Sample("4, 3, strides=2, padding='same', output_padding=1", (image,)),
        Sample("4, 3, strides=2, output_padding=1", (image,)),
        Sample("4, 3, dilation_rate=2", (image,)),
        Sample("4, 3, strides=2, data_format='channels_first'", (FIRST[rank],)),
    ]


def _depthwise(rank: int) -> list[Sample]:
    image = IMAGES[rank]
    return [
        Sample("3", (image,)),
        Sample("3, 2, 'same'", (image,)),
        Sample("3, depth_multiplier=2", (image,)),
        Sample("3, 1, 'valid', 4", (image,)),
        Sample("2, data_format='channels_first'", (FIRST[rank],)),
    ]


def _pool(rank: int) -> list[Sample]:
    image = IMAGES[rank]
    return [
        Sample("2", (image,)),
        Sample("3, 2", (image,)),
        Sample("3, strides=None", (image,)),
        Sample("2, padding='same'", (image,)),
        Sample("2, 3, 'same'", (image,)),
        Sample("2, data_format='channels_first'", (FIRST[rank],)),
    ]


def _adaptive(rank: int) -> list[Sample]:
    return [
        Sample("2", (IMAGES[rank],)),
        Sample(str((2, 3, 4)[:rank]), (IMAGES[rank],)),
        Sample("output_size=1, data_format='channels_first'", (FIRST[rank],)),
    ]


def _global_pool(rank: int) -> list[Sample]:
    return [
        Sample("", (IMAGES[rank],)),
        Sample("keepdims=True", (IMAGES[rank],)),
        Sample("'channels_first'", (FIRST[rank],)),
        Sample("data_format='channels_first', keepdims=True", (FIRST[rank],)),
    ]


def _upsample(rank: int) -> list[Sample]:
    image = IMAGES[rank]
    found = [Sample("", (image,)), Sample("3", (image,))]
    if rank > 1:
        found += [Sample(str((2, 3, 4)[:rank]), (image,)), Sample("2, 'channels_first'", (FIRST[rank],))]
    return found


def _pad_or_crop(rank: int) -> list[Sample]:
    image = IMAGES[rank]
    found = [Sample("", (image,)), Sample("2", (image,))]
    if rank == 1:
        return [*found, Sample("(1, 3)", (image,))]
    pairs = ((1, 2), (0, 3), (2, 1))[:rank]
    return [
        *found,
        Sample(str((1, 2, 3)[:rank]), (image,)),
        Sample(str(pairs), (image,)),
        Sample("2, data_format='channels_first'", (FIRST[rank],)),
    ]


def _recurrent(rank: int) -> list[Sample]:
    return [Sample("4", ((5, 3),)), Sample("4, return_sequences=True", ((5, 3),))]


def _bidirectional(rank: int) -> list[Sample]:
    made = ("keras.layers.LSTM(4)", "keras.layers.GRU(4, return_sequences=True)", "keras.layers.LSTM(4), 'sum'")
    return [Sample(each, ((5, 3),)) for each in made]


def _recurrent_convolution(rank: int) -> list[Sample]:
    frames, first = (5, *IMAGES[rank]), (5, *FIRST[rank])
    return [
        Sample("4, 3", (frames,)),
        Sample("4, 3, 2, 'same'", (frames,)),
        Sample("4, 2, return_sequences=True", (frames,)),
        Sample("4, 2, padding='same', return_sequences=True, data_format='channels_first'", (first,)),
    ]


def _broadcast(rank: int) -> list[Sample]:
    return [Sample("", ((4, 3), (4, 3))), Sample("", ((4, 3), (4, 1)))]


def _same(rank: int) -> list[Sample]:
    return [Sample("", (IMAGES[rank or 2],)), *([] if rank else [Sample("", ((7,),))])]


_BY_SHAPE = {
    Shape.SAME: _same,
    Shape.CONVOLUTION: _convolution,
    Shape.TRANSPOSED: _transposed,
    Shape.DEPTHWISE: _depthwise,
    Shape.POOL: _pool,
    Shape.ADAPTIVE_POOL: _adaptive,
    Shape.GLOBAL_POOL: _global_pool,
    Shape.UPSAMPLE: _upsample,
    Shape.PAD: _pad_or_crop,
    Shape.CROP: _pad_or_crop,
    Shape.RECURRENT: _recurrent,
    Shape.BIDIRECTIONAL: _bidirectional,
    Shape.RECURRENT_CONVOLUTION: _recurrent_convolution,
    Shape.BROADCAST: _broadcast,
}

_IMAGE = (IMAGES[2],)
_VALUES = "value_range=(0, 1)"
_SPECIAL: dict[str, list[Sample]] = {
    "LocallyConnected1D": _local(1),
    "LocallyConnected2D": _local(2),
    "Activation": [Sample("'relu'", _IMAGE)],
    "Dropout": [Sample("0.5", _IMAGE)],
    "Dense": [Sample("4", ((3,),)), Sample("units=4", ((5, 3),)), Sample("4", _IMAGE)],
    "Flatten": [Sample("", _IMAGE), Sample("", ((),)), Sample("'channels_first'", _IMAGE)],
    "Reshape": [Sample("(4, 3)", ((2, 6),)), Sample("(-1, 2)", ((3, 4),)), Sample("target_shape=[12]", ((3, 4),))],
    "Permute": [Sample("(2, 1)", ((3, 4),)), Sample("dims=(3, 1, 2)", _IMAGE)],
    "RepeatVector": [Sample("4", ((3,),))],
    "Embedding": [Sample("9, 4", ((5,),)), Sample("9, output_dim=4", ((5, 2),))],
    "Concatenate": [
        Sample("", ((4, 3), (4, 2))),
        Sample("1", ((4, 3), (5, 3))),
        Sample("axis=-2", ((4, 3), (5, 3), (6, 3))),
        Sample("axis=0", ((4, 3), (4, 3))),
    ],
    "Subtract": [Sample("", ((4, 3), (4, 3)))],
    "Resizing": [
        Sample("4, 5", _IMAGE),
        Sample("height=12, width=13", _IMAGE),
        Sample("4, 5, data_format='channels_first'", (FIRST[2],), (3,)),
    ],
    "CenterCrop": [Sample("4, 5", _IMAGE), Sample("12, 13", _IMAGE)],
    "RandomCrop": [Sample("4, 5", _IMAGE), Sample("8, 8", ((1, 1, 3),))],
    "RandomHeight": [Sample("0.5", _IMAGE)],
    "RandomWidth": [Sample("0.5", _IMAGE)],
    "Normalization": [Sample("mean=0.0, variance=1.0, axis=None", _IMAGE), Sample("", _IMAGE)],
    "GroupNormalization": [Sample("3", _IMAGE), Sample("groups=-1", _IMAGE)],
    "Rescaling": [Sample("0.5", _IMAGE)],
    "AlphaDropout": [Sample("0.5", _IMAGE)],
    "GaussianDropout": [Sample("0.5", _IMAGE)],
    "GaussianNoise": [Sample("0.5", _IMAGE)],
    "SpatialDropout1D": [Sample("0.5", (IMAGES[1],))],
    "SpatialDropout2D": [Sample("0.5", (IMAGES[2],))],
    "SpatialDropout3D": [Sample("0.5", (IMAGES[3],))],
    "Masking": [Sample("", ((5, 3),))],
    "AugMix": [Sample(_VALUES, _IMAGE)],
    "AutoContrast": [Sample(_VALUES, _IMAGE)],
    "RandAugment": [Sample(_VALUES, _IMAGE)],
    "Equalization": [Sample(_VALUES, _IMAGE)],
    "RandomColorJitter": [Sample(f"{_VALUES}, hue_factor=0.1", _IMAGE)],
    "RandomHue": [Sample(f"0.1, {_VALUES}", _IMAGE)],
    "RandomGrayscale": [Sample("", _IMAGE), Sample("1.0", _IMAGE)],
    "RandomPosterization": [Sample("4", _IMAGE)],
    "RandomShear": [Sample("0.1, 0.2", _IMAGE)],
    "RandomTranslation": [Sample("0.1, 0.1", _IMAGE)],
    "InputLayer": [Sample("(9, 8, 3)", _IMAGE)],
    **{
        name: [Sample("0.1", _IMAGE)]
        for name in (
            "RandomBrightness RandomColorDegeneration RandomContrast RandomErasing RandomRotation RandomSaturation "
            "RandomSharpness RandomInvert RandomPerspective RandomZoom"
        ).split()
    },
}
"""Samples of the classes that cannot be built like the others of their shape."""

_VECTORS, _STEPS = "zeros(2, 3)", "zeros(2, 5, 3)"
_NAMES, _NAME = "tf.constant(['a', 'b', 'c'])", "np.array([['a']])"
USES = {
    "EinsumDense": f"called(keras.layers.EinsumDense('ab,bc->ac', 4), {_VECTORS})",
    "Dot": f"called(keras.layers.Dot(1), [{_VECTORS}, {_VECTORS}])",
    "Lambda": f"called(keras.layers.Lambda(lambda x: x), {_VECTORS})",
    "ReversibleEmbedding": "called(keras.layers.ReversibleEmbedding(9, 4), zeros(2, 5))",
    "LSTMCell": "built(keras.layers.LSTMCell(4), (None, 3))",
    "GRUCell": "built(keras.layers.GRUCell(4), (None, 3))",
    "SimpleRNNCell": "built(keras.layers.SimpleRNNCell(4), (None, 3))",
    "StackedRNNCells": "built(keras.layers.StackedRNNCells([keras.layers.LSTMCell(4)]), (None, 3))",
    "Attention": f"called(keras.layers.Attention(), [{_STEPS}, {_STEPS}])",
    "AdditiveAttention": f"called(keras.layers.AdditiveAttention(), [{_STEPS}, {_STEPS}])",
    "MultiHeadAttention": f"called(keras.layers.MultiHeadAttention(2, 2), {_STEPS}, {_STEPS})",
    "GroupQueryAttention": f"called(keras.layers.GroupQueryAttention(4, 2, 1), {_STEPS}, {_STEPS})",
    "Bidirectional": f"called(keras.layers.Bidirectional(keras.layers.LSTM(4)), {_STEPS})",
    "TimeDistributed": f"called(keras.layers.TimeDistributed(keras.layers.Dense(4)), {_STEPS})",
    "SpectralNormalization": f"called(keras.layers.SpectralNormalization(keras.layers.Dense(4)), {_VECTORS})",
    "RNN": f"called(keras.layers.RNN(keras.layers.LSTMCell(4)), {_STEPS})",
    "MaxNumBoundingBoxes": "called(keras.layers.MaxNumBoundingBoxes(3), zeros(2, 9, 8, 3))",
    "Pipeline": "called(keras.layers.Pipeline([keras.layers.Rescaling(0.5)]), zeros(2, 9, 8, 3))",
    "CategoryEncoding": f"called(keras.layers.CategoryEncoding(4), {_VECTORS})",
    "Discretization": f"called(keras.layers.Discretization([0.0, 1.0]), {_VECTORS})",
    "Hashing": f"called(keras.layers.Hashing(4), {_NAME})",
    "HashedCrossing": "called(keras.layers.HashedCrossing(4), (np.array([[1]]), np.array([[2]])))",
    "IntegerLookup": "called(keras.layers.IntegerLookup(vocabulary=[1]), np.array([[1]]))",
    "StringLookup": f"called(keras.layers.StringLookup(vocabulary=['a']), {_NAME})",
    "TextVectorization": f"called(keras.layers.TextVectorization(vocabulary=['a']), {_NAME})",
    "MelSpectrogram": "called(keras.layers.MelSpectrogram(), zeros(2, 9000))",
    "STFTSpectrogram": "called(keras.layers.STFTSpectrogram(window=None), zeros(2, 9000, 1))",
    "DenseFeatures": "called(keras.layers.DenseFeatures([embedding_column()]), {'a': np.zeros((2, 1), 'int64')})",
    "RandomFourierFeatures": f"called(keras.layers.experimental.RandomFourierFeatures(4), {_VECTORS})",
    "DynamicEmbedding": f"called(keras.layers.experimental.DynamicEmbedding(3, 4, {_NAMES}), {_NAME})",
    "DynamicLookup": f"called(keras.layers.experimental.DynamicLookup(3, {_NAMES}), {_NAME})",
}
"""How the classes without a rule for their shape are used, which shows whether they have weights."""

NOT_RUN = "FlaxLayer JaxLayer TFSMLayer TorchModuleWrapper".split()
"""Layers around models of libraries (or files) that are not at hand."""


def samples(row: Layer) -> list[Sample]:
    """Return the uses of a layer that the tests compare with Keras; another name of a class has none of its own."""
    if row.kind or row.shape == Shape.UNKNOWN:
        return []
    return _SPECIAL[row.name] if row.name in _SPECIAL else _BY_SHAPE[row.shape](row.rank)
