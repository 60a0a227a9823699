"""What stands behind the end of a program never runs; an import that is tried is ready for its absence."""
import sys

from tensorflow.keras import layers

try:
    from tensorflow.keras.layers.experimental import SyncBatchNormalization
except ImportError:
    SyncBatchNormalization = layers.BatchNormalization

norm = layers.BatchNormalization(momentum=99)  # expect: BNL301
if len(sys.argv) > 99:
    raise SystemExit
again = layers.BatchNormalization(momentum=99)  # expect: BNL301
raise SystemExit
never = layers.BatchNormalization(momentum=99)
