"""What the interpreter knows of Keras by name: layers, their positional arguments, applications with and without BN.

Sources: the constructors' signatures of keras 3.15 and tf_keras 2.21 (``tests/static/test_tables.py`` checks the
tables against the installed ones).
"""

from __future__ import annotations

_CONV = ("filters", "kernel_size", "strides", "padding", "data_format", "dilation_rate", "groups", "activation")
_POOL = ("pool_size", "strides", "padding", "data_format")

LAYERS: dict[str, tuple[str, ...]] = {
    "BatchNormalization": ("axis", "momentum", "epsilon", "center", "scale"),
    "SyncBatchNormalization": ("axis", "momentum", "epsilon", "center", "scale"),
    "BatchNormalizationV1": ("axis", "momentum", "epsilon", "center", "scale"),
    "BatchNormalizationV2": ("axis", "momentum", "epsilon", "center", "scale"),
    "Dense": ("units", "activation", "use_bias"),
    "Conv1D": _CONV,
    "Conv2D": _CONV,
    "Conv3D": _CONV,
    "Convolution1D": _CONV,
    "Convolution2D": _CONV,
    "Convolution3D": _CONV,
    "Conv1DTranspose": ("filters", "kernel_size", "strides", "padding"),
    "Conv2DTranspose": ("filters", "kernel_size", "strides", "padding"),
    "Conv3DTranspose": ("filters", "kernel_size", "strides", "padding"),
    "Convolution2DTranspose": ("filters", "kernel_size", "strides", "padding"),
    "Deconvolution2D": ("filters", "kernel_size", "strides", "padding"),
    "SeparableConv1D": ("filters", "kernel_size", "strides", "padding", "data_format"),
    "SeparableConv2D": ("filters", "kernel_size", "strides", "padding", "data_format"),
    "SeparableConvolution2D": ("filters", "kernel_size", "strides", "padding", "data_format"),
    "DepthwiseConv1D": ("kernel_size", "strides", "padding"),
    "DepthwiseConv2D": ("kernel_size", "strides", "padding"),
    "LocallyConnected1D": _CONV,
    "LocallyConnected2D": _CONV,
    "MaxPooling1D": _POOL,
    "MaxPooling2D": _POOL,
    "MaxPooling3D": _POOL,
    "MaxPool1D": _POOL,
    "MaxPool2D": _POOL,
    "MaxPool3D": _POOL,
    "AveragePooling1D": _POOL,
    "AveragePooling2D": _POOL,
    "AveragePooling3D": _POOL,
    "AvgPool1D": _POOL,
    "AvgPool2D": _POOL,
    "AvgPool3D": _POOL,
    "GlobalAveragePooling1D": ("data_format",),
    "GlobalAveragePooling2D": ("data_format",),
    "GlobalAveragePooling3D": ("data_format",),
    "GlobalAvgPool1D": ("data_format",),
    "GlobalAvgPool2D": ("data_format",),
    "GlobalMaxPooling1D": ("data_format",),
    "GlobalMaxPooling2D": ("data_format",),
    "GlobalMaxPooling3D": ("data_format",),
    "GlobalMaxPool1D": ("data_format",),
    "GlobalMaxPool2D": ("data_format",),
    "Flatten": ("data_format",),
    "Reshape": ("target_shape",),
    "Permute": ("dims",),
    "RepeatVector": ("n",),
    "UpSampling1D": ("size",),
    "UpSampling2D": ("size", "data_format"),
    "UpSampling3D": ("size", "data_format"),
    "ZeroPadding1D": ("padding",),
    "ZeroPadding2D": ("padding", "data_format"),
    "ZeroPadding3D": ("padding", "data_format"),
    "Cropping1D": ("cropping",),
    "Cropping2D": ("cropping", "data_format"),
    "Cropping3D": ("cropping", "data_format"),
    "Concatenate": ("axis",),
    "Add": (),
    "Subtract": (),
    "Multiply": (),
    "Average": (),
    "Maximum": (),
    "Minimum": (),
    "Dot": ("axes",),
    "Activation": ("activation",),
    "ReLU": ("max_value",),
    "LeakyReLU": ("alpha",),
    "PReLU": (),
    "ELU": ("alpha",),
    "ThresholdedReLU": ("theta",),
    "Softmax": ("axis",),
    "Dropout": ("rate",),
    "SpatialDropout1D": ("rate",),
    "SpatialDropout2D": ("rate",),
    "SpatialDropout3D": ("rate",),
    "AlphaDropout": ("rate",),
    "GaussianDropout": ("rate",),
    "GaussianNoise": ("stddev",),
    "ActivityRegularization": (),
    "LayerNormalization": ("axis",),
    "GroupNormalization": ("groups",),
    "UnitNormalization": ("axis",),
    "SpectralNormalization": ("layer",),
    "Embedding": ("input_dim", "output_dim"),
    "LSTM": ("units",),
    "GRU": ("units",),
    "SimpleRNN": ("units",),
    "CuDNNLSTM": ("units",),
    "CuDNNGRU": ("units",),
    "LSTMCell": ("units",),
    "GRUCell": ("units",),
    "SimpleRNNCell": ("units",),
    "StackedRNNCells": ("cells",),
    "RNN": ("cell", "return_sequences"),
    "ConvLSTM1D": ("filters", "kernel_size"),
    "ConvLSTM2D": ("filters", "kernel_size", "strides", "padding"),
    "ConvLSTM3D": ("filters", "kernel_size"),
    "Bidirectional": ("layer",),
    "TimeDistributed": ("layer",),
    "Lambda": ("function", "output_shape"),
    "Masking": ("mask_value",),
    "MultiHeadAttention": ("num_heads", "key_dim"),
    "Attention": (),
    "AdditiveAttention": (),
    "InputLayer": ("input_shape", "batch_size"),
    "Rescaling": ("scale",),
    "Resizing": ("height", "width"),
    "CenterCrop": ("height", "width"),
    "RandomFlip": (),
    "RandomRotation": ("factor",),
    "RandomZoom": (),
    "RandomTranslation": (),
    "RandomContrast": ("factor",),
    "RandomBrightness": ("factor",),
    "RandomCrop": ("height", "width"),
    "Normalization": ("axis",),
    "Discretization": (),
    "CategoryEncoding": (),
    "StringLookup": (),
    "IntegerLookup": (),
    "TextVectorization": (),
    "Hashing": (),
    "DenseFeatures": ("feature_columns",),
    "Identity": (),
    "EinsumDense": (),
}
"""Layer class name -> names of its first positional arguments."""

