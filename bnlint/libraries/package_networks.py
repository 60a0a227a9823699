"""Networks of the packages that projects use beside Keras.

Each row says which version was read. ``tests/libraries/test_packages.py`` holds the rows of every package that is
installed against it (``nox -s packages`` installs them): TensorFlow 2.21 has left some of them behind.
"""

from __future__ import annotations

from bnlint.libraries.schema import Network

# -- keras_hub ---------------------------------------------------------------------------------------------------
# Read and, where a small configuration builds without a download, run: keras_hub 0.32.0 on Keras 3.15. keras_nlp 0.32
# is keras_hub under its old name. ``from_preset`` loads weights unless ``load_weights=False``, a constructor none.

_HUB = "keras_hub 0.32.0"
_HUB_FAMILIES = (
    "basnet csp_darknet csp_resnet csp_resnext darknet deeplab_v3 densenet dfine efficientnet hgnetv2 mobilenet_v3 "
    "resnet retinanet_resnet segformer xception"
)
"""Beginnings of the presets whose networks contain BN; those of VGG, ViT, MiT, Swin, DINO, SAM and text have none."""
_CLASSIFIER = "backbone num_classes preprocessor pooling activation dropout head_dtype"


def _hub(names: str, parameters: str, *, rank: str = "", switch: str = "") -> tuple[Network, ...]:
    """Return the rows of models of ``keras_hub`` that contain BN."""
    return tuple(
        Network(
            f"keras_hub.models.{name}", True, parameters, rank=rank, constructors="from_preset", switch=switch,
            dialects=(3,), package=_HUB,
        )
        for name in names.split()
    )  # fmt: skip


def _hub_tasks(names: str, parameters: str, *, rank: str = "") -> tuple[Network, ...]:
    """Return the rows of models of ``keras_hub`` whose preset or backbone says whether they contain BN."""
    return tuple(
        Network(
            f"keras_hub.models.{name}", False, parameters, rank=rank, constructors="from_preset", decides="preset",
            families=_HUB_FAMILIES, dialects=(3,), package=_HUB,
        )
        for name in names.split()
    )  # fmt: skip


_KERAS_HUB = (
    *_hub(
        "ResNetBackbone",
        "input_conv_filters input_conv_kernel_sizes stackwise_num_filters stackwise_num_blocks stackwise_num_strides "
        "block_type use_pre_activation image_shape data_format dtype",
        rank="4",
    ),
    *_hub("DenseNetBackbone", "stackwise_num_repeats image_shape compression_ratio growth_rate", rank="4"),
    *_hub("XceptionBackbone", "stackwise_conv_filters stackwise_pooling image_shape data_format dtype", rank="4"),
    *_hub("EfficientNetBackbone", "", rank="4"),
    *_hub(
        "MobileNetBackbone",
        "stackwise_expansion stackwise_num_blocks stackwise_num_filters stackwise_kernel_size stackwise_num_strides "
        "stackwise_se_ratio stackwise_activation stackwise_padding output_num_filters depthwise_filters "
        "depthwise_stride depthwise_residual last_layer_filter squeeze_and_excite image_shape input_activation "
        "output_activation input_num_filters dtype",
        rank="4",
    ),
    *_hub(
        "CSPNetBackbone",
        "stem_filters stem_kernel_size stem_strides stackwise_depth stackwise_strides stackwise_num_filters block_type "
        "groups stage_type activation output_strides bottle_ratio block_ratio expand_ratio stem_padding stem_pooling "
        "avg_down down_growth cross_linear image_shape data_format dtype",
        rank="4",
    ),
    *_hub(
        "HGNetV2Backbone",
        "depths embedding_size hidden_sizes stem_channels hidden_act use_learnable_affine_block "
        "stackwise_stage_filters apply_downsample use_lightweight_conv_block image_shape data_format out_features "
        "dtype",
    ),
    *_hub(
        "DeepLabV3Backbone",
        "image_encoder spatial_pyramid_pooling_key upsampling_size dilation_rates low_level_feature_key "
        "projection_filters image_shape",
        rank="4",
    ),
    *_hub("SegFormerBackbone", "image_encoder projection_filters", rank="4"),
    *_hub(
        "BASNetBackbone",
        "image_encoder num_classes image_shape projection_filters prediction_heads refinement_head dtype",
    ),
    *_hub(
        "ResNetImageClassifier DenseNetImageClassifier XceptionImageClassifier EfficientNetImageClassifier "
        "CSPNetImageClassifier",
        _CLASSIFIER,
        rank="2",
    ),
    *_hub("MobileNetImageClassifier", "backbone num_classes num_features preprocessor head_dtype", rank="2"),
    *_hub(
        "HGNetV2ImageClassifier",
        "backbone preprocessor num_classes head_filters pooling activation dropout head_dtype",
        rank="2",
    ),
    *_hub("DeepLabV3ImageSegmenter", "backbone num_classes activation preprocessor", rank="4"),
    *_hub("SegFormerImageSegmenter", "backbone num_classes preprocessor", rank="4"),
    *_hub("BASNetImageSegmenter", "backbone preprocessor"),
    *_hub_tasks("ImageClassifier", _CLASSIFIER, rank="2"),
    *_hub_tasks("Backbone ImageSegmenter ObjectDetector", ""),
    *_hub_tasks(
        "RetinaNetBackbone", "image_encoder min_level max_level use_p5 use_fpn_batch_norm image_shape data_format dtype"
    ),
)

