"""The runtime side: runs programs on TensorFlow and says what it saw.

For a program of your own: ``BatchNormMonitor`` is a Keras callback for ``fit``, ``monitor`` a context manager for
custom loops; both warn with a ``BatchNormWarning``. ``bnlint trace`` does the same from outside.

Nothing here is imported by the static side. Importing this package does not import TensorFlow.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from bnlint.runtime.monitoring import BatchNormMonitor, BatchNormWarning, monitor

__all__ = ["BatchNormMonitor", "BatchNormWarning", "monitor"]


def __getattr__(name: str) -> Any:
    # Loaded when asked for: it needs numpy, which ``bnlint verify`` must be able to miss with a message.
    if name in __all__:
        from bnlint.runtime import monitoring  # optional: it needs numpy

        return getattr(monitoring, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