BN_CLASSES = frozenset(("BatchNormalization", "SyncBatchNormalization", "BatchNormalizationV1", "BatchNormalizationV2"))

WEIGHTLESS = frozenset(
    name
    for name in LAYERS
    if any(
        mark in name
        for mark in (
            "Pool", "Flatten", "Reshape", "Permute", "RepeatVector", "UpSampling", "ZeroPadding", "Cropping",
            "Concatenate", "Activation", "ReLU", "ELU", "Softmax", "Dropout", "Gaussian", "Activity", "Lambda",
            "Masking", "InputLayer", "Rescaling", "Resizing", "CenterCrop", "Random", "Identity",
        )
    )
    or name in ("Add", "Subtract", "Multiply", "Average", "Maximum", "Minimum", "Dot")
)  # fmt: skip
"""Layers without weights: what they put out still is the output of the layer before them."""

WRAPPERS = frozenset(("Bidirectional", "TimeDistributed", "SpectralNormalization", "RNN", "WeightNormalization"))

APPLICATIONS_WITH_BN = frozenset(
    "DenseNet121 DenseNet169 DenseNet201 EfficientNetB0 EfficientNetB1 EfficientNetB2 EfficientNetB3 EfficientNetB4 "
    "EfficientNetB5 EfficientNetB6 EfficientNetB7 EfficientNetV2B0 EfficientNetV2B1 EfficientNetV2B2 EfficientNetV2B3 "
    "EfficientNetV2L EfficientNetV2M EfficientNetV2S InceptionResNetV2 InceptionV3 MobileNet MobileNetV2 "
    "MobileNetV3Large MobileNetV3Small NASNetLarge NASNetMobile ResNet101 ResNet101V2 ResNet152 ResNet152V2 ResNet50 "
    "ResNet50V2 Xception RegNetX002 RegNetX004 RegNetX006 RegNetX008 RegNetX016 RegNetX032 RegNetX040 RegNetX064 "
    "RegNetX080 RegNetX120 RegNetX160 RegNetX320 RegNetY002 RegNetY004 RegNetY006 RegNetY008 RegNetY016 RegNetY032 "
    "RegNetY040 RegNetY064 RegNetY080 RegNetY120 RegNetY160 RegNetY320 ResNetRS50 ResNetRS101 ResNetRS152 ResNetRS200 "
    "ResNetRS270 ResNetRS350 ResNetRS420".split()
)
"""``keras.applications`` models that contain BN; a test builds each with ``weights=None``."""

APPLICATIONS_WITHOUT_BN = frozenset(
    "VGG16 VGG19 ConvNeXtTiny ConvNeXtSmall ConvNeXtBase ConvNeXtLarge ConvNeXtXLarge".split()
)

FUNCTIONAL_MERGES = {
    "concatenate": "Concatenate",
    "add": "Add",
    "multiply": "Multiply",
    "average": "Average",
    "maximum": "Maximum",
    "subtract": "Subtract",
    "minimum": "Minimum",
    "dot": "Dot",
}
"""Functions of ``keras.layers`` that build a layer and call it at once."""