# -- keras_cv ----------------------------------------------------------------------------------------------------
# Read: keras_cv 0.9.0. Its named backbones take keyword arguments only and load no weights of their own accord.

_CV = "keras_cv 0.9.0"
_CV_FAMILIES = "basnet csp_darknet deeplab densenet efficientnet mobilenet resnet segformer yolo_v8"


def _cv(names: str, parameters: str = "", *, rank: str = "") -> tuple[Network, ...]:
    """Return the rows of models of ``keras_cv`` that contain BN."""
    return tuple(
        Network(
            f"keras_cv.models.{name}", True, parameters, rank=rank, constructors="from_preset", package=_CV,
        )
        for name in names.split()
    )  # fmt: skip


_KERAS_CV = (
    *_cv(
        "ResNetBackbone ResNet18Backbone ResNet34Backbone ResNet50Backbone ResNet101Backbone ResNet152Backbone "
        "ResNetV2Backbone ResNet18V2Backbone ResNet34V2Backbone ResNet50V2Backbone ResNet101V2Backbone "
        "ResNet152V2Backbone DenseNetBackbone DenseNet121Backbone DenseNet169Backbone DenseNet201Backbone "
        "MobileNetV3Backbone MobileNetV3LargeBackbone MobileNetV3SmallBackbone EfficientNetV1Backbone "
        "EfficientNetV1B0Backbone EfficientNetV1B1Backbone EfficientNetV1B2Backbone EfficientNetV1B3Backbone "
        "EfficientNetV1B4Backbone EfficientNetV1B5Backbone EfficientNetV1B6Backbone EfficientNetV1B7Backbone "
        "EfficientNetV2Backbone EfficientNetV2B0Backbone EfficientNetV2B1Backbone EfficientNetV2B2Backbone "
        "EfficientNetV2B3Backbone EfficientNetV2SBackbone EfficientNetV2MBackbone EfficientNetV2LBackbone "
        "EfficientNetLiteBackbone EfficientNetLiteB0Backbone EfficientNetLiteB1Backbone EfficientNetLiteB2Backbone "
        "EfficientNetLiteB3Backbone EfficientNetLiteB4Backbone CSPDarkNetBackbone CSPDarkNetTinyBackbone "
        "CSPDarkNetSBackbone CSPDarkNetMBackbone CSPDarkNetLBackbone CSPDarkNetXLBackbone",
        rank="4",
    ),
    *_cv(
        "YOLOV8Backbone",
        "stackwise_channels stackwise_depth include_rescaling activation input_shape input_tensor",
        rank="4",
    ),
    *_cv(
        "DeepLabV3Plus", "backbone num_classes projection_filters spatial_pyramid_pooling segmentation_head", rank="4"
    ),
    *_cv("SegFormer", "backbone num_classes projection_filters", rank="4"),
    *_cv(
        "BASNet",
        "backbone num_classes input_shape input_tensor include_rescaling projection_filters prediction_heads "
        "refinement_head",
    ),
    *_cv("YOLOV8Detector", "backbone num_classes bounding_box_format fpn_depth label_encoder prediction_decoder"),
    Network(
        "keras_cv.models.ImageClassifier", False, "backbone num_classes pooling activation", rank="2",
        constructors="from_preset", decides="preset", families=_CV_FAMILIES, package=_CV,
    ),
    Network(
        "keras_cv.models.RetinaNet", False,
        "backbone num_classes bounding_box_format anchor_generator label_encoder prediction_decoder feature_pyramid "
        "classification_head box_head",
        constructors="from_preset", decides="preset", families=_CV_FAMILIES, package=_CV,
    ),
)  # fmt: skip

# -- networks of other packages ----------------------------------------------------------------------------------
# Each was built with the version of its row, in both dialects where the row says so.


