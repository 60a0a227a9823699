"""Every public class of ``keras.layers``, in Keras 3.15 and Keras 2 (tf_keras 2.21).

A new layer is one row here: ``tests/libraries/test_layers.py`` builds it in every Keras that has it and compares names,
signature, shape and weights.
"""

from __future__ import annotations

from functools import cache

from bnlint.libraries.schema import Layer, Shape

_KERNEL = (
    "kernel_initializer bias_initializer kernel_regularizer bias_regularizer activity_regularizer kernel_constraint "
    "bias_constraint"
)
_CONV = f"filters kernel_size strides padding data_format dilation_rate groups activation use_bias {_KERNEL}"
_LOCAL = f"filters kernel_size strides padding data_format activation use_bias {_KERNEL} implementation"
_TRANSPOSED = (
    f"filters kernel_size strides padding output_padding data_format dilation_rate activation use_bias {_KERNEL}"
)
_TRANSPOSED_3D = (  # in Keras 3 alone the fifth and the sixth are the other way round
    f"filters kernel_size strides padding data_format output_padding dilation_rate activation use_bias {_KERNEL}"
)
_SEPARABLE = (
    "filters kernel_size strides padding data_format dilation_rate depth_multiplier activation use_bias "
    "depthwise_initializer pointwise_initializer bias_initializer depthwise_regularizer pointwise_regularizer "
    "bias_regularizer activity_regularizer depthwise_constraint pointwise_constraint bias_constraint"
)
_DEPTHWISE = (
    "kernel_size strides padding depth_multiplier data_format dilation_rate activation use_bias "
    "depthwise_initializer bias_initializer depthwise_regularizer bias_regularizer activity_regularizer "
    "depthwise_constraint bias_constraint"
)
_POOL_2 = "pool_size strides padding data_format"
_POOL = f"{_POOL_2} name"
_ADAPTIVE = "output_size data_format"
_GLOBAL = "data_format keepdims"

_GAMMA_BETA = (
    "center scale beta_initializer gamma_initializer beta_regularizer gamma_regularizer beta_constraint "
    "gamma_constraint"
)
_BN_2 = (
    "axis momentum epsilon center scale beta_initializer gamma_initializer moving_mean_initializer "
    "moving_variance_initializer beta_regularizer gamma_regularizer beta_constraint gamma_constraint synchronized"
)
_BN = _BN_2.replace(" synchronized", " renorm renorm_clipping renorm_momentum synchronized")
_BN_1 = _BN_2.replace(" synchronized", " renorm renorm_clipping renorm_momentum fused trainable virtual_batch_size")

_INITIALIZERS = "kernel_initializer recurrent_initializer bias_initializer"
_REGULARIZERS = "kernel_regularizer recurrent_regularizer bias_regularizer"
_CONSTRAINTS = "kernel_constraint recurrent_constraint bias_constraint"
_LIMITS = f"{_REGULARIZERS} activity_regularizer {_CONSTRAINTS}"
_CELL_LIMITS = f"{_REGULARIZERS} {_CONSTRAINTS} dropout recurrent_dropout"
_MEMORY = "return_sequences return_state go_backwards stateful"
_LSTM = f"units activation recurrent_activation use_bias {_INITIALIZERS} unit_forget_bias {_LIMITS} "
_GRU = f"units activation recurrent_activation use_bias {_INITIALIZERS} {_LIMITS} "
_SIMPLE = f"units activation use_bias {_INITIALIZERS} {_LIMITS} dropout recurrent_dropout {_MEMORY} unroll"
_LSTM_CELL = f"units activation recurrent_activation use_bias {_INITIALIZERS} unit_forget_bias {_CELL_LIMITS}"
_GRU_CELL = f"units activation recurrent_activation use_bias {_INITIALIZERS} {_CELL_LIMITS} reset_after"
_SIMPLE_CELL = f"units activation use_bias {_INITIALIZERS} {_CELL_LIMITS}"
_CONV_LSTM = (
    "filters kernel_size strides padding data_format dilation_rate activation recurrent_activation use_bias "
    f"{_INITIALIZERS} unit_forget_bias {_LIMITS} "
)
_CONV_LSTM_3 = f"{_CONV_LSTM}dropout recurrent_dropout seed {_MEMORY}"
_CONV_LSTM_2 = f"{_CONV_LSTM}{_MEMORY} dropout recurrent_dropout"
_CUDNN_LIMITS = f"{_LIMITS} return_sequences return_state stateful"

