"""TensorFlow: what its functions make of tensors, and the rest that programs call beside Keras.

``tf1`` is ``tf.compat.v1``; a name that a program has from TensorFlow 1 without it ("tf.to_float") is found by its
last name. What builds and runs a graph of TensorFlow 1 is in ``tensorflow1``.

Sources: tensorflow 2.21, https://www.tensorflow.org/api_docs/python/tf
"""

from __future__ import annotations

from bnlint.libraries.effect_names import Effect, KerasEffect, PythonEffect
from bnlint.libraries.schema import Family, Function

FUNCTIONS = (
    # The shape of the first argument.
    Function(
        "abs acos acosh asin asinh atan atanh cos cosh cumsum exp floor logical_not negative round sign sin sinh sqrt "
        "square tan",
        "tf tf.math",
        Effect.SAME,
        "x",
    ),
    Function("cast", "tf tf.dtypes", Effect.CAST, "x"),
    Function("sigmoid tanh", "tf tf.math tf.nn", Effect.SAME, "x"),
    Function(
        "bessel_i0 bessel_i0e bessel_i1 bessel_i1e ceil conj cumprod cumulative_logsumexp digamma erf erfc erfcinv "
        "erfinv expm1 invert_permutation is_finite is_inf is_nan lgamma log log1p log_sigmoid ndtri reciprocal "
        "reciprocal_no_nan rint rsqrt",
        "tf.math",
        Effect.SAME,
        "x",
    ),
    Function("l2_normalize", "tf.math tf.nn tf.linalg", Effect.SAME, "x"),
    Function("batch_normalization", "tf.nn", Effect.SAME, "x"),
    Function("dropout", "tf.nn", Effect.DROPPED, "x rate"),
    Function("dropout", "tf1.nn", Effect.DROPPED, "x kept=keep_prob noise_shape seed name rate"),
    Function("fftshift ifftshift", "tf.signal", Effect.SAME, "x"),
    Function("invert", "tf.bitwise", Effect.SAME, "x"),
    Function("to_bfloat16 to_complex128 to_complex64 to_double to_float to_int32 to_int64", "tf1", Effect.SAME, "x"),
    Function(
        "check_pinned reverse tensor_scatter_nd_add tensor_scatter_nd_max tensor_scatter_nd_min tensor_scatter_nd_sub "
        "tensor_scatter_nd_update",
        "tf",
        Effect.SAME,
        "x=tensor",
    ),
    Function("check_numerics", "tf.debugging", Effect.SAME, "x=tensor"),
    Function("reverse_v2", "tf1", Effect.SAME, "x=tensor"),
    Function("clip_by_norm clip_by_value", "tf", Effect.SAME, "x=t"),
    Function("verify_tensor_all_finite", "tf1", Effect.SAME, "x=t"),
    Function(
        "guarantee_const identity reverse_sequence roll stop_gradient matrix_square_root",
        "tf",
        Effect.SAME,
        "x=input",
    ),
    Function("ones_like zeros_like", "tf", Effect.SAME, "x=input * x=tensor"),
    Function("as_string", "tf tf.strings", Effect.SAME, "x=input"),
    Function("angle imag real", "tf.math", Effect.SAME, "x=input"),
    Function("local_response_normalization lrn", "tf.nn", Effect.SAME, "x=input"),
    Function("band_part cholesky expm inv logm set_diag sqrtm", "tf.linalg", Effect.SAME, "x=input"),
    Function("fft fft2d fft3d idct ifft ifft2d ifft3d", "tf.signal", Effect.SAME, "x=input"),
    Function(
        "quantize_and_dequantize quantize_and_dequantize_v2 dequantize",
        "tf.quantization",
        Effect.SAME,
        "x=input",
    ),
    Function(
        "lower upper strip regex_replace regex_full_match to_hash_bucket_fast to_hash_bucket_strong substr length",
        "tf.strings",
        Effect.SAME,
        "x=input",
    ),
    Function("to_hash_bucket to_number", "tf.strings", Effect.SAME, "x=input * x=string_tensor"),
    Function("saturate_cast", "tf tf.dtypes", Effect.SAME, "x=value"),
    Function("bias_add", "tf.nn", Effect.SAME, "x=value"),
    Function("shuffle", "tf.random", Effect.SAME, "x=value"),
    Function("random_shuffle", "tf1", Effect.SAME, "x=value"),
    Function("sort argsort", "tf", Effect.SAME, "x=values"),
    Function("scalar_mul", "tf tf.math", Effect.SAME, "scalar x"),
    Function("searchsorted", "tf", Effect.SAME, "sorted_sequence x=values"),
    Function("log_softmax softmax", "tf.math tf.nn", Effect.SHARES, "x=logits"),
    Function("softplus softsign", "tf.math tf.nn", Effect.SAME, "x=features"),
    Function("elu gelu leaky_relu relu relu6 selu silu swish", "tf.nn", Effect.SAME, "x=features"),
    Function("polyval", "tf.math", Effect.SAME, "coeffs x"),
    Function(
        "adjust_brightness adjust_gamma adjust_hue adjust_jpeg_quality adjust_saturation convert_image_dtype "
        "flip_left_right flip_up_down per_image_standardization random_brightness random_contrast "
        "random_flip_left_right random_flip_up_down random_hue random_jpeg_quality random_saturation "
        "stateless_random_brightness stateless_random_contrast stateless_random_flip_left_right "
        "stateless_random_flip_up_down stateless_random_hue stateless_random_jpeg_quality stateless_random_saturation",
        "tf.image",
        Effect.SAME,
        "x=image",
    ),
    Function(
        "adjust_contrast draw_bounding_boxes hsv_to_rgb rgb_to_hsv rgb_to_yiq rgb_to_yuv yiq_to_rgb yuv_to_rgb",
        "tf.image",
        Effect.SAME,
        "x=images",
    ),
    Function(
        "fake_quant_with_min_max_args fake_quant_with_min_max_vars fake_quant_with_min_max_vars_per_channel",
        "tf.quantization",
        Effect.SAME,
        "x=inputs",
    ),
    Function("Print", "tf1", Effect.SAME, "x=input_"),
    Function("assign assign_add assign_sub", "tf1", KerasEffect.ASSIGNED, "variable=ref x=value"),
    # Operands that are broadcast to one shape.
    Function("atan2", "tf tf.math", Effect.ELEMENTWISE, "y x"),
    Function(
        "add divide greater greater_equal less less_equal logical_and logical_or maximum minimum multiply "
        "not_equal pow subtract truediv",
        "tf tf.math",
        Effect.ELEMENTWISE,
        "x y",
    ),
    Function("equal", "tf tf.math", Effect.EQUAL, "x y"),
    Function("realdiv truncatediv truncatemod", "tf", Effect.ELEMENTWISE, "x y"),
    Function(
        "divide_no_nan floordiv floormod logical_xor mod multiply_no_nan squared_difference xdivy xlog1py xlogy",
        "tf.math",
        Effect.ELEMENTWISE,
        "x y",
    ),
    Function("bitwise_and bitwise_or bitwise_xor left_shift right_shift", "tf.bitwise", Effect.ELEMENTWISE, "x y"),
    Function("div div_no_nan floor_div", "tf1", Effect.ELEMENTWISE, "x y"),
    Function("igamma igammac polygamma", "tf.math", Effect.ELEMENTWISE, "a x"),
    Function("betainc", "tf.math", Effect.ELEMENTWISE, "a b x"),
    Function("zeta", "tf.math", Effect.ELEMENTWISE, "x q"),
    Function("nextafter", "tf.math", Effect.ELEMENTWISE, "x1 x2"),
    Function("complex", "tf tf.dtypes", Effect.ELEMENTWISE, "real imag"),
    Function(
        "sigmoid_cross_entropy_with_logits weighted_cross_entropy_with_logits",
        "tf.nn",
        Effect.ELEMENTWISE,
        "labels logits",
    ),
    Function("log_poisson_loss", "tf.nn", Effect.ELEMENTWISE, "targets log_input"),
    Function("where", "tf", Effect.CHOSEN, "condition x y"),
    Function("where_v2", "tf1", Effect.CHOSEN, "condition x y"),
    Function("add_n", "tf tf.math", Effect.SUMMED, "values=inputs"),
    Function("accumulate_n", "tf.math", Effect.SUMMED, "values=inputs"),
    # Reductions.
    Function(
        "reduce_all reduce_any reduce_logsumexp reduce_max reduce_mean reduce_min reduce_prod reduce_sum",
        "tf tf.math",
        Effect.REDUCED,
        "x=input_tensor axis keepdims * axis=reduction_indices keepdims=keep_dims",
    ),
    Function(
        "reduce_euclidean_norm reduce_std reduce_variance",
        "tf.math",
        Effect.REDUCED,
        "x=input_tensor axis keepdims",
    ),
    Function("norm", "tf tf.linalg", Effect.REDUCED, "x=tensor ord axis keepdims"),
    Function(
        "count_nonzero",
        "tf.math",
        Effect.REDUCED,
        "x=input axis keepdims * x=input_tensor axis=reduction_indices keepdims=keep_dims",
    ),
    Function("argmax argmin", "tf tf.math", Effect.PLACES, "x=input axis:0 * axis=dimension"),
    Function("softmax_cross_entropy_with_logits", "tf.nn", Effect.REDUCED, "labels x=logits axis:-1 * axis=dim"),
    Function("arg_max arg_min", "tf1", Effect.PLACES, "x=input axis=dimension:0"),
    Function("softmax_cross_entropy_with_logits_v2", "tf1.nn", Effect.REDUCED, "labels x=logits axis:-1"),
    Function("moments", "tf.nn", Effect.MOMENTS, "x axis=axes shift keepdims * keepdims=keep_dims"),
    Function("moments", "tf1.nn", Effect.MOMENTS, "x axis=axes shift name keepdims=keep_dims * keepdims=keepdims"),
    Function("l2_loss", "tf.nn", Effect.SCALAR),
    Function("zero_fraction", "tf.nn tf.math", Effect.SCALAR),
    Function("is_non_decreasing is_strictly_increasing", "tf.math", Effect.SCALAR),
    Function("size rank", "tf", Effect.SCALAR),
    Function(
        "absolute_difference cosine_distance hinge_loss huber_loss log_loss sigmoid_cross_entropy "
        "softmax_cross_entropy sparse_softmax_cross_entropy",
        "tf1.losses",
        Effect.SCALAR,
    ),
    # Put together and taken apart.
    Function("concat", "tf", Effect.CONCATENATED, "values axis"),
    Function("stack", "tf", Effect.STACKED, "values axis:0"),
    Function("parallel_stack", "tf", Effect.STACKED, "values"),
    Function("split", "tf", Effect.SPLIT, "x=value sizes=num_or_size_splits axis:0"),
    Function("unstack", "tf", Effect.UNSTACKED, "x=value num axis:0"),
    # Other lengths along an axis.
    Function("repeat", "tf", Effect.REPEATED, "x=input repeats axis"),
    Function("tile", "tf", Effect.TILED, "x=input repeats=multiples"),
    Function("pad", "tf", Effect.PADDED, "x=tensor widths=paddings"),
    Function("gather", "tf", Effect.GATHERED, "x=params indices validate_indices axis:0 batch_dims"),
    Function("gather", "tf1", Effect.GATHERED, "x=params indices validate_indices name axis:0 batch_dims"),
    Function("embedding_lookup", "tf.nn", Effect.LOOKED_UP, "x=params indices=ids"),
    Function("top_k", "tf.math tf.nn", Effect.TOP, "x=input k:1"),
    Function("segment_max segment_mean segment_min segment_prod segment_sum", "tf.math", Effect.OTHER_ROWS, "x=data"),
    Function("crelu", "tf.nn", Effect.OTHER_COLUMNS, "x=features"),
    Function("grayscale_to_rgb rgb_to_grayscale", "tf.image", Effect.OTHER_COLUMNS, "x=images"),
    Function("categorical", "tf.random", Effect.OTHER_COLUMNS, "x=logits"),
    Function("multinomial", "tf1", Effect.OTHER_COLUMNS, "x=logits"),
    Function("rfft irfft", "tf.signal", Effect.OTHER_COLUMNS, "x=input_tensor"),
    Function("dct", "tf.signal", Effect.OTHER_COLUMNS, "x=input"),
    Function("mfccs_from_log_mel_spectrograms", "tf.signal", Effect.OTHER_COLUMNS, "x=log_mel_spectrograms"),
    Function("atrous_conv2d atrous_conv2d_transpose erosion2d", "tf.nn", Effect.KEEPS_BATCH, "x=value"),
    Function(
        "avg_pool avg_pool2d max_pool",
        "tf.nn",
        Effect.KEEPS_BATCH,
        "x=input ksize strides padding format=data_format * x=value",
    ),
    Function("conv1d conv3d_transpose", "tf.nn", Effect.KEEPS_BATCH, "x=input * x=value"),
    Function(
        "conv2d_transpose",
        "tf.nn",
        Effect.KEEPS_BATCH,
        "x=input kernel=filters output=output_shape steps=strides edge=padding format=data_format "
        "* x=value kernel=filter",
    ),
    Function(
        "depthwise_conv2d", "tf.nn", Effect.KEEPS_BATCH, "x=input kernel=filter strides padding * format=data_format"
    ),
    Function(
        "separable_conv2d",
        "tf.nn",
        Effect.KEEPS_BATCH,
        "x=input depthwise_filter pointwise_filter strides padding * format=data_format",
    ),
    Function(
        "avg_pool1d avg_pool3d conv1d_transpose conv3d conv_transpose convolution depth_to_space "
        "dilation2d max_pool1d max_pool2d max_pool3d pool space_to_depth",
        "tf.nn",
        Effect.KEEPS_BATCH,
        "x=input",
    ),
    Function(
        "conv2d", "tf.nn", Effect.KEEPS_BATCH, "x=input filters strides padding * filters=filter format=data_format"
    ),
    Function("conv", "tf", Effect.KEEPS_BATCH, "x=input"),
    Function("avg_pool_v2 max_pool_v2 depthwise_conv2d_native", "tf1.nn", Effect.KEEPS_BATCH, "x=input"),
    Function("extract_patches", "tf.image", Effect.KEEPS_BATCH, "x=images"),
    Function("extract_image_patches", "tf1.image tf1", Effect.KEEPS_BATCH, "x=images"),
    # Other dimensions.
    Function("reshape", "tf", Effect.RESHAPED, "x=tensor shape"),
    Function("expand_dims", "tf", Effect.EXPANDED, "x=input axis * axis=dim"),
    Function("squeeze", "tf", Effect.SQUEEZED, "x=input axis * axis=squeeze_dims"),
    Function("transpose", "tf", Effect.TRANSPOSED, "x=a order=perm"),
    Function("broadcast_to", "tf", Effect.SHAPED, "x=input shape"),
    Function("ensure_shape", "tf", Effect.SHAPED, "x shape"),
    Function("slice", "tf", Effect.SHAPED, "x=input_ begin shape=size"),
    Function("scatter_nd", "tf", Effect.SHAPED, "indices x=updates shape"),
    Function("random_crop", "tf.image tf1", Effect.SHAPED, "x=value shape=size"),
    Function("stateless_random_crop", "tf.image", Effect.SHAPED, "x=value shape=size"),
    Function("one_hot", "tf", Effect.ONE_HOT, "x=indices depth on_value off_value axis:-1"),
    Function("sequence_mask", "tf", Effect.ONE_HOT, "x=lengths depth=maxlen"),
    # Images.
    Function("resize", "tf.image", Effect.RESIZED, "x=images size"),
    Function(
        "resize_area resize_bicubic resize_bilinear resize_images resize_nearest_neighbor",
        "tf1.image",
        Effect.RESIZED,
        "x=images size",
    ),
    Function(
        "crop_to_bounding_box pad_to_bounding_box",
        "tf.image",
        Effect.RESIZED,
        "x=image offset_height offset_width height=target_height width=target_width",
    ),
    Function(
        "resize_with_crop_or_pad resize_with_pad",
        "tf.image",
        Effect.RESIZED,
        "x=image height=target_height width=target_width",
    ),
    Function(
        "resize_image_with_crop_or_pad resize_image_with_pad",
        "tf1.image",
        Effect.RESIZED,
        "x=image height=target_height width=target_width",
    ),
    Function("central_crop rot90 transpose", "tf.image", Effect.RESIZED, "x=image"),
    Function("transpose_image", "tf1.image", Effect.RESIZED, "x=image"),
    Function(
        "decode_and_crop_jpeg decode_bmp decode_image decode_jpeg decode_jxl decode_png decode_webp",
        "tf.image tf.io",
        Effect.DECODED,
    ),
    # Products.
    Function("matmul", "tf tf.linalg", Effect.PRODUCT, "a b transpose_a transpose_b"),
    Function("xw_plus_b relu_layer", "tf1.nn", Effect.PRODUCT, "a=x b=weights"),
    Function("einsum", "tf tf.linalg", Effect.EINSUM, "equation *operands=inputs"),
    # Made from values and shapes.
    Function("constant", "tf", Effect.CONSTANT, "value dtype shape"),
    Function("Variable", "tf", Effect.VARIABLE, "value=initial_value"),
    Function("convert_to_tensor", "tf", Effect.CONVERTED, "value"),
    Function("fill", "tf", Effect.FILLED, "shape=dims"),
    Function("zeros", "tf", Effect.ZEROS, "shape"),
    Function("ones", "tf", Effect.ONES, "shape"),
    Function(
        "normal uniform stateless_normal stateless_truncated_normal stateless_uniform stateless_binomial "
        "stateless_parameterized_truncated_normal",
        "tf.random",
        Effect.FILLED,
        "shape",
    ),
    Function("truncated_normal", "tf.random tf1", Effect.FILLED, "shape"),
    Function("random_normal random_uniform", "tf1", Effect.FILLED, "shape"),
    Function(
        "hamming_window hann_window kaiser_window vorbis_window kaiser_bessel_derived_window",
        "tf.signal",
        Effect.FILLED,
        "shape=window_length",
    ),
    Function("eye", "tf tf.linalg", Effect.IDENTITY, "rows=num_rows columns=num_columns"),
    Function("range", "tf", Effect.COUNTED, "start stop=limit step=delta"),
    Function("linspace", "tf", Effect.SPACED, "start stop count=num name axis:0"),
    Function("lin_space", "tf1", Effect.SPACED, "start stop count=num"),
    Function("read_file", "tf.io", Effect.READ),
    # Asked.
    Function(
        "is_tensor is_symbolic_tensor executing_eagerly inside_function broadcast_static_shape get_static_value "
        "as_dtype",
        "tf",
        Effect.PLAIN,
    ),
    Function("is_jpeg", "tf.image", Effect.PLAIN),
    Function("Assert assert_equal assert_greater assert_less assert_rank", "tf.debugging tf", Effect.NOTHING),
    Function(
        "assert_all_finite assert_greater_equal assert_integer assert_less_equal assert_near assert_negative "
        "assert_non_negative assert_non_positive assert_none_equal assert_positive assert_proper_iterable "
        "assert_rank_at_least assert_rank_in assert_same_float_dtype assert_scalar assert_shapes assert_type",
        "tf.debugging",
        Effect.NOTHING,
    ),
    Function("print no_op", "tf", Effect.NOTHING),
    # Sequences, and what is chosen from many.
    Function("boolean_mask", "tf", Effect.MASKED, "x=tensor mask axis"),
    Function("boolean_mask", "tf1", Effect.MASKED, "x=tensor mask name axis"),
    Function("non_max_suppression", "tf.image", Effect.VECTOR, "x=boxes"),
    Function("sparse_tensor_to_dense", "tf1", Effect.SAME, "x=sp_input"),
    Function("ctc_greedy_decoder", "tf.nn", Effect.SYMBOLS, "x=inputs"),
    Function(
        "ctc_beam_search_decoder",
        "tf.nn",
        Effect.SYMBOLS,
        "x=inputs lengths=sequence_length width=beam_width paths=top_paths:1",
    ),
    Function("dynamic_rnn", "tf1.nn", Effect.UNROLLED, "cell x=inputs"),
    Function("bidirectional_dynamic_rnn", "tf1.nn", Effect.UNROLLED_TWICE, "cell_fw cell_bw x=inputs"),
    Function("static_rnn", "tf1.nn", Effect.UNROLLED_LIST, "cell x=inputs"),
    # Functions that call functions.
    Function("map_fn vectorized_map", "tf", Effect.MAPPED, "function=fn elements=elems"),
    Function("map_structure", "tf.nest", Effect.STRUCTURE, "func"),
    Function("cond", "tf", Effect.BRANCHED, "pred then=true_fn otherwise=false_fn"),
    # A shape that nobody knows.
    Function(
        "bitcast case clip_by_global_norm extract_volume_patches gradients hessians identity_n numpy_function "
        "py_function scan switch_case tuple while_loop approx_top_k conv2d_backprop_input_v2 "
        "nondifferentiable_batch_function",
        "tf",
        Effect.DERIVED,
    ),
    Function(
        "batch_to_space dynamic_partition dynamic_stitch edit_distance fingerprint foldl foldr gather_nd "
        "histogram_fixed_width histogram_fixed_width_bins meshgrid random_index_shuffle shape shape_n "
        "space_to_batch_nd strided_slice unique unique_with_counts unravel_index conv2d_backprop_filter_v2 "
        "broadcast_dynamic_shape required_space_to_batch_paddings ragged_fill_empty_rows ragged_fill_empty_rows_grad",
        "tf",
        Effect.UNTOLD,
    ),
    Function("eig eigvals", "tf tf.linalg", Effect.DERIVED),
    Function("tensordot", "tf tf.linalg", Effect.UNTOLD),
    Function("fftnd ifftnd irfftnd rfftnd", "tf tf.signal", Effect.DERIVED),
    Function("space_to_batch", "tf tf.nn", Effect.UNTOLD),
    Function("approx_max_k approx_min_k in_top_k", "tf.math tf.nn", Effect.DERIVED),
    Function("lbeta", "tf.math", Effect.DERIVED),
    Function("bincount confusion_matrix sobol_sample", "tf.math", Effect.UNTOLD),
    Function(
        "unsorted_segment_max unsorted_segment_mean unsorted_segment_min unsorted_segment_prod "
        "unsorted_segment_sqrt_n unsorted_segment_sum",
        "tf.math",
        Effect.OTHER_ROWS,
        "x=data",
    ),
    Function(
        "all_candidate_sampler fixed_unigram_candidate_sampler learned_unigram_candidate_sampler",
        "tf.nn tf.random",
        Effect.UNTOLD,
    ),
    Function(
        "batch_norm_with_global_normalization collapse_repeated compute_accidental_hits compute_average_loss "
        "ctc_loss ctc_unique_labels depthwise_conv2d_backprop_input "
        "fractional_avg_pool fractional_max_pool isotonic_regression max_pool_with_argmax nce_loss normalize_moments "
        "sampled_softmax_loss scale_regularization_loss sparse_softmax_cross_entropy_with_logits with_space_to_batch",
        "tf.nn",
        Effect.DERIVED,
    ),
    Function(
        "depthwise_conv2d_backprop_filter embedding_lookup_sparse safe_embedding_lookup_sparse sufficient_statistics "
        "weighted_moments",
        "tf.nn",
        Effect.UNTOLD,
    ),
    Function(
        "fold_in gamma log_uniform_candidate_sampler poisson stateless_categorical stateless_gamma stateless_poisson "
        "uniform_candidate_sampler",
        "tf.random",
        Effect.UNTOLD,
    ),
    Function("split", "tf.random tf.strings", Effect.UNTOLD),
    Function(
        "combined_non_max_suppression extract_glimpse image_gradients psnr sobel_edges ssim ssim_multiscale "
        "total_variation",
        "tf.image",
        Effect.DERIVED,
    ),
    Function(
        "crop_and_resize generate_bounding_box_proposals non_max_suppression_overlaps "
        "non_max_suppression_padded non_max_suppression_with_scores sample_distorted_bounding_box "
        "stateless_sample_distorted_bounding_box",
        "tf.image",
        Effect.UNTOLD,
    ),
    Function("encode_jpeg encode_png", "tf.image tf.io", Effect.DERIVED),
    Function("decode_gif extract_jpeg_shape", "tf.image tf.io", Effect.UNTOLD),
    Function(
        "adjoint banded_triangular_solve cholesky_solve cross det eigh eigh_tridiagonal eigvalsh global_norm logdet "
        "lstsq lu lu_matrix_inverse lu_reconstruct lu_solve matrix_rank matrix_transpose matvec normalize pinv qr "
        "slogdet solve svd trace triangular_solve tridiagonal_matmul tridiagonal_solve",
        "tf.linalg",
        Effect.DERIVED,
    ),
    Function("tensor_diag tensor_diag_part", "tf.linalg", Effect.UNTOLD),
    Function("diag diag_part", "tf.linalg tf1", Effect.DERIVED),
    Function("transpose", "tf1.linalg", Effect.DERIVED),
    Function(
        "frame inverse_mdct inverse_stft irfft2d irfft3d mdct overlap_and_add rfft2d rfft3d stft",
        "tf.signal",
        Effect.DERIVED,
    ),
    Function("linear_to_mel_weight_matrix", "tf.signal", Effect.UNTOLD),
    Function(
        "decode_raw decode_csv parse_tensor parse_example parse_single_example parse_sequence_example "
        "parse_single_sequence_example decode_base64 decode_compressed decode_json_example decode_proto "
        "matching_files serialize_tensor serialize_sparse serialize_many_sparse deserialize_many_sparse encode_base64 "
        "encode_proto",
        "tf.io",
        Effect.DERIVED,
    ),
    Function(
        "bytes_split format join ngrams reduce_join unicode_decode unicode_encode unicode_script unicode_split "
        "unicode_transcode",
        "tf.strings",
        Effect.DERIVED,
    ),
    Function("raw_rnn fused_batch_norm", "tf1.nn", Effect.DERIVED),
    Function(
        "batch_gather matrix_band_part matrix_determinant matrix_diag matrix_diag_part matrix_inverse matrix_set_diag "
        "matrix_solve py_func sparse_tensor_dense_matmul scatter_add scatter_sub "
        "scatter_update self_adjoint_eig",
        "tf1",
        Effect.DERIVED,
    ),
    Function("batch_to_space_nd random_gamma random_poisson setdiff1d sparse_to_dense", "tf1", Effect.UNTOLD),
    Function("normal uniform truncated_normal", "tf.random.Generator", Effect.FILLED, "shape"),
    # What TensorFlow 0 had.
    Function("sub mul", "tf", Effect.ELEMENTWISE, "x y", gone="TensorFlow 0.12"),
    Function("neg", "tf", Effect.SAME, "x", gone="TensorFlow 0.12"),
    Function("pack", "tf", Effect.STACKED, "values axis:0", gone="TensorFlow 0.12"),
    Function("unpack", "tf", Effect.UNSTACKED, "x=value num axis:0", gone="TensorFlow 0.12"),
    # What compiles, records and orders.
    Function("function", "tf", Effect.COMPILED, "func"),
    Function("custom_gradient recompute_grad grad_pass_through", "tf", Effect.FIRST),
    Function("GradientTape", "tf", Effect.TAPE),
    Function("DistributedGradientTape", "horovod.tensorflow", Effect.FIRST),
    Function("DistributedOptimizer", "horovod.tensorflow horovod.tensorflow.keras horovod.keras", Effect.FIRST),
    Function("control_dependencies", "tf", Effect.CONTROL, "control_inputs"),
    Function("save", "tf.saved_model", KerasEffect.EXPORTED, "model=obj export_dir signatures"),
    Function("from_keras_model", "tf.lite.TFLiteConverter", KerasEffect.EXPORTED, "model"),
    Function("from_concrete_functions", "tf.lite.TFLiteConverter", KerasEffect.EXPORTED, "signatures=funcs"),
    Function("Checkpoint", "tf.train", PythonEffect.NAMESPACE),
    # Data sets.
    Function("from_tensor_slices", "tf.data.Dataset", Effect.ROWS, "tensors"),
    Function("from_tensors", "tf.data.Dataset", Effect.ONE_ELEMENT, "tensors"),
    Function("from_generator", "tf.data.Dataset", Effect.GENERATED, "generator"),
    Function("zip", "tf.data.Dataset", Effect.ZIPPED, "*datasets=args"),
    Function("range", "tf.data.Dataset", Effect.RANGE_OF_DATA, "*ends=args"),
    Function("list_files random", "tf.data.Dataset", Effect.DATASET),
    Function("sample_from_datasets choose_from_datasets", "tf.data.Dataset tf.data.experimental", Effect.DATASET),
    Function("Dataset TFRecordDataset TextLineDataset FixedLengthRecordDataset", "tf.data", Effect.DATASET),
    Function("CsvDataset RandomDataset SqlDataset load", "tf.data.experimental", Effect.DATASET),
    Function(
        "make_csv_dataset",
        "tf.data.experimental",
        Effect.TABLES,
        "file_pattern batch_size column_names column_defaults labels=label_name",
    ),
    Function(
        "make_batched_features_dataset",
        "tf.data.experimental",
        Effect.TABLES,
        "file_pattern batch_size features reader labels=label_key",
    ),
    Function(
        "load", "tensorflow_datasets", Effect.NAMED_DATA, "name * split batch_size as_supervised with_info"
    ),  # tensorflow_datasets 4.9, core/load.py
    Function("dense_to_ragged_batch", "tf.data.experimental", Effect.STEP_OF_DATA, "batch_size drop_remainder"),
    Function(
        "bucket_by_sequence_length",
        "tf.data.experimental",
        Effect.STEP_OF_DATA,
        "element_length_func bucket_boundaries batch_sizes=bucket_batch_sizes * drop_remainder",
    ),
    Function(
        "map_and_batch",
        "tf.data.experimental",
        Effect.STEP_OF_DATA,
        "map_func batch_size num_parallel_batches drop_remainder",
    ),
    Function("map_and_batch", "contrib.data", Effect.STEP_OF_DATA, "map_func batch_size"),
    Function("batch_and_drop_remainder", "contrib.data", Effect.STEP_OF_DATA, "batch_size"),
    Function("shuffle_and_repeat", "tf.data.experimental contrib.data", Effect.STEP_OF_DATA, "buffer_size count"),
    Function("unbatch", "tf.data.experimental contrib.data", Effect.STEP_OF_DATA),
    Function("Options ThreadingOptions", "tf.data", Effect.INSTANCE),
    # Strategies.
    Function("MirroredStrategy", "tf.distribute", Effect.MIRRORED, "devices"),
    Function("OneDeviceStrategy", "tf.distribute", Effect.ONE_DEVICE),
    Function(
        "MultiWorkerMirroredStrategy TPUStrategy",
        "tf.distribute tf.distribute.experimental",
        Effect.STRATEGY,
    ),
    Function("ParameterServerStrategy CentralStorageStrategy", "tf.distribute.experimental", Effect.STRATEGY),
    Function("get_strategy", "tf.distribute", Effect.STRATEGY),
)

FAMILIES = (
    Family("*Optimizer", "tf", Effect.GRAPH_OPTIMIZER),
    Family("[A-Z]*Dataset", "tf.data", Effect.DATASET),
    Family("[A-Z]*", "tf", Effect.INSTANCE),
    Family("*", "tf", Effect.DERIVED),
)

DATA_STEPS = {
    "dense_to_ragged_batch": ("ragged_batch",),
    "bucket_by_sequence_length": ("bucket_by_sequence_length",),
    "map_and_batch": ("map", "batch"),
    "batch_and_drop_remainder": ("batch",),
    "shuffle_and_repeat": ("repeat",),
    "unbatch": ("unbatch",),
}
"""The methods of data sets that do what such a function makes for ``apply``, in their order."""

COPIES_VALUES = frozenset(
    "tf.identity tf.convert_to_tensor np.array np.asarray np.copy keras.backend.get_value keras.ops.convert_to_numpy "
    "keras.ops.copy copy.deepcopy".split()
)
"""Functions that make of a variable what stays as it is when the variable changes."""

JOINS_VALUES = frozenset("tf.concat np.array np.concatenate np.hstack keras.ops.concatenate keras.ops.hstack".split())
"""Functions that make one vector, or one array, of the variables in a list."""