def _others(
    home: str,
    names: str,
    parameters: str,
    *,
    package: str,
    contains_bn: bool = True,
    weights: str = "weights",
    rank: str = "top",
    dialects: tuple[int, ...] = (2, 3),
    switch: str = "",
) -> tuple[Network, ...]:
    """Return the rows of functions that are called alike.

    Args:
        home: the module.
        names: the functions, separated by blanks.
        parameters: their positional arguments.
        package: the distribution and its version.
        contains_bn: whether BatchNormalization is inside.
        weights: the argument for pretrained weights, which they have by default; "" for none.
        rank: as in ``Network``.
        dialects: where the package works.
        switch: as in ``Network``.
    """
    return tuple(
        Network(
            f"{home}.{name}", contains_bn, parameters, weights, bool(weights), rank,
            dialects=dialects, switch=switch, package=package,
        )
        for name in names.split()
    )  # fmt: skip


_MOBILENET_1 = "include_top weights input_tensor pooling classes"
_APPLICATIONS_1 = "include_top weights input_tensor input_shape pooling classes"
_KERAS_APPLICATIONS = tuple(
    row
    for home, names, parameters in (
        ("densenet", "DenseNet121 DenseNet169 DenseNet201", _APPLICATIONS_1),
        ("inception_resnet_v2", "InceptionResNetV2", _APPLICATIONS_1),
        ("inception_v3", "InceptionV3", _APPLICATIONS_1),
        ("mobilenet", "MobileNet", "input_shape alpha depth_multiplier dropout " + _MOBILENET_1),
        ("mobilenet_v2", "MobileNetV2", "input_shape alpha " + _MOBILENET_1),
        ("nasnet", "NASNetLarge NASNetMobile", "input_shape " + _MOBILENET_1),
        ("resnet", "ResNet50 ResNet101 ResNet152", _APPLICATIONS_1),
        ("resnet50", "ResNet50", _APPLICATIONS_1),
        ("resnet_v2", "ResNet50V2 ResNet101V2 ResNet152V2", _APPLICATIONS_1),
        ("resnext", "ResNeXt50 ResNeXt101", _APPLICATIONS_1),
        ("xception", "Xception", _APPLICATIONS_1),
    )
    for row in _others(
        f"keras_applications.{home}", names, parameters, package="Keras-Applications 1.0.8", dialects=(2,)
    )
)

_EFFICIENTNETS = (
    "EfficientNetB0 EfficientNetB1 EfficientNetB2 EfficientNetB3 EfficientNetB4 EfficientNetB5 EfficientNetB6 "
    "EfficientNetB7 EfficientNetL2"
)
_EFFICIENTNET_NAMES = (
    "EfficientNetV1B0 EfficientNetV1B1 EfficientNetV1B2 EfficientNetV1B3 EfficientNetV1B4 EfficientNetV1B5 "
    "EfficientNetV1B6 EfficientNetV1B7 EfficientNetV2B0 EfficientNetV2B1 EfficientNetV2B2 EfficientNetV2B3 "
    "EfficientNetV2T EfficientNetV2S EfficientNetV2M EfficientNetV2L EfficientNetV2XL"
)
_BY_LEONDGARSE = "input_shape num_classes dropout classifier_activation pretrained"
_WITH_ACTIVATION = "input_shape num_classes activation classifier_activation pretrained"
_KECAM = "keras_cv_attention_models"
_KECAM_READ = "keras-cv-attention-models 1.4.3"
_BACKBONES = "resnet seresnet resnext seresnext senet inception densenet mobilenet efficientnet"
_SEGMENTED = "backbone_name input_shape classes activation weights encoder_weights encoder_freeze encoder_features"


def _segmentation(name: str, parameters: str, switch: str) -> Network:
    """Return the row of a model of ``segmentation_models``: the backbone may contain BN, the decoder does."""
    return Network(
        f"segmentation_models.{name}", True, parameters, "encoder_weights", True, "4", decides="backbone_name",
        families=_BACKBONES, switch=switch, package="segmentation_models 1.0.1",
    )  # fmt: skip