_WARP = "fill_mode interpolation seed fill_value"
_LOOKUP = "max_tokens num_oov_indices mask_token oov_token vocabulary"
_WORDS = (
    "max_tokens standardize split ngrams output_mode output_sequence_length pad_to_max_tokens vocabulary idf_weights "
    "sparse ragged encoding"
)
_ATTENTION = "num_heads key_dim value_dim dropout use_bias output_shape attention_axes"
_EMBEDDINGS = "embeddings_initializer embeddings_regularizer"

_KERAS_2 = (2,)
_KERAS_3 = (3,)

# fmt: off
_ROWS = (
    # -- normalisation
    Layer("BatchNormalization", _BN, Shape.SAME, weights=True, role="normalisation", positional_2=_BN_2),
    Layer("SyncBatchNormalization", _BN_2.removesuffix(" synchronized"), Shape.SAME, weights=True,
          role="normalisation", dialects=_KERAS_2, home="experimental"),
    Layer("LayerNormalization", f"axis epsilon {_GAMMA_BETA}", Shape.SAME, weights=True),
    Layer("GroupNormalization", f"groups axis epsilon {_GAMMA_BETA}", Shape.SAME, weights=True),
    Layer("RMSNormalization", "axis epsilon", Shape.SAME, weights=True, dialects=_KERAS_3),
    Layer("UnitNormalization", "axis", Shape.SAME),
    Layer("Normalization", "axis mean variance invert", Shape.SAME, weights=True),

    # -- dense layers and convolutions
    Layer("Dense", f"units activation use_bias {_KERNEL} lora_rank lora_alpha quantization_config", Shape.UNITS,
          weights=True, positional_2=f"units activation use_bias {_KERNEL}"),
    Layer("EinsumDense", "equation output_shape activation bias_axes kernel_initializer bias_initializer "
          "kernel_regularizer bias_regularizer kernel_constraint bias_constraint lora_rank lora_alpha "
          "gptq_unpacked_column_size quantization_config", weights=True,
          positional_2=f"equation output_shape activation bias_axes {_KERNEL}"),
    Layer("Conv1D", _CONV, Shape.CONVOLUTION, 1, weights=True),
    Layer("Conv2D", _CONV, Shape.CONVOLUTION, 2, weights=True),
    Layer("Conv3D", _CONV, Shape.CONVOLUTION, 3, weights=True),
    Layer("Conv1DTranspose", _TRANSPOSED, Shape.TRANSPOSED, 1, weights=True),
    Layer("Conv2DTranspose", _TRANSPOSED, Shape.TRANSPOSED, 2, weights=True),
    Layer("Conv3DTranspose", _TRANSPOSED_3D, Shape.TRANSPOSED, 3, weights=True, positional_2=_TRANSPOSED),
    Layer("SeparableConv1D", _SEPARABLE, Shape.CONVOLUTION, 1, weights=True),
    Layer("SeparableConv2D", _SEPARABLE, Shape.CONVOLUTION, 2, weights=True),
    Layer("DepthwiseConv1D", _DEPTHWISE, Shape.DEPTHWISE, 1, weights=True),
    Layer("DepthwiseConv2D", _DEPTHWISE, Shape.DEPTHWISE, 2, weights=True),
    Layer("LocallyConnected1D", _LOCAL, Shape.CONVOLUTION, 1, weights=True, dialects=_KERAS_2),
    Layer("LocallyConnected2D", _LOCAL, Shape.CONVOLUTION, 2, weights=True, dialects=_KERAS_2),

    # -- pooling
    Layer("MaxPooling1D", _POOL, Shape.POOL, 1, positional_2=_POOL_2),
    Layer("MaxPooling2D", _POOL, Shape.POOL, 2, positional_2=_POOL_2),
    Layer("MaxPooling3D", _POOL, Shape.POOL, 3, positional_2=_POOL_2),
    Layer("AveragePooling1D", _POOL, Shape.POOL, 1, positional_2=_POOL_2),
    Layer("AveragePooling2D", _POOL, Shape.POOL, 2, positional_2=_POOL_2),
    Layer("AveragePooling3D", _POOL, Shape.POOL, 3, positional_2=_POOL_2),
    Layer("AdaptiveMaxPooling1D", _ADAPTIVE, Shape.ADAPTIVE_POOL, 1, dialects=_KERAS_3),
    Layer("AdaptiveMaxPooling2D", _ADAPTIVE, Shape.ADAPTIVE_POOL, 2, dialects=_KERAS_3),
    Layer("AdaptiveMaxPooling3D", _ADAPTIVE, Shape.ADAPTIVE_POOL, 3, dialects=_KERAS_3),
    Layer("AdaptiveAveragePooling1D", _ADAPTIVE, Shape.ADAPTIVE_POOL, 1, dialects=_KERAS_3),
    Layer("AdaptiveAveragePooling2D", _ADAPTIVE, Shape.ADAPTIVE_POOL, 2, dialects=_KERAS_3),
    Layer("AdaptiveAveragePooling3D", _ADAPTIVE, Shape.ADAPTIVE_POOL, 3, dialects=_KERAS_3),
    Layer("GlobalMaxPooling1D", _GLOBAL, Shape.GLOBAL_POOL, 1),
    Layer("GlobalMaxPooling2D", _GLOBAL, Shape.GLOBAL_POOL, 2),
    Layer("GlobalMaxPooling3D", _GLOBAL, Shape.GLOBAL_POOL, 3),
    Layer("GlobalAveragePooling1D", _GLOBAL, Shape.GLOBAL_POOL, 1, positional_2="data_format"),
    Layer("GlobalAveragePooling2D", _GLOBAL, Shape.GLOBAL_POOL, 2),
    Layer("GlobalAveragePooling3D", _GLOBAL, Shape.GLOBAL_POOL, 3),

    # -- shapes
    Layer("Flatten", "data_format", Shape.FLAT),
    Layer("Reshape", "target_shape", Shape.RESHAPE),
    Layer("Permute", "dims", Shape.PERMUTE),
    Layer("RepeatVector", "n", Shape.REPEAT),
    Layer("UpSampling1D", "size", Shape.UPSAMPLE, 1),
    Layer("UpSampling2D", "size data_format interpolation", Shape.UPSAMPLE, 2),
    Layer("UpSampling3D", "size data_format", Shape.UPSAMPLE, 3),
    Layer("ZeroPadding1D", "padding data_format", Shape.PAD, 1, positional_2="padding"),
    Layer("ZeroPadding2D", "padding data_format", Shape.PAD, 2),
    Layer("ZeroPadding3D", "padding data_format", Shape.PAD, 3),
    Layer("Cropping1D", "cropping", Shape.CROP, 1),
    Layer("Cropping2D", "cropping data_format", Shape.CROP, 2),
    Layer("Cropping3D", "cropping data_format", Shape.CROP, 3),

    # -- several inputs
    Layer("Concatenate", "axis", Shape.CONCATENATE),
    Layer("Add", "", Shape.BROADCAST),
    Layer("Subtract", "", Shape.BROADCAST),
    Layer("Multiply", "", Shape.BROADCAST),
    Layer("Average", "", Shape.BROADCAST),
    Layer("Maximum", "", Shape.BROADCAST),
    Layer("Minimum", "", Shape.BROADCAST),
    Layer("Dot", "axes normalize"),

    # -- activations
    Layer("Activation", "activation", Shape.SAME),
    Layer("ReLU", "max_value negative_slope threshold", Shape.SAME),
    Layer("LeakyReLU", "negative_slope", Shape.SAME, positional_2="alpha"),
    Layer("PReLU", "alpha_initializer alpha_regularizer alpha_constraint shared_axes", Shape.SAME, weights=True),
    Layer("ELU", "alpha", Shape.SAME),
    Layer("ThresholdedReLU", "theta", Shape.SAME, dialects=_KERAS_2),
    Layer("Softmax", "axis", Shape.SAME, positional_2="axis robust_masking"),

    # -- noise, and what lets values through
    Layer("Dropout", "rate noise_shape seed", Shape.SAME),
    Layer("AlphaDropout", "rate noise_shape seed", Shape.SAME),
    Layer("SpatialDropout1D", "rate seed name dtype", Shape.SAME, 1, positional_2="rate"),
    Layer("SpatialDropout2D", "rate data_format seed name dtype", Shape.SAME, 2, positional_2="rate data_format"),
    Layer("SpatialDropout3D", "rate data_format seed name dtype", Shape.SAME, 3, positional_2="rate data_format"),
    Layer("GaussianDropout", "rate seed", Shape.SAME),
    Layer("GaussianNoise", "stddev seed", Shape.SAME),
    Layer("ActivityRegularization", "l1 l2", Shape.SAME),
    Layer("Identity", "", Shape.SAME, positional_2="trainable name dtype dynamic"),
    Layer("Masking", "mask_value", Shape.SAME),
    Layer("Lambda", "function output_shape mask arguments"),
    Layer("InputLayer", "shape batch_size dtype sparse ragged batch_shape input_tensor optional name", Shape.SAME,
          role="input", positional_2="input_shape batch_size dtype input_tensor sparse name ragged type_spec optional"),

    # -- sequences; an argument of the call decides what attention returns, so its shape is not known here
    Layer("Embedding", f"input_dim output_dim {_EMBEDDINGS} embeddings_constraint mask_zero weights lora_rank "
          "lora_alpha quantization_config", Shape.EMBED, weights=True,
          positional_2=f"input_dim output_dim {_EMBEDDINGS} activity_regularizer embeddings_constraint "
          "mask_zero input_length sparse"),
    Layer("ReversibleEmbedding", f"input_dim output_dim tie_weights {_EMBEDDINGS} embeddings_constraint mask_zero "
          "reverse_dtype logit_soft_cap", weights=True, dialects=_KERAS_3),
    Layer("LSTM", f"{_LSTM}dropout recurrent_dropout seed {_MEMORY} unroll use_cudnn", Shape.RECURRENT, weights=True,
          positional_2=f"{_LSTM}dropout recurrent_dropout {_MEMORY} time_major unroll"),
    Layer("GRU", f"{_GRU}dropout recurrent_dropout seed {_MEMORY} unroll reset_after use_cudnn", Shape.RECURRENT,
          weights=True, positional_2=f"{_GRU}dropout recurrent_dropout {_MEMORY} unroll time_major reset_after"),
    Layer("SimpleRNN", f"{_SIMPLE} seed", Shape.RECURRENT, weights=True, positional_2=_SIMPLE),
    Layer("LSTMCell", f"{_LSTM_CELL} seed", weights=True, positional_2=_LSTM_CELL),
    Layer("GRUCell", f"{_GRU_CELL} seed", weights=True, positional_2=_GRU_CELL),
    Layer("SimpleRNNCell", f"{_SIMPLE_CELL} seed", weights=True, positional_2=_SIMPLE_CELL),
    Layer("StackedRNNCells", "cells", weights=True),
    Layer("ConvLSTM1D", _CONV_LSTM_3, Shape.RECURRENT_CONVOLUTION, 1, weights=True, positional_2=_CONV_LSTM_2),
    Layer("ConvLSTM2D", _CONV_LSTM_3, Shape.RECURRENT_CONVOLUTION, 2, weights=True, positional_2=_CONV_LSTM_2),
    Layer("ConvLSTM3D", _CONV_LSTM_3, Shape.RECURRENT_CONVOLUTION, 3, weights=True, positional_2=_CONV_LSTM_2),
    Layer("Attention", "use_scale score_mode dropout seed", positional_2="use_scale score_mode"),
    Layer("AdditiveAttention", "use_scale dropout", weights=True, positional_2="use_scale"),
    Layer("MultiHeadAttention", f"{_ATTENTION} sliding_window flash_attention {_KERNEL} use_gate seed", weights=True,
          positional_2=f"{_ATTENTION} {_KERNEL} softmax_robust_masking"),
    Layer("GroupQueryAttention", "head_dim num_query_heads num_key_value_heads dropout use_bias sliding_window "
          f"flash_attention {_KERNEL} use_gate seed", weights=True, dialects=_KERAS_3),

    # -- layers around layers
    Layer("Bidirectional", "layer merge_mode weights backward_layer", Shape.BIDIRECTIONAL, weights=True,
          role="wrapper"),
    Layer("TimeDistributed", "layer", weights=True, role="wrapper"),
    Layer("SpectralNormalization", "layer power_iterations", weights=True, role="wrapper"),
    Layer("RNN", f"cell {_MEMORY} unroll zero_output_for_mask", weights=True, role="wrapper",
          positional_2=f"cell {_MEMORY} unroll time_major"),

    # -- images
    Layer("Rescaling", "scale offset", Shape.SAME),
    Layer("Resizing", "height width interpolation crop_to_aspect_ratio pad_to_aspect_ratio fill_mode fill_value "
          "antialias data_format", Shape.RESIZE, 2, positional_2="height width interpolation crop_to_aspect_ratio"),
    Layer("CenterCrop", "height width data_format", Shape.RESIZE, 2, positional_2="height width"),
    Layer("RandomCrop", "height width seed data_format name", Shape.RESIZE, 2, positional_2="height width seed"),
    Layer("RandomHeight", "factor interpolation seed", Shape.RESIZE, 2, dialects=_KERAS_2),
    Layer("RandomWidth", "factor interpolation seed", Shape.RESIZE, 2, dialects=_KERAS_2),
    Layer("RandomFlip", "mode seed data_format", Shape.SAME, 2, positional_2="mode seed"),
    Layer("RandomRotation", f"factor {_WARP} data_format", Shape.SAME, 2, positional_2=f"factor {_WARP}"),
    Layer("RandomTranslation", f"height_factor width_factor {_WARP} data_format", Shape.SAME, 2,
          positional_2=f"height_factor width_factor {_WARP}"),
    Layer("RandomZoom", f"height_factor width_factor {_WARP} data_format", Shape.SAME, 2,
          positional_2=f"height_factor width_factor {_WARP}"),
    Layer("RandomBrightness", "factor value_range seed", Shape.SAME, 2),
    Layer("RandomContrast", "factor value_range seed", Shape.SAME, 2, positional_2="factor seed"),
    Layer("RandomColorDegeneration", "factor value_range data_format seed", Shape.SAME, 2, dialects=_KERAS_3),
    Layer("RandomColorJitter", "value_range brightness_factor contrast_factor saturation_factor hue_factor seed "
          "data_format", Shape.SAME, 2, dialects=_KERAS_3),
    Layer("RandomElasticTransform", "factor scale interpolation fill_mode fill_value value_range seed data_format",
          Shape.SAME, 2, dialects=_KERAS_3),
    Layer("RandomErasing", "factor scale fill_value value_range seed data_format", Shape.SAME, 2, dialects=_KERAS_3),
    Layer("RandomGaussianBlur", "factor kernel_size sigma value_range data_format seed", Shape.SAME, 2,
          dialects=_KERAS_3),
    Layer("RandomGrayscale", "factor data_format seed", Shape.SAME, 2, dialects=_KERAS_3),
    Layer("RandomHue", "factor value_range data_format seed", Shape.SAME, 2, dialects=_KERAS_3),
    Layer("RandomInvert", "factor value_range seed data_format", Shape.SAME, 2, dialects=_KERAS_3),
    Layer("RandomPerspective", "factor scale interpolation fill_value seed data_format", Shape.SAME, 2,
          dialects=_KERAS_3),
    Layer("RandomPosterization", "factor value_range data_format seed", Shape.SAME, 2, dialects=_KERAS_3),
    Layer("RandomSaturation", "factor value_range data_format seed", Shape.SAME, 2, dialects=_KERAS_3),
    Layer("RandomSharpness", "factor value_range data_format seed", Shape.SAME, 2, dialects=_KERAS_3),
    Layer("RandomShear", "x_factor y_factor interpolation fill_mode fill_value data_format seed", Shape.SAME, 2,
          dialects=_KERAS_3),
    Layer("RandAugment", "value_range num_ops factor interpolation seed data_format", Shape.SAME, 2, dialects=_KERAS_3),
    Layer("AugMix", "value_range num_chains chain_depth factor alpha all_ops interpolation seed data_format",
          Shape.SAME, 2, dialects=_KERAS_3),
    Layer("AutoContrast", "value_range", Shape.SAME, 2, dialects=_KERAS_3),
    Layer("ContrastLimitedAdaptiveHistogramEqualization", "value_range clip_limit tile_grid_size data_format",
          Shape.SAME, 2, dialects=_KERAS_3),
    Layer("CutMix", "factor seed data_format", Shape.SAME, 2, dialects=_KERAS_3),
    Layer("MixUp", "alpha data_format seed", Shape.SAME, 2, dialects=_KERAS_3),
    Layer("Equalization", "value_range bins data_format", Shape.SAME, 2, dialects=_KERAS_3),
    Layer("Solarization", "addition_factor threshold_factor value_range seed", Shape.SAME, 2, dialects=_KERAS_3),
    Layer("MaxNumBoundingBoxes", "max_number fill_value", dialects=_KERAS_3),
    Layer("Pipeline", "layers name", dialects=_KERAS_3),

    # -- features, text and sound
    Layer("CategoryEncoding", "num_tokens output_mode sparse"),
    Layer("Discretization", "bin_boundaries num_bins epsilon output_mode sparse dtype name",
          positional_2="bin_boundaries num_bins epsilon output_mode sparse"),
    Layer("Hashing", "num_bins mask_value salt output_mode sparse"),
    Layer("HashedCrossing", "num_bins output_mode sparse name dtype", positional_2="num_bins output_mode sparse"),
    Layer("IntegerLookup", f"{_LOOKUP} vocabulary_dtype idf_weights invert output_mode sparse pad_to_max_tokens "
          "oov_method salt name",
          positional_2=f"{_LOOKUP} vocabulary_dtype idf_weights invert output_mode sparse pad_to_max_tokens"),
    Layer("StringLookup", f"{_LOOKUP} idf_weights invert output_mode pad_to_max_tokens sparse encoding name salt",
          positional_2=f"{_LOOKUP} idf_weights encoding invert output_mode sparse pad_to_max_tokens"),
    Layer("TextVectorization", f"{_WORDS} name", positional_2=_WORDS),
    Layer("MelSpectrogram", "fft_length sequence_stride sequence_length window sampling_rate num_mel_bins min_freq "
          "max_freq power_to_db top_db mag_exp min_power ref_power", dialects=_KERAS_3),
    Layer("STFTSpectrogram", "mode frame_length frame_step fft_length window periodic scaling padding expand_dims "
          "data_format", weights=True, dialects=_KERAS_3),
    Layer("DenseFeatures", "feature_columns trainable name", weights=True, dialects=_KERAS_2),
    Layer("RandomFourierFeatures", "output_dim kernel_initializer scale trainable name", weights=True,
          dialects=_KERAS_2, home="experimental"),
    Layer("DynamicEmbedding", "input_dim output_dim initial_vocabulary eviction_policy input_length "
          "embedding_initializer num_oov_indices", weights=True, dialects=_KERAS_2, home="experimental"),
    Layer("DynamicLookup", "vocabulary_size initial_vocabulary eviction_policy", weights=True, dialects=_KERAS_2,
          home="experimental"),

    # -- models of other libraries
    Layer("FlaxLayer", "module method variables", weights=True, dialects=_KERAS_3),
    Layer("JaxLayer", "call_fn init_fn params state seed native_serialization_platforms", weights=True,
          dialects=_KERAS_3),
    Layer("TFSMLayer", "filepath call_endpoint call_training_endpoint trainable name dtype", weights=True,
          dialects=_KERAS_3),
    Layer("TorchModuleWrapper", "module name output_shape", weights=True, dialects=_KERAS_3),

    # -- what programs inherit from (their classes may have weights), and what is no layer
    Layer("Layer", "", weights=True, role="base", positional_2="trainable name dtype dynamic"),
    Layer("Wrapper", "layer", weights=True, role="base"),
    Layer("AbstractRNNCell", "trainable name dtype dynamic", weights=True, role="base", dialects=_KERAS_2),
    Layer("PreprocessingLayer", "", weights=True, role="base", dialects=_KERAS_2, home="experimental.preprocessing"),
    Layer("InputSpec", "dtype shape ndim max_ndim min_ndim axes allow_last_axis_squeeze name optional",
          role="not a layer"),
)

