"""Keeps AutoGraph away from Keras.

AutoGraph translates what a ``tf.function`` calls, except packages on a list of its own. TensorFlow 2.16 has forgotten
``tf_keras`` there: each trace translates all of Keras, which takes ten times longer and leaves frames that cannot be
told from those of the user's own translated functions.
"""

from __future__ import annotations

import sys
from typing import Any

from bnlint.runtime.patching import Patches


class AutoGraphRules:
    """Puts the forgotten package on the list."""

    def install(self, patches: Patches) -> None:
        """Extend the list while the program runs; a TensorFlow without such a list is left alone."""
        config: Any = sys.modules.get("tensorflow.python.autograph.core.config")
        rules = getattr(config, "CONVERSION_RULES", None)
        if not isinstance(rules, tuple) or any(getattr(rule, "_prefix", "") == "tf_keras" for rule in rules):
            return
        patches.attribute(config, "CONVERSION_RULES", (*rules, config.DoNotConvert("tf_keras")))