_OTHERS = (
    *_KERAS_APPLICATIONS,
    *_others(
        "efficientnet.tfkeras", _EFFICIENTNETS, "include_top weights input_tensor input_shape pooling classes",
        package="efficientnet 1.1.1",
    ),
    *_others(
        "efficientnet.keras", _EFFICIENTNETS, "include_top weights input_tensor input_shape pooling classes",
        package="efficientnet 1.1.1",
    ),
    *_others(
        "keras_efficientnet_v2", _EFFICIENTNET_NAMES, _BY_LEONDGARSE, weights="pretrained", rank="", dialects=(2,),
        package="keras-efficientnet-v2 1.2.2",
    ),
    *_others(
        f"{_KECAM}.efficientnet", _EFFICIENTNET_NAMES, _BY_LEONDGARSE, weights="pretrained", rank="", dialects=(2,),
        package=_KECAM_READ,
    ),
    *_others(
        f"{_KECAM}.resnest", "ResNest50 ResNest101 ResNest200 ResNest269", f"{_WITH_ACTIVATION} groups",
        weights="pretrained", rank="", dialects=(2,), package=_KECAM_READ,
    ),
    *_others(
        f"{_KECAM}.resnet_family", "ResNet50D ResNet101D ResNet152D ResNet200D", _WITH_ACTIVATION,
        weights="pretrained", rank="", dialects=(2,), package=_KECAM_READ,
    ),
    *_others(
        f"{_KECAM}.ghostnet", "GhostNet_050 GhostNet_100 GhostNet_130", _WITH_ACTIVATION, weights="pretrained",
        rank="", dialects=(2,), package=_KECAM_READ,
    ),
    *_others(
        f"{_KECAM}.mobilenetv3_family",
        "MobileNetV3Large075 MobileNetV3Large100 MobileNetV3Small050 MobileNetV3Small075 MobileNetV3Small100",
        "input_shape num_classes classifier_activation pretrained", weights="pretrained", rank="", dialects=(2,),
        package=_KECAM_READ,
    ),
    _segmentation("Unet", f"{_SEGMENTED} decoder_block_type decoder_filters decoder_use_batchnorm",
                  "decoder_use_batchnorm"),
    _segmentation("Linknet", f"{_SEGMENTED} decoder_block_type decoder_filters decoder_use_batchnorm",
                  "decoder_use_batchnorm"),
    _segmentation("FPN", f"{_SEGMENTED} pyramid_block_filters pyramid_use_batchnorm pyramid_aggregation "
                  "pyramid_dropout", "pyramid_use_batchnorm"),
    _segmentation("PSPNet", f"{_SEGMENTED.removesuffix(' encoder_features')} downsample_factor psp_conv_filters "
                  "psp_pooling_type psp_use_batchnorm psp_dropout", "psp_use_batchnorm"),
    *_others(
        "keras_unet.models", "custom_unet",
        "input_shape num_classes activation use_batch_norm upsample_mode dropout dropout_change_per_layer dropout_type "
        "use_dropout_on_upsampling use_attention filters num_layers output_activation",
        weights="", rank="4", switch="use_batch_norm", package="keras-unet 0.1.2",
    ),
    *_others(
        "keras_unet.models", "satellite_unet", "input_shape num_classes output_activation num_layers", weights="",
        rank="4", package="keras-unet 0.1.2",
    ),
    *_others(
        "keras_unet.models", "vanilla_unet", "input_shape num_classes dropout filters num_layers output_activation",
        contains_bn=False, weights="", rank="4", package="keras-unet 0.1.2",
    ),
    *_others(
        "keras_unet_collection.models", "unet_2d",
        "input_size filter_num n_labels stack_num_down stack_num_up activation output_activation batch_norm pool "
        "unpool backbone weights freeze_backbone freeze_batch_norm name",
        contains_bn=False, weights="", rank="4", switch="batch_norm", package="keras-unet-collection 0.1.13",
    ),
    *_others(
        "keras_unet_collection.models", "resunet_a_2d",
        "input_size filter_num dilation_num n_labels aspp_num_down aspp_num_up activation output_activation batch_norm "
        "pool unpool name",
        weights="", rank="4", switch="batch_norm", package="keras-unet-collection 0.1.13",
    ),
    # What it wraps comes from elsewhere; it is not trainable by default, so its statistics stand still.
    Network(
        "tensorflow_hub.KerasLayer", False, "handle trainable arguments _sentinel tags signature "
        "signature_outputs_as_dict output_key output_shape load_options",
        pretrained=True, frozen=True, dialects=(2,), package="tensorflow-hub 0.16.1",
    ),
)  # fmt: skip

CHOOSERS = tuple(
    Network(
        f"{home}.Classifiers.get", False, "name", decides="name", families=f"{_BACKBONES} nasnet xception",
        package="image-classifiers 1.0.0",
    )
    for home in ("classification_models.tfkeras", "classification_models.keras")
)  # fmt: skip
"""Functions that return the function that makes a network, and the preprocessing of its inputs."""

NETWORKS: tuple[Network, ...] = (*_KERAS_HUB, *_KERAS_CV, *_OTHERS)
"""All rows."""
