"""The networks of ``keras.applications``, in Keras 3.15 and Keras 2 (tf_keras 2.21)."""

from __future__ import annotations

from bnlint.libraries.schema import Network

_IMAGE = "input_tensor input_shape pooling classes classifier_activation"
_USUAL = f"include_top weights {_IMAGE} name"
_PREPROCESSED = f"include_top weights {_IMAGE} include_preprocessing name"
_RESNET_2 = "include_top weights input_tensor input_shape pooling classes"
_NASNET = "input_shape include_top weights input_tensor pooling classes classifier_activation name"
_CONVNEXT = f"include_top include_preprocessing weights {_IMAGE} name"
_REGNET = f"model_name include_top include_preprocessing weights {_IMAGE}"
_RESNET_RS = "include_top weights classes input_shape input_tensor pooling classifier_activation include_preprocessing"
_MOBILENET = "include_top weights input_tensor pooling classes classifier_activation name"
_MOBILENET_V3 = (
    "input_shape alpha minimalistic include_top weights input_tensor classes pooling dropout_rate "
    "classifier_activation include_preprocessing name"
)


_LAYERS = {
    "DenseNet121": 427,
    "DenseNet169": 595,
    "EfficientNetB0": 237,
    "InceptionResNetV2": 780,
    "InceptionV3": 311,
    "MobileNet": 86,
    "MobileNetV2": 154,
    "ResNet50": 175,
    "ResNet101": 345,
    "ResNet50V2": 190,
    "Xception": 132,
}
"""How many layers those have without their top that programs freeze by number."""


def _applications(
    names: str,
    parameters: str,
    *,
    contains_bn: bool = True,
    dialects: tuple[int, ...] = (2, 3),
    parameters_2: str = "",
    momentum: float = 0.99,
) -> tuple[Network, ...]:
    """Return the rows of a family of ``keras.applications``.

    Args:
        names: the functions, separated by blanks.
        parameters: their positional arguments; Keras 2 lacks ``name``.
        contains_bn: whether BatchNormalization is inside.
        dialects: where Keras has them.
        parameters_2: what else differs in Keras 2.
        momentum: what its BN layers have.
    """
    older = parameters_2 or (parameters.removesuffix(" name") if 3 in dialects else parameters)
    return tuple(
        Network(
            f"keras.applications.{name}", contains_bn, parameters, "weights", True, "top",
            dialects=dialects, parameters_2="" if older == parameters else older, momentum=momentum,
            layers=_LAYERS.get(name, 0),
        )
        for name in names.split()
    )  # fmt: skip


APPLICATIONS: tuple[Network, ...] = (
    *_applications("DenseNet121 DenseNet169 DenseNet201", _USUAL),
    *_applications(
        "EfficientNetB0 EfficientNetB1 EfficientNetB2 EfficientNetB3 EfficientNetB4 EfficientNetB5 EfficientNetB6 "
        "EfficientNetB7",
        _USUAL,
    ),
    *_applications(
        "EfficientNetV2B0 EfficientNetV2B1 EfficientNetV2B2 EfficientNetV2B3 EfficientNetV2S EfficientNetV2M "
        "EfficientNetV2L",
        _PREPROCESSED,
        momentum=0.9,
    ),
    *_applications("InceptionResNetV2 InceptionV3 Xception", _USUAL),
    *_applications("MobileNet", f"input_shape alpha depth_multiplier dropout {_MOBILENET}"),
    *_applications("MobileNetV2", f"input_shape alpha {_MOBILENET}", momentum=0.999),
    *_applications("MobileNetV3Large MobileNetV3Small", _MOBILENET_V3, momentum=0.999),
    *_applications("NASNetLarge NASNetMobile", _NASNET, momentum=0.9997),
    # Keras 2 hands the last argument of these on: ``classifier_activation`` is taken by keyword.
    *_applications("ResNet50 ResNet101 ResNet152", _USUAL, parameters_2=_RESNET_2),
    *_applications("ResNet50V2 ResNet101V2 ResNet152V2", _USUAL),
    *_applications(
        "RegNetX002 RegNetX004 RegNetX006 RegNetX008 RegNetX016 RegNetX032 RegNetX040 RegNetX064 RegNetX080 RegNetX120 "
        "RegNetX160 RegNetX320 RegNetY002 RegNetY004 RegNetY006 RegNetY008 RegNetY016 RegNetY032 RegNetY040 RegNetY064 "
        "RegNetY080 RegNetY120 RegNetY160 RegNetY320",
        _REGNET,
        dialects=(2,),
        momentum=0.9,
    ),
    *_applications(
        "ResNetRS50 ResNetRS101 ResNetRS152 ResNetRS200 ResNetRS270 ResNetRS350 ResNetRS420",
        _RESNET_RS,
        dialects=(2,),
        momentum=0.0,
    ),
    *_applications("VGG16 VGG19", _USUAL, contains_bn=False),
    *_applications(
        "ConvNeXtTiny ConvNeXtSmall ConvNeXtBase ConvNeXtLarge ConvNeXtXLarge",
        _CONVNEXT,
        contains_bn=False,
        parameters_2=f"model_name {_CONVNEXT.removesuffix(' name')}",
    ),
)
"""All rows; ``tests/libraries/test_networks.py`` builds one per family."""

_SIZED = ("MobileNet", "MobileNetV2")
"""Their models are named by the width and the size of the image, too: ``mobilenet_1.00_224``."""


def is_default_name(network: str, name: str) -> bool:
    """Whether a network's model has a name if it is given none.

    Args:
        network: the function's, without its module.
        name: the model's: ``inception_v3``, ``efficientnetv2-b0``.
    """
    plain, own = "".join(filter(str.isalnum, name)).lower(), network.lower()
    if network in _SIZED:
        return plain.startswith(own) and plain.removeprefix(own).removesuffix("none").isdecimal()
    return plain == own or plain == "nasnet" and network.startswith("NASNet")  # in Keras 2


APPLICATION = {row.name.rpartition(".")[2]: row for row in APPLICATIONS}
"""By the name of the function: programs get them from many modules."""