_ALIASES = {
    "Conv1D": "Convolution1D",
    "Conv2D": "Convolution2D",
    "Conv3D": "Convolution3D",
    "Conv1DTranspose": "Convolution1DTranspose",
    "Conv2DTranspose": "Convolution2DTranspose",
    "Conv3DTranspose": "Convolution3DTranspose",
    "SeparableConv1D": "SeparableConvolution1D",
    "SeparableConv2D": "SeparableConvolution2D",
    "MaxPooling1D": "MaxPool1D",
    "MaxPooling2D": "MaxPool2D",
    "MaxPooling3D": "MaxPool3D",
    "AveragePooling1D": "AvgPool1D",
    "AveragePooling2D": "AvgPool2D",
    "AveragePooling3D": "AvgPool3D",
    "GlobalMaxPooling1D": "GlobalMaxPool1D",
    "GlobalMaxPooling2D": "GlobalMaxPool2D",
    "GlobalMaxPooling3D": "GlobalMaxPool3D",
    "GlobalAveragePooling1D": "GlobalAvgPool1D",
    "GlobalAveragePooling2D": "GlobalAvgPool2D",
    "GlobalAveragePooling3D": "GlobalAvgPool3D",
}
"""Second names that both dialects have."""

# Read from the sources of keras 1.2.2, keras 2.3.1 and TensorFlow 1.15 (``tensorflow.python.keras``).
_OLD_ROWS = (
    Layer("BatchNormalizationV1", _BN_1, Shape.SAME, weights=True, kind="BatchNormalization", role="normalisation",
          dialects=(), old="tensorflow 1.15"),
    Layer("BatchNormalizationV2", _BN_1, Shape.SAME, weights=True, kind="BatchNormalization", role="normalisation",
          dialects=(), old="tensorflow 1.15"),
    Layer("CuDNNLSTM", f"units {_INITIALIZERS} unit_forget_bias {_CUDNN_LIMITS}", Shape.RECURRENT, weights=True,
          dialects=(), old="keras 2.3.1"),
    Layer("CuDNNGRU", f"units {_INITIALIZERS} {_CUDNN_LIMITS}", Shape.RECURRENT, weights=True, dialects=(),
          old="keras 2.3.1"),
    Layer("Deconvolution2D", _TRANSPOSED, Shape.TRANSPOSED, 2, weights=True, kind="Conv2DTranspose", dialects=(),
          old="keras 2.3.1"),
    Layer("Deconvolution3D", _TRANSPOSED, Shape.TRANSPOSED, 3, weights=True, kind="Conv3DTranspose", dialects=(),
          old="keras 2.3.1"),
    Layer("Deconv2D", _TRANSPOSED, Shape.TRANSPOSED, 2, weights=True, kind="Conv2DTranspose", dialects=(),
          old="keras 2.3.1"),
    Layer("Deconv3D", _TRANSPOSED, Shape.TRANSPOSED, 3, weights=True, kind="Conv3DTranspose", dialects=(),
          old="keras 2.3.1"),
)
# fmt: on

