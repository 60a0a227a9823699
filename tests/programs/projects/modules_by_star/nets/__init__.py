"""Networks."""

__all__ = ["small", "other"]

import nets.other
import nets.small
