"""Layers of other libraries, as far as BatchNormalization goes.

None of these packages is imported here or by the tests of every day: TensorFlow 2.21 has left most of them behind. Each
row says which version was read.
"""

from __future__ import annotations

from bnlint.libraries.schema import Addon

# tensorflow_addons has no BatchNormalization; ``optimizers/utils.py`` alone asks for Keras's.
_TFA = "tensorflow-addons 0.23.0"
_TFA_LAYERS = "tensorflow_addons.layers"

# ``sonnet/src/batch_norm.py``, ``sonnet/src/nets``: a call without ``is_training`` is a TypeError.
_SONNET = "dm-sonnet 2.0.2"
_SONNET_NETS = "sonnet.nets"

# TF-Agents' networks contain none; the wrapper's documentation shows it around BatchNormalization.
_AGENTS = "tf-agents 0.19.0"

# ``official/vision/modeling``: BatchNormalization, or SyncBatchNormalization with ``use_sync_bn=True``, of tf_keras.
_OFFICIAL = "tf-models-official 2.20.0"
_BLOCKS = (
    "official.vision.modeling.layers official.vision.modeling.layers.nn_blocks tensorflow_models.vision.layers "
    "tensorflow_models.vision.layers.nn_blocks"
)
_BACKBONES = "official.vision.modeling.backbones tensorflow_models.vision.backbones"
_DECODERS = "official.vision.modeling.decoders tensorflow_models.vision.decoders"
_REGULARIZED = "kernel_initializer kernel_regularizer bias_regularizer"
_NORM = "use_sync_bn norm_momentum norm_epsilon"
_RESIDUAL = "filters strides kernel_initializer kernel_regularizer activation"
_STEM = "stem_type resnetd_shortcut replace_stem_max_pool se_ratio init_stochastic_depth_rate"

# fmt: off
ADDONS: tuple[Addon, ...] = (
    Addon("WeightNormalization", _TFA_LAYERS, "wrapper", "layer data_init", dialects=(2,), package=_TFA),
    Addon("SpectralNormalization", _TFA_LAYERS, "wrapper", "layer power_iterations", dialects=(2,), package=_TFA),
    Addon("GroupNormalization", _TFA_LAYERS, "", "groups axis epsilon center scale beta_initializer gamma_initializer "
          "beta_regularizer gamma_regularizer beta_constraint gamma_constraint", dialects=(2,), package=_TFA),
    Addon("InstanceNormalization", _TFA_LAYERS, "", "", dialects=(2,), package=_TFA),
    Addon("FilterResponseNormalization", _TFA_LAYERS, "", "epsilon axis beta_initializer gamma_initializer "
          "beta_regularizer gamma_regularizer beta_constraint gamma_constraint learned_epsilon "
          "learned_epsilon_constraint name", dialects=(2,), package=_TFA),

    Addon("SquashedOuterWrapper", "tf_agents.keras_layers", "wrapper", "wrapped inner_rank",
          dialects=(2,), package=_AGENTS),

    Addon("BatchNorm", "sonnet", "normalisation", "create_scale create_offset decay_rate eps scale_init offset_init "
          "data_format name", "is_training", required=True, dialects=(), package=_SONNET),
    Addon("BaseBatchNorm", "sonnet", "normalisation", "create_scale create_offset moving_mean moving_variance eps "
          "scale_init offset_init data_format name", "is_training", required=True, dialects=(), package=_SONNET),
    Addon("CrossReplicaBatchNorm", "sonnet.distribute", "normalisation", "create_scale create_offset moving_mean "
          "moving_variance eps scale_init offset_init data_format name", "is_training", required=True, dialects=(),
          package=_SONNET),
    Addon("ResNet", _SONNET_NETS, "container", "blocks_per_group_list num_classes bn_config resnet_v2 "
          "channels_per_group_list name", "is_training", required=True, dialects=(), package=_SONNET),
    Addon("ResNet50", _SONNET_NETS, "container", "num_classes bn_config resnet_v2 name", "is_training", required=True,
          dialects=(), package=_SONNET),
    Addon("Cifar10ConvNet", _SONNET_NETS, "container", "num_classes w_init b_init data_format output_channels strides "
          "name", "is_training", required=True, dialects=(), package=_SONNET),

    Addon("ResidualBlock", _BLOCKS, "container", "filters strides use_projection se_ratio resnetd_shortcut "
          f"stochastic_depth_drop_rate {_REGULARIZED} activation use_explicit_padding {_NORM} bn_trainable",
          dialects=(2,), package=_OFFICIAL),
    Addon("BottleneckBlock", _BLOCKS, "container", "filters strides dilation_rate use_projection se_ratio "
          f"resnetd_shortcut stochastic_depth_drop_rate {_REGULARIZED} activation {_NORM} bn_trainable",
          dialects=(2,), package=_OFFICIAL),
    Addon("InvertedBottleneckBlock", _BLOCKS, "container", "in_filters out_filters expand_ratio strides kernel_size "
          f"se_ratio stochastic_depth_drop_rate {_REGULARIZED} activation se_inner_activation se_gating_activation "
          "se_round_down_protect expand_se_in_filters depthwise_activation use_sync_bn dilation_rate divisible_by "
          "regularize_depthwise use_depthwise use_residual norm_momentum norm_epsilon output_intermediate_endpoints",
          dialects=(2,), package=_OFFICIAL),
    Addon("ResidualInner", _BLOCKS, "container", f"{_RESIDUAL} {_NORM} batch_norm_first",
          dialects=(2,), package=_OFFICIAL),
    Addon("BottleneckResidualInner", _BLOCKS, "container", f"{_RESIDUAL} {_NORM} batch_norm_first",
          dialects=(2,), package=_OFFICIAL),
    Addon("DepthwiseSeparableConvBlock", _BLOCKS, "container", "filters kernel_size strides regularize_depthwise "
          f"activation kernel_initializer kernel_regularizer dilation_rate {_NORM}", dialects=(2,), package=_OFFICIAL),
    Addon("ResNet", _BACKBONES, "container", "model_id input_specs depth_multiplier stem_type resnetd_shortcut "
          f"replace_stem_max_pool se_ratio init_stochastic_depth_rate scale_stem activation {_NORM} {_REGULARIZED} "
          "bn_trainable", dialects=(2,), package=_OFFICIAL),
    Addon("DilatedResNet", _BACKBONES, "container", f"model_id output_stride input_specs {_STEM} multigrid "
          f"last_stage_repeats activation {_NORM} {_REGULARIZED}", dialects=(2,), package=_OFFICIAL),
    Addon("EfficientNet", _BACKBONES, "container", f"model_id input_specs se_ratio stochastic_depth_drop_rate "
          f"{_REGULARIZED} activation se_inner_activation {_NORM}", dialects=(2,), package=_OFFICIAL),
    Addon("RevNet", _BACKBONES, "container", f"model_id input_specs activation {_NORM} kernel_initializer "
          "kernel_regularizer", dialects=(2,), package=_OFFICIAL),
    Addon("SpineNet", _BACKBONES, "container", "input_specs min_level max_level block_specs endpoints_num_filters "
          f"resample_alpha block_repeats filter_size_scale init_stochastic_depth_rate {_REGULARIZED} activation "
          f"{_NORM}", dialects=(2,), package=_OFFICIAL),
    Addon("FPN", _DECODERS, "container", "input_specs min_level max_level num_filters fusion_type use_separable_conv "
          f"use_keras_layer activation {_NORM} {_REGULARIZED}", dialects=(2,), package=_OFFICIAL),
)
# fmt: on
"""All rows."""
