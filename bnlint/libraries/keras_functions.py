"""Keras: its functions on tensors, and those that make models and set what holds for all layers.

``keras.backend`` is that of Keras 2, which Keras 3 has under ``tf.keras``.

Sources: keras 3.15, tf_keras 2.21, https://keras.io/api/ops
"""

from __future__ import annotations

from bnlint.libraries.effect_names import Effect, KerasEffect
from bnlint.libraries.schema import Family, Function

FUNCTIONS = (
    # The shape of the first argument.
    Function(
        "abs clip cos exp log ones_like round sign sin sqrt square zeros_like batch_normalization",
        "keras.ops keras.backend",
        Effect.SAME,
        "x",
    ),
    Function("cast", "keras.ops keras.backend", Effect.CAST, "x"),
    Function(
        "absolute angle arccos arccosh arcsin arcsinh arctan arctanh bitwise_invert bitwise_not cbrt ceil conj "
        "conjugate copy cosh deg2rad digitize empty_like erf erfc erfinv exp2 expm1 fabs flip fliplr flipud floor "
        "full_like i0 imag isfinite isinf isnan isneginf isposinf isreal log10 log1p log2 logical_not nan_to_num "
        "negative rad2deg real reciprocal roll rsqrt saturate_cast signbit sinc sinh tan tril triu trunc argpartition "
        "cholesky cholesky_inverse inv layer_normalization rms_normalization",
        "keras.ops",
        Effect.SAME,
        "x",
    ),
    Function(
        "celu gelu hard_shrink hard_silu hard_swish hard_tanh leaky_relu log_sigmoid log_softmax relu6 selu silu "
        "soft_shrink sparse_plus sparse_sigmoid sparsemax squareplus swish tanh_shrink threshold",
        "keras.ops keras.activations",
        Effect.SAME,
        "x",
    ),
    Function(
        "elu hard_sigmoid relu sigmoid softmax softplus softsign tanh",
        "keras.ops keras.activations keras.backend",
        Effect.SAME,
        "x",
    ),
    Function("normalize", "keras.ops keras.utils", Effect.SAME, "x"),
    Function("shuffle", "keras.random", Effect.SAME, "x"),
    Function("exponential linear mish", "keras.activations", Effect.SAME, "x"),
    Function(
        "bias_add cast_to_floatx cumprod cumsum dropout l2_normalize reverse update update_add update_sub eval "
        "get_value moving_average_update pow",
        "keras.backend",
        Effect.SAME,
        "x",
    ),
    Function("isin", "keras.ops", Effect.SAME, "x=x1"),
    Function("stop_gradient", "keras.ops", Effect.SAME, "x=variable"),
    Function("slice_update scatter_update", "keras.ops", Effect.SAME, "x=inputs"),
    Function("dropout", "keras.random", Effect.SAME, "x=inputs"),
    Function("searchsorted", "keras.ops", Effect.SAME, "sorted_sequence x=values"),
    Function("to_dense", "keras.backend", Effect.SAME, "x=tensor"),
    Function("stop_gradient", "keras.backend", Effect.SAME, "x=variables"),
    Function("batch_get_value", "keras.backend", Effect.FIRST, "tensors"),
    Function("sort argsort", "keras.ops", Effect.ALONG, "x axis:-1"),
    Function("cumsum cumprod nancumsum nancumprod", "keras.ops", Effect.ALONG, "x axis"),
    # Operands that are broadcast to one shape.
    Function(
        "add subtract multiply divide true_divide floor_divide maximum minimum fmax fmin power mod fmod arctan2 "
        "greater greater_equal less less_equal not_equal gcd lcm heaviside hypot isclose ldexp logaddexp logaddexp2 "
        "logical_and logical_or logical_xor nextafter divide_no_nan",
        "keras.ops",
        Effect.ELEMENTWISE,
        "x1 x2",
    ),
    Function(
        "bitwise_and bitwise_or bitwise_xor bitwise_left_shift bitwise_right_shift left_shift right_shift",
        "keras.ops",
        Effect.ELEMENTWISE,
        "x1=x x2=y",
    ),
    Function(
        "greater greater_equal less less_equal maximum minimum not_equal",
        "keras.backend",
        Effect.ELEMENTWISE,
        "x y",
    ),
    Function("equal", "keras.ops", Effect.EQUAL, "x=x1 y=x2"),
    Function("equal", "keras.backend", Effect.EQUAL, "x y"),
    Function("where", "keras.ops", Effect.CHOSEN, "condition x=x1 y=x2"),
    # Reductions.
    Function("average count_nonzero", "keras.ops", Effect.REDUCED, "x axis"),
    Function("mean sum max min std var prod all any", "keras.ops keras.backend", Effect.REDUCED, "x axis keepdims"),
    Function(
        "amax amin median nanmean nansum nanmax nanmin nanstd nanvar nanprod nanmedian ptp argmax argmin nanargmax "
        "nanargmin logsumexp",
        "keras.ops",
        Effect.REDUCED,
        "x axis keepdims",
    ),
    Function("norm", "keras.ops", Effect.REDUCED, "x ord axis keepdims"),
    Function(
        "quantile percentile nanquantile nanpercentile",
        "keras.ops",
        Effect.REDUCED,
        "x levels=q axis method keepdims",
    ),
    Function("argmax argmin", "keras.backend", Effect.PLACES, "x axis:-1"),
    Function("trapezoid", "keras.ops", Effect.REDUCED, "x=y points=x dx axis:-1"),
    Function("moments", "keras.ops", Effect.MOMENTS, "x axis=axes keepdims"),
    Function("size vdot allclose", "keras.ops", Effect.SCALAR),
    # Put together and taken apart.
    Function("concatenate", "keras.ops", Effect.CONCATENATED, "values=xs axis:0"),
    Function("concatenate", "keras.backend", Effect.CONCATENATED, "values=tensors axis:-1"),
    Function("append", "keras.ops", Effect.APPENDED, "x=x1 values=x2 axis"),
    Function("stack", "keras.ops keras.backend", Effect.STACKED, "values=x axis:0"),
    # Vectors become rows with JAX and PyTorch, not with TensorFlow.
    Function("vstack", "keras.ops", Effect.UNTOLD),
    Function("hstack", "keras.ops", Effect.COLUMNS_STACKED, "values=xs"),
    Function("split array_split", "keras.ops", Effect.SPLIT, "x cuts=indices_or_sections axis:0"),
    Function("unstack", "keras.ops", Effect.UNSTACKED, "x num axis:0"),
    # Other lengths along an axis.
    Function("repeat", "keras.ops", Effect.REPEATED, "x repeats axis"),
    Function("repeat_elements", "keras.backend", Effect.REPEATED, "x repeats=rep axis"),
    Function("tile", "keras.ops", Effect.TILED, "x repeats"),
    Function("tile", "keras.backend", Effect.TILED, "x repeats=n"),
    Function("pad", "keras.ops", Effect.PADDED, "x widths=pad_width"),
    Function("take", "keras.ops", Effect.GATHERED, "x indices axis"),
    Function("gather", "keras.backend", Effect.LOOKED_UP, "x=reference indices"),
    Function("top_k", "keras.ops", Effect.TOP, "x k"),
    Function("diff", "keras.ops", Effect.LOOSE, "x=a n axis:-1"),
    Function("segment_max segment_min segment_prod segment_sum", "keras.ops", Effect.OTHER_ROWS, "x=data"),
    Function(
        "conv conv_transpose depthwise_conv separable_conv max_pool average_pool adaptive_average_pool "
        "adaptive_max_pool",
        "keras.ops",
        Effect.KEEPS_BATCH,
        "x=inputs",
    ),
    Function("depth_to_space space_to_depth", "keras.ops", Effect.KEEPS_BATCH, "x"),
    Function(
        "conv1d conv2d conv2d_transpose conv3d depthwise_conv2d pool2d pool3d resize_images resize_volumes "
        "separable_conv2d spatial_2d_padding spatial_3d_padding temporal_padding",
        "keras.backend",
        Effect.KEEPS_BATCH,
        "x",
    ),
    # Other dimensions.
    Function("reshape", "keras.ops", Effect.RESHAPED, "x shape=newshape"),
    Function("reshape", "keras.backend", Effect.RESHAPED, "x shape"),
    Function("ravel", "keras.ops", Effect.FLAT, "x"),
    Function("flatten", "keras.backend", Effect.FLAT, "x"),
    Function("batch_flatten", "keras.backend", Effect.BATCH_FLAT, "x"),
    Function("expand_dims", "keras.ops", Effect.EXPANDED, "x axis"),
    Function("expand_dims", "keras.backend", Effect.EXPANDED, "x axis:-1"),
    Function("squeeze", "keras.ops keras.backend", Effect.SQUEEZED, "x axis"),
    Function("transpose", "keras.ops", Effect.TRANSPOSED, "x order=axes"),
    Function("permute_dimensions", "keras.backend", Effect.TRANSPOSED, "x order=pattern"),
    Function("transpose", "keras.backend", Effect.TRANSPOSED, "x"),
    Function("swapaxes", "keras.ops", Effect.SWAPPED, "x first=axis1 second=axis2"),
    Function("moveaxis", "keras.ops", Effect.MOVED, "x source destination"),
    Function("broadcast_to", "keras.ops", Effect.SHAPED, "x shape"),
    Function("slice", "keras.ops", Effect.SHAPED, "x=inputs start_indices shape"),
    Function("one_hot", "keras.ops", Effect.ONE_HOT, "x depth=num_classes axis:-1"),
    Function("one_hot", "keras.backend", Effect.ONE_HOT, "x=indices depth=num_classes"),
    Function("to_categorical", "keras.utils", Effect.CATEGORICAL, "x depth=num_classes * x=y"),
    # Images.
    Function("img_to_array", "keras.utils", Effect.DECODED),
    # Products.
    Function("matmul", "keras.ops", Effect.PRODUCT, "a=x1 b=x2"),
    Function("dot", "keras.ops", Effect.DOT, "a=x1 b=x2"),
    Function("dot", "keras.backend", Effect.DOT, "a=x b=y"),
    Function("einsum", "keras.ops", Effect.EINSUM, "equation=subscripts *operands"),
    # Made from values and shapes.
    Function("array", "keras.ops", Effect.CONSTANT, "value=x"),
    Function("constant", "keras.backend", Effect.CONSTANT, "value dtype shape"),
    Function("variable", "keras.backend", Effect.VARIABLE, "value"),
    Function("convert_to_tensor convert_to_numpy", "keras.ops", Effect.CONVERTED, "value=x"),
    Function("zeros", "keras.ops keras.backend", Effect.ZEROS, "shape"),
    Function("ones", "keras.ops keras.backend", Effect.ONES, "shape"),
    Function("empty full", "keras.ops", Effect.FILLED, "shape"),
    Function("beta binomial gamma normal randint uniform", "keras.random", Effect.FILLED, "shape"),
    Function("truncated_normal", "keras.random keras.backend", Effect.FILLED, "shape"),
    Function(
        "random_bernoulli random_normal random_normal_variable random_uniform random_uniform_variable",
        "keras.backend",
        Effect.FILLED,
        "shape",
    ),
    Function("hamming hanning bartlett blackman kaiser", "keras.ops", Effect.FILLED, "shape=x"),
    Function("random_binomial", "keras.backend", Effect.FILLED, "shape"),
    Function("eye tri", "keras.ops", Effect.IDENTITY, "rows=N columns=M"),
    Function("identity", "keras.ops", Effect.IDENTITY, "rows=n"),
    Function("eye", "keras.backend", Effect.IDENTITY, "rows=size"),
    Function("arange", "keras.ops keras.backend", Effect.NUMBERS, "start stop step"),
    Function("linspace", "keras.ops", Effect.SPACED, "start stop count=num:50 endpoint retstep dtype axis:0"),
    Function("logspace", "keras.ops", Effect.SPACED, "start stop count=num:50 endpoint base dtype axis:0"),
    Function("geomspace", "keras.ops", Effect.SPACED, "start stop count=num:50 endpoint dtype axis:0"),
    # Asked.
    Function("shape", "keras.ops keras.backend", Effect.SHAPE, "x"),
    Function("int_shape", "keras.backend", Effect.SHAPE, "x"),
    Function("ndim", "keras.ops keras.backend", Effect.RANK, "x"),
    Function("dtype", "keras.ops keras.backend", Effect.PLAIN),
    Function("is_tensor", "keras.ops", Effect.PLAIN),
    Function("count_params is_sparse", "keras.backend", Effect.PLAIN),
    # Functions that call functions.
    Function("map", "keras.ops", Effect.MAPPED, "function=f elements=xs"),
    Function("vectorized_map", "keras.ops", Effect.MAPPED, "function elements"),
    Function("map_fn", "keras.backend", Effect.MAPPED, "function=fn elements=elems"),
    Function("cond", "keras.ops", Effect.BRANCHED, "pred then=true_fn otherwise=false_fn"),
    Function("print_tensor", "keras.backend", Effect.FIRST, "x"),
    # A shape that nobody knows.
    Function(
        "associative_scan cross ctc_loss det dot_product_attention dsplit eig eigh extract_sequences fft fft2 fold "
        "fori_loop get_item ifft2 hsplit irfft istft logdet lstsq lu_factor multi_hot pinv polar psnr qr rfft scan "
        "select slogdet solve solve_triangular stft svd take_along_axis unfold vectorize view_as_complex view_as_real "
        "while_loop",
        "keras.ops",
        Effect.DERIVED,
    ),
    Function(
        "bincount cdist corrcoef correlate diag diagflat diagonal dstack histogram inner jvp kron matrix_rank "
        "meshgrid nonzero outer rearrange rot90 scatter tensordot trace unique unravel_index vander view vsplit",
        "keras.ops",
        Effect.UNTOLD,
    ),
    Function(
        "binary_crossentropy categorical_crossentropy sparse_categorical_crossentropy",
        "keras.ops keras.backend keras.losses keras.metrics",
        Effect.DERIVED,
    ),
    Function("ctc_decode in_top_k switch", "keras.ops keras.backend", Effect.DERIVED),
    Function("glu", "keras.ops keras.activations", Effect.DERIVED),
    Function("categorical", "keras.random", Effect.DERIVED),
    Function(
        "batch_dot repeat ctc_batch_cost ctc_label_dense_to_sparse gradients rnn",
        "keras.backend",
        Effect.DERIVED,
    ),
    Function("foldl foldr", "keras.backend", Effect.UNTOLD),
    Function(
        "binary_focal_crossentropy categorical_focal_crossentropy",
        "keras.backend keras.losses keras.metrics",
        Effect.DERIVED,
    ),
    Function(
        "categorical_generalized_cross_entropy circle cosine_similarity ctc dice tversky",
        "keras.losses",
        Effect.DERIVED,
    ),
    Function(
        "categorical_hinge hinge huber kl_divergence log_cosh mean_absolute_error mean_absolute_percentage_error "
        "mean_squared_error mean_squared_logarithmic_error poisson squared_hinge kullback_leibler_divergence kld KLD "
        "logcosh mae MAE mape MAPE mse MSE msle MSLE",
        "keras.losses keras.metrics",
        Effect.DERIVED,
    ),
    Function(
        "binary_accuracy categorical_accuracy concordance_correlation pearson_correlation sparse_categorical_accuracy "
        "sparse_top_k_categorical_accuracy top_k_categorical_accuracy",
        "keras.metrics",
        Effect.DERIVED,
    ),
    Function("normalize_batch_in_training local_conv1d local_conv2d", "keras.backend", Effect.DERIVED),
    Function("in_train_phase", "keras.backend", KerasEffect.IN_TRAIN_PHASE, "then=x otherwise=alt pred=training"),
    Function("in_test_phase", "keras.backend", Effect.BRANCHED, "otherwise=x then=alt pred=training"),
    Function("pad_sequences", "keras.utils", Effect.ARRAY),
    Function("custom_gradient", "keras.ops", Effect.FIRST),
    # Data sets.
    Function(
        "image_dataset_from_directory",
        "keras.utils keras.preprocessing",
        Effect.BATCHES,
        "directory labels label_mode class_names color_mode batch_size:32",
    ),
    Function(
        "text_dataset_from_directory",
        "keras.utils keras.preprocessing",
        Effect.BATCHES,
        "directory labels label_mode class_names batch_size:32",
    ),
    Function(
        "audio_dataset_from_directory",
        "keras.utils",
        Effect.BATCHES,
        "directory labels label_mode class_names batch_size:32",
    ),
    Function(
        "timeseries_dataset_from_array",
        "keras.utils keras.preprocessing",
        Effect.BATCHES,
        "data targets sequence_length sequence_stride sampling_rate batch_size:128",
    ),
    Function(
        "TimeseriesGenerator",
        "keras.preprocessing.sequence",
        Effect.BATCHES,
        "data targets length sampling_rate stride start_index end_index shuffle reverse batch_size:128",
    ),
    Function("flow", "keras.preprocessing.image.ImageDataGenerator", Effect.BATCHES, "x y batch_size:32"),
    Function(
        "flow_from_directory",
        "keras.preprocessing.image.ImageDataGenerator",
        Effect.BATCHES,
        "directory target_size color_mode classes class_mode batch_size:32",
    ),
    Function(
        "flow_from_dataframe",
        "keras.preprocessing.image.ImageDataGenerator",
        Effect.BATCHES,
        "dataframe directory x_col y_col weight_col target_size color_mode classes class_mode batch_size:32",
    ),
    # Models.
    Function("Sequential", "keras keras.models", KerasEffect.SEQUENTIAL),
    Function("Model", "keras keras.models", KerasEffect.MODEL),
    Function("Functional", "keras.src.models", KerasEffect.MODEL),
    Function("Input", "keras keras.layers", KerasEffect.INPUT, "shape batch_size"),
    Function("__init__", "keras.Model keras.Sequential keras.layers.Layer", KerasEffect.BASE_INIT),
    Function("clone_model", "keras.models", KerasEffect.CLONED, "model input_tensors clone_function"),
    Function("multi_gpu_model", "keras.utils", Effect.FIRST, gone="TensorFlow 2.3"),
    Function(
        "from_config",
        "keras.Model keras.Sequential keras.src.models.Functional keras.layers.BatchNormalization",
        KerasEffect.REBUILT,
        "config",
    ),
    Function("deserialize", "keras.layers", KerasEffect.DESERIALIZED, "config"),
    Function("deserialize_keras_object", "keras.saving keras.utils", KerasEffect.DESERIALIZED, "config"),
    Function("model_from_config", "keras.models", KerasEffect.REBUILT, "config"),
    Function("model_from_json", "keras.models", KerasEffect.REBUILT, "config=json_string"),
    Function("load_model", "keras.models keras.saving", KerasEffect.RESTORED, "file=filepath"),
    Function("save_model", "keras.models keras.saving", KerasEffect.SAVED, "model file=filepath"),
    Function("model_from_yaml", "keras.models", KerasEffect.RESTORED),
    Function("set_value", "keras.backend", KerasEffect.ASSIGNED, "variable=x x=value"),
    Function("batch_set_value", "keras.backend", KerasEffect.ASSIGNED, "variable=tuples"),
    # Functions that make a layer and call it.
    Function(
        "add average concatenate dot maximum minimum multiply subtract", "keras.layers", KerasEffect.MERGED, "inputs"
    ),
    # Optimizers.
    Function("get", "keras.optimizers", Effect.OPTIMIZER),
    Function(
        "CosineDecay CosineDecayRestarts ExponentialDecay InverseTimeDecay LearningRateSchedule PiecewiseConstantDecay "
        "PolynomialDecay",
        "keras.optimizers.schedules",
        KerasEffect.INSTANCE,
    ),
    # Looked up by name.
    Function("get", "keras.activations keras.constraints keras.initializers keras.losses keras.metrics", Effect.PLAIN),
    Function("get", "keras.regularizers", Effect.PLAIN),
    Function(
        "deserialize serialize",
        "keras.activations keras.losses keras.metrics keras.optimizers keras.optimizers.schedules",
        Effect.PLAIN,
    ),
    # Data that everybody has.
    Function(
        "load_data",
        "keras.datasets.boston_housing keras.datasets.cifar10 keras.datasets.cifar100 keras.datasets.fashion_mnist "
        "keras.datasets.mnist",
        KerasEffect.BENCHMARK,
    ),
    Function("load_data", "keras.datasets.imdb keras.datasets.reuters", Effect.PLAIN),
    # What holds for all layers.
    Function("Policy", "keras.mixed_precision", KerasEffect.POLICY, "policy=name"),
    Function("set_global_policy", "keras.mixed_precision", KerasEffect.POLICY, "policy"),
    Function("DTypePolicy", "keras keras.mixed_precision", KerasEffect.POLICY, "policy=name"),
    Function("set_dtype_policy", "keras.config keras.mixed_precision", KerasEffect.POLICY, "policy"),
    Function("set_policy", "keras.mixed_precision.experimental", KerasEffect.POLICY, "policy", gone="TensorFlow 2.4"),
    Function("global_policy", "keras.mixed_precision", Effect.PLAIN),
    Function("dtype_policy", "keras.config keras.mixed_precision", Effect.PLAIN),
    Function("set_floatx", "keras.backend keras.config", KerasEffect.FLOAT_TYPE, "value"),
    Function("set_image_data_format", "keras.backend keras.config", KerasEffect.SET_DATA_FORMAT, "data_format"),
    Function(
        "set_image_dim_ordering",
        "keras.backend",
        KerasEffect.SET_DATA_FORMAT,
        "data_format=dim_ordering",
        gone="keras 2.2",
    ),
    Function("image_dim_ordering", "keras.backend", KerasEffect.DATA_FORMAT, gone="keras 2.2"),
    Function("version", "keras", KerasEffect.VERSION),
    Function("backend", "keras.backend keras.config", KerasEffect.BACKEND),
    Function("image_data_format", "keras.backend keras.config", KerasEffect.DATA_FORMAT),
    Function("set_learning_phase", "keras.backend", KerasEffect.SET_LEARNING_PHASE, "value"),
    Function("learning_phase_scope", "keras.backend", KerasEffect.SCOPE_LEARNING_PHASE, "value"),
    Function("learning_phase", "keras.backend", KerasEffect.LEARNING_PHASE),
)

FAMILIES = (
    Family("[A-Z]*", "keras.layers", KerasEffect.LAYER),
    Family("[A-Z]*", "keras.optimizers", Effect.OPTIMIZER),
    Family("[A-Z]*", "keras.losses", Effect.INSTANCE),
    Family("[A-Z]*", "keras", KerasEffect.INSTANCE),
    Family("*", "keras", Effect.DERIVED),
)

BENCHMARKS = {
    "mnist": ((60000, 28, 28), 10000),
    "fashion_mnist": ((60000, 28, 28), 10000),
    "cifar10": ((50000, 32, 32, 3), 10000),
    "cifar100": ((50000, 32, 32, 3), 10000),
    "boston_housing": ((404, 13), 102),
}
"""The shape of the inputs to train with, and the number of those to test with, by the module's name."""