_BY_NAME = {row.name: row for row in _ROWS}

LAYERS: tuple[Layer, ...] = (
    *_ROWS,
    *(_BY_NAME[kind]._replace(name=name, kind=kind) for kind, name in _ALIASES.items()),
    *_OLD_ROWS,
)
"""All rows; those without a dialect are names of versions before the two."""

BY_NAME = {row.name: row for row in LAYERS}
"""The row of each class."""

CLASSES = frozenset(row.name for row in LAYERS if row.role not in ("base", "not a layer"))
"""The names of all that programs build layers with."""

WEIGHTLESS = frozenset(row.name for row in LAYERS if row.name in CLASSES and not row.weights)
"""Layers without weights: what they put out still is the output of the layer before them."""

WEIGHTED = frozenset(row.name for row in LAYERS if row.name in CLASSES and row.weights)
"""Layers with weights of their own."""

NORMALISATION = frozenset(row.name for row in LAYERS if row.role == "normalisation")
"""The names of BatchNormalization."""

FREE = frozenset(("Lambda",))
"""Those that compute whatever the program says."""

STEPWISE = frozenset(("TimeDistributed",))
"""Those that call the layer they hold for each time step."""

SYNCHRONISED = frozenset(("SyncBatchNormalization",))
"""Those that take their statistics over all replicas, without being told."""

