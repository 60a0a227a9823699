"""Names by which programs speak of what they do, whatever library they use.

No row can be held against a library here: these are habits, read from public code.
"""

from __future__ import annotations

from bnlint.libraries.objects import methods

NORMALISATION = frozenset("bn batch_norm batchnorm batch_normalization batchnormalization".split())
"""Texts with which programs tell BN layers from others (``"bn" in layer.name``); in small letters, without ``_``."""

NORMALISATION_CLASSES = ("BatchNormalization", "BatchNormalizationV1")
"""How the names of classes end that are BN, of whatever library."""

MAY_FREEZE = ("freez", "trainab", "finetun", "fine_tun", "lock", "prepare")
"""Parts of the names of functions that may change what is trainable in the models that they are given."""

APPLIES_GRADIENTS = frozenset(
    ("assign_sub", *methods("optimizer", "apply gradients"), *methods("optimizer", "minimize"))
)
"""Methods by which a program puts gradients to use."""

UNRECORDED = frozenset(("stop_gradient",))
"""Functions behind which no tape sees how their arguments were made."""

ANSWERS = frozenset(
    "print pprint argmax argmin top_k in_top_k argsort argpartition imshow imsave imwrite plot scatter bar hist "
    "heatmap savefig savetxt savez show write_png encode_png encode_jpeg array_to_img save_img to_csv fromarray "
    "update_state accuracy_score f1_score confusion_matrix classification_report decode_predictions ctc_decode "
    "ctc_greedy_decoder ctc_beam_search_decoder non_max_suppression combined_non_max_suppression".split()
)
"""Functions and methods, of whatever library, that show what they get or decide by it."""

SHOWS = ("matplotlib.", "seaborn.", "sklearn.metrics.", "sklearn.manifold.", "imageio.", "cv2.imwrite", "PIL.")
"""Libraries that do nothing else."""

NEW_AXIS = "newaxis"
"""The constant that NumPy and TensorFlow have for a new axis in an index."""

RESHAPES = frozenset(("reshape",))
"""Methods that give whatever has them another shape."""

NOT_INSIDE = frozenset(("optimizer", "loss"))
"""Attributes of models that hold no part of them."""
