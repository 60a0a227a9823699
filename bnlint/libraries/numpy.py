"""NumPy: what its functions make of arrays. ``np`` stands for ``numpy``, too for ``tf.experimental.numpy``.

Sources: numpy 2.4, https://numpy.org/doc/stable/reference/routines.html
"""

from __future__ import annotations

from bnlint.libraries.effect_names import Effect
from bnlint.libraries.schema import Family, Function

FUNCTIONS = (
    # The shape of the first argument.
    Function(
        "absolute abs acos acosh arccos arccosh arcsin arcsinh arctan arctanh asin asinh atan atanh astype "
        "bitwise_count bitwise_invert bitwise_not cbrt ceil conj conjugate cos cosh deg2rad degrees exp exp2 expm1 "
        "fabs fix floor i0 interp invert iscomplex isfinite isinf isnan isnat isneginf isposinf isreal log log10 "
        "log1p log2 logical_not nan_to_num negative piecewise positive rad2deg radians reciprocal rint sign signbit "
        "sin sinc sinh spacing sqrt square tan tanh trunc digitize",
        "np",
        Effect.SAME,
        "x",
    ),
    Function("fftshift ifftshift", "np.fft", Effect.SAME, "x"),
    Function("angle", "np", Effect.SAME, "x=z"),
    Function(
        "around full_like ones_like real_if_close roll round sort_complex zeros_like clip",
        "np",
        Effect.SAME,
        "x=a",
    ),
    Function("inv cholesky matrix_power", "np.linalg", Effect.SAME, "x=a"),
    Function("empty_like", "np", Effect.SAME, "x=prototype"),
    Function("flip fliplr flipud tril triu", "np", Effect.SAME, "x=m"),
    Function("imag real", "np", Effect.SAME, "x=val"),
    Function("isin", "np", Effect.SAME, "x=element"),
    Function("unwrap", "np", Effect.SAME, "x=p"),
    Function("polyval", "np", Effect.SAME, "p x"),
    Function("searchsorted", "np", Effect.SAME, "a x=v"),
    Function("sort argsort", "np", Effect.ALONG, "x=a axis:-1"),
    Function("partition argpartition", "np", Effect.ALONG, "x=a kth axis:-1"),
    Function("cumsum cumprod nancumsum nancumprod", "np", Effect.ALONG, "x=a axis"),
    # Operands that are broadcast to one shape.
    Function(
        "add subtract multiply divide true_divide floor_divide maximum minimum fmax fmin power pow float_power mod "
        "fmod remainder arctan2 atan2 bitwise_and bitwise_or bitwise_xor bitwise_left_shift bitwise_right_shift "
        "left_shift right_shift copysign equal greater greater_equal less less_equal not_equal gcd lcm heaviside "
        "hypot ldexp logaddexp logaddexp2 logical_and logical_or logical_xor nextafter",
        "np",
        Effect.ELEMENTWISE,
        "x1 x2",
    ),
    Function("isclose", "np", Effect.ELEMENTWISE, "a b"),
    Function("where", "np", Effect.CHOSEN, "condition x y"),
    # Reductions.
    Function("mean sum prod nanmean nansum nanprod", "np", Effect.REDUCED, "x=a axis dtype out keepdims"),
    Function("max min amax amin all any nanmax nanmin ptp", "np", Effect.REDUCED, "x=a axis out keepdims"),
    Function("std var nanstd nanvar", "np", Effect.REDUCED, "x=a axis dtype out ddof keepdims"),
    Function("median nanmedian", "np", Effect.REDUCED, "x=a axis out overwrite_input keepdims"),
    Function("average count_nonzero argmax argmin nanargmax nanargmin", "np", Effect.REDUCED, "x=a axis * keepdims"),
    Function(
        "quantile percentile nanquantile nanpercentile",
        "np",
        Effect.REDUCED,
        "x=a levels=q axis out overwrite_input method keepdims",
    ),
    Function("norm", "np.linalg", Effect.REDUCED, "x ord axis keepdims"),
    Function("vector_norm", "np.linalg", Effect.REDUCED, "x * axis keepdims"),
    Function("trapezoid", "np", Effect.REDUCED, "x=y points=x dx axis:-1"),
    Function("vdot", "np", Effect.SCALAR),
    # Put together and taken apart.
    Function("concatenate concat", "np", Effect.CONCATENATED, "values=arrays axis:0"),
    Function("append", "np", Effect.APPENDED, "x=arr values axis"),
    Function("stack", "np", Effect.STACKED, "values=arrays axis:0"),
    Function("vstack", "np", Effect.ROWS_STACKED, "values=tup"),
    Function("hstack", "np", Effect.COLUMNS_STACKED, "values=tup"),
    Function("split array_split", "np", Effect.SPLIT, "x=ary cuts=indices_or_sections axis:0"),
    Function("vsplit", "np", Effect.SPLIT, "x=ary cuts=indices_or_sections"),
    Function("unstack", "np", Effect.UNSTACKED, "x * axis:0"),
    # Other lengths along an axis.
    Function("repeat", "np", Effect.REPEATED, "x=a repeats axis"),
    Function("tile", "np", Effect.TILED, "x=A repeats=reps"),
    Function("pad", "np", Effect.PADDED, "x=array widths=pad_width"),
    Function("take", "np", Effect.GATHERED, "x=a indices axis"),
    Function("cumulative_sum cumulative_prod", "np", Effect.LOOSE, "x * axis"),
    Function("delete", "np", Effect.LOOSE, "x=arr obj axis"),
    Function("insert", "np", Effect.LOOSE, "x=arr obj values axis"),
    Function("compress", "np", Effect.LOOSE, "condition x=a axis"),
    Function("diff", "np", Effect.LOOSE, "x=a n axis:-1"),
    Function("fft ifft rfft irfft hfft ihfft", "np.fft", Effect.LOOSE, "x=a n axis:-1"),
    Function("flatnonzero", "np", Effect.VECTOR, "x=a"),
    Function("extract", "np", Effect.VECTOR, "x=condition"),
    Function("union1d intersect1d setdiff1d setxor1d", "np", Effect.VECTOR, "x=ar1"),
    Function("ediff1d", "np", Effect.VECTOR, "x=ary"),
    Function("trim_zeros", "np", Effect.VECTOR, "x=filt"),
    # Other dimensions.
    Function("reshape", "np", Effect.RESHAPED, "x=a shape"),
    Function("ravel", "np", Effect.FLAT, "x=a"),
    Function("expand_dims", "np", Effect.EXPANDED, "x=a axis"),
    Function("atleast_2d", "np", Effect.AT_LEAST_A_ROW, "*x=arys"),
    Function("squeeze", "np", Effect.SQUEEZED, "x=a axis"),
    Function("transpose permute_dims", "np", Effect.TRANSPOSED, "x=a order=axes"),
    Function("swapaxes", "np", Effect.SWAPPED, "x=a first=axis1 second=axis2"),
    Function("moveaxis", "np", Effect.MOVED, "x=a source destination"),
    Function("broadcast_to", "np", Effect.SHAPED, "x=array shape"),
    Function("resize", "np", Effect.SHAPED, "x=a shape=new_shape"),
    # Products.
    Function("matmul", "np np.linalg", Effect.PRODUCT, "a=x1 b=x2"),
    Function("dot", "np", Effect.DOT, "a b"),
    Function("einsum", "np", Effect.EINSUM, "equation *operands"),
    # Made from values and shapes.
    Function("array", "np", Effect.CONSTANT, "value=object"),
    Function("copy", "np", Effect.CONSTANT, "value=a"),
    Function("asarray asanyarray ascontiguousarray asfortranarray asarray_chkfinite", "np", Effect.CONSTANT, "value=a"),
    Function("zeros", "np", Effect.ZEROS, "shape"),
    Function("ones", "np", Effect.ONES, "shape"),
    Function("empty full", "np", Effect.FILLED, "shape"),
    Function("hamming hanning bartlett blackman kaiser", "np", Effect.FILLED, "shape=M"),
    Function("beta", "np.random np.random.generator", Effect.DRAWN, "a b shape=size"),
    Function("binomial negative_binomial", "np.random np.random.generator", Effect.DRAWN, "n p shape=size"),
    Function("chisquare standard_t", "np.random np.random.generator", Effect.DRAWN, "df shape=size"),
    Function("exponential rayleigh", "np.random np.random.generator", Effect.DRAWN, "scale shape=size"),
    Function("f", "np.random np.random.generator", Effect.DRAWN, "dfnum dfden shape=size"),
    Function("gamma", "np.random np.random.generator", Effect.DRAWN, "form=shape scale shape=size"),
    Function("geometric logseries", "np.random np.random.generator", Effect.DRAWN, "p shape=size"),
    Function("gumbel laplace logistic normal", "np.random np.random.generator", Effect.DRAWN, "loc scale shape=size"),
    Function("hypergeometric", "np.random np.random.generator", Effect.DRAWN, "ngood nbad nsample shape=size"),
    Function("lognormal", "np.random np.random.generator", Effect.DRAWN, "mean sigma shape=size"),
    Function("noncentral_chisquare", "np.random np.random.generator", Effect.DRAWN, "df nonc shape=size"),
    Function("noncentral_f", "np.random np.random.generator", Effect.DRAWN, "dfnum dfden nonc shape=size"),
    Function("pareto power weibull zipf", "np.random np.random.generator", Effect.DRAWN, "a shape=size"),
    Function("poisson", "np.random np.random.generator", Effect.DRAWN, "lam shape=size"),
    Function(
        "standard_cauchy standard_exponential standard_normal random",
        "np.random np.random.generator",
        Effect.DRAWN,
        "shape=size",
    ),
    Function("random_sample", "np.random", Effect.DRAWN, "shape=size"),
    Function("standard_gamma", "np.random np.random.generator", Effect.DRAWN, "form=shape shape=size"),
    Function("triangular", "np.random np.random.generator", Effect.DRAWN, "left mode right shape=size"),
    Function("uniform", "np.random np.random.generator", Effect.DRAWN, "low high shape=size"),
    Function("randint random_integers", "np.random", Effect.DRAWN, "low high shape=size"),
    Function("integers", "np.random.generator", Effect.DRAWN, "low high shape=size"),
    Function("vonmises", "np.random np.random.generator", Effect.DRAWN, "mu kappa shape=size"),
    Function("wald", "np.random np.random.generator", Effect.DRAWN, "mean scale shape=size"),
    Function("ranf sample", "np.random", Effect.DRAWN),
    Function("rand randn", "np.random", Effect.BY_DIMENSIONS),
    Function("permutation", "np.random np.random.generator", Effect.PERMUTED, "x"),
    Function("eye tri", "np", Effect.IDENTITY, "rows=N columns=M"),
    Function("identity", "np", Effect.IDENTITY, "rows=n"),
    Function("arange", "np", Effect.NUMBERS, "start=start_or_stop stop step"),
    Function("linspace", "np", Effect.SPACED, "start stop count=num:50 endpoint retstep dtype axis:0"),
    Function("logspace", "np", Effect.SPACED, "start stop count=num:50 endpoint base dtype axis:0"),
    Function("geomspace", "np", Effect.SPACED, "start stop count=num:50 endpoint dtype axis:0"),
    Function(
        "loadtxt genfromtxt fromfile frombuffer fromiter fromregex fromstring from_dlpack",
        "np",
        Effect.READ,
    ),
    Function("load", "np", Effect.READ_BACK, "file"),
    Function("save", "np", Effect.FILED, "file x=arr"),
    Function("savez savez_compressed", "np", Effect.FILED, "file *args"),
    Function("choice", "np.random np.random.generator", Effect.PICKED, "x=a shape=size"),
    Function("multivariate_normal multinomial dirichlet", "np.random np.random.generator", Effect.READ),
    Function("multivariate_hypergeometric permuted", "np.random.generator", Effect.READ),
    # Asked.
    Function("shape", "np", Effect.SHAPE, "x=a"),
    Function("ndim", "np", Effect.RANK, "x=a"),
    Function(
        "size allclose array_equal array_equiv isscalar iscomplexobj isrealobj isfortran issubdtype can_cast "
        "common_type result_type promote_types min_scalar_type mintypecode typename iterable shares_memory "
        "may_share_memory base_repr binary_repr array2string array_repr array_str broadcast_shapes",
        "np",
        Effect.PLAIN,
    ),
    Function("bytes get_state get_bit_generator", "np.random", Effect.PLAIN),
    Function("shuffle", "np.random np.random.generator", Effect.NOTHING),
    Function("seed set_state set_bit_generator", "np.random", Effect.NOTHING),
    # A shape that nobody knows.
    Function(
        "apply_along_axis apply_over_axes argwhere atleast_1d atleast_3d bincount block bmat asmatrix "
        "broadcast_arrays choose column_stack convolve corrcoef correlate cov diag diagflat divmod dsplit dstack "
        "einsum_path frexp fromfunction gradient histogram histogram2d histogram_bin_edges histogramdd hsplit indices "
        "inner kron lexsort matvec meshgrid modf nonzero packbits unpackbits poly polyadd polyder polydiv polyfit "
        "polyint polymul polysub ravel_multi_index rollaxis roots rot90 select row_stack require take_along_axis "
        "unique unique_all unique_counts unique_inverse unique_values unravel_index vander vecmat tril_indices "
        "tril_indices_from triu_indices triu_indices_from diag_indices diag_indices_from mask_indices",
        "np",
        Effect.ARRAY,
    ),
    Function("cross diagonal matrix_transpose outer tensordot trace vecdot", "np np.linalg", Effect.ARRAY),
    Function(
        "cond det eig eigh eigvals eigvalsh lstsq matrix_norm matrix_rank multi_dot pinv qr slogdet solve svd svdvals "
        "tensorinv tensorsolve",
        "np.linalg",
        Effect.ARRAY,
    ),
    Function("fft2 fftfreq fftn ifft2 ifftn irfft2 irfftn rfft2 rfftfreq rfftn", "np.fft", Effect.ARRAY),
    Function("default_rng RandomState", "np.random", Effect.GENERATOR),
    # What NumPy 1 had, and NumPy 2 no longer has.
    Function("product", "np", Effect.REDUCED, "x=a axis dtype out keepdims", gone="NumPy 1.26"),
    Function("alltrue sometrue", "np", Effect.REDUCED, "x=a axis out keepdims", gone="NumPy 1.26"),
    Function("cumproduct", "np", Effect.ALONG, "x=a axis", gone="NumPy 1.26"),
    Function("trapz", "np", Effect.REDUCED, "x=y points=x dx axis:-1", gone="NumPy 2.3"),
    Function("round_", "np", Effect.SAME, "x=a", gone="NumPy 1.26"),
    Function("in1d", "np", Effect.VECTOR, "x=ar1", gone="NumPy 2.3"),
    Function("msort asfarray", "np", Effect.SAME, "x=a", gone="NumPy 1.26"),
    # Types, called on a value.
    Function(
        "float16 float32 float64 longdouble int8 int16 int32 int64 uint8 uint16 uint32 uint64 intp bool bool_ "
        "complex64 complex128",
        "np",
        Effect.FIRST,
    ),
    Function("float int", "np", Effect.FIRST, gone="NumPy 1.23"),
)

FAMILIES = (Family("*", "np", Effect.ARRAY),)

SLICES = ("np.s_", "np.index_exp")
"""What stands between the brackets behind these is what they give."""