USED = frozenset(row.name for row in LAYERS if row.role not in ("base", "not a layer"))
"""Layers that programs use as they are."""

KERAS_1_CONVOLUTIONS = frozenset(
    "Convolution1D Convolution2D Convolution3D SeparableConvolution2D Deconvolution2D Deconv2D".split()
)
"""Names that come from Keras 1: a program with them may count on ``channels_first`` from a keras.json."""

LAST_IN_KERAS_2 = frozenset("Conv1D MaxPooling1D AveragePooling1D GlobalMaxPooling1D GlobalAveragePooling1D".split())
"""Layers whose ``data_format`` is ``channels_last`` by default in Keras 2, whatever the program's default is."""

ORDERINGS = {"tf": "channels_last", "th": "channels_first"}
"""What Keras 1 called the data formats (read in keras 1.2.2; those up to 2.2.4 take it still)."""
KERAS_1_FORMAT = "dim_ordering"
"""The argument that named one."""
CONVOLVES_IN_KERAS_1 = ("border_mode", "subsample", KERAS_1_FORMAT)
"""Arguments of convolutions in Keras 1 alone, where the second and the third number are the kernel's."""

FUNCTIONS = {
    "add": "Add",
    "average": "Average",
    "concatenate": "Concatenate",
    "dot": "Dot",
    "maximum": "Maximum",
    "minimum": "Minimum",
    "multiply": "Multiply",
    "subtract": "Subtract",
}
"""Functions of ``keras.layers`` that build a layer and call it at once."""


def positional(row: Layer, dialect: int) -> tuple[str, ...]:
    """Return the names of a constructor's positional arguments.

    Args:
        row: a layer.
        dialect: 2 or 3.
    """
    return _words(row.positional_2 if dialect == 2 and row.positional_2 else row.positional)


@cache
def _words(names: str) -> tuple[str, ...]:
    return tuple(names.split())


DROPPING = frozenset("Dropout GaussianDropout SpatialDropout1D SpatialDropout2D SpatialDropout3D".split())
"""Layers after which the mean of their values is the same in both modes, but not their variance."""

RANDOM = frozenset(
    "AlphaDropout Dropout GaussianDropout GaussianNoise SpatialDropout1D SpatialDropout2D SpatialDropout3D".split()
)
"""Layers that draw numbers in training mode and do nothing in inference mode."""


def is_counted_name(kind: str, name: str) -> bool:
    """Whether Keras itself may give a layer a name.

    Args:
        kind: the layer's class.
        name: that of the class, with underscores, and from the second such layer on a number: ``conv2d_1``.
    """
    words, _, number = name.rpartition("_")
    return (words if number.isdecimal() else name).replace("_", "") == kind.lower()
