"""What the environment says by default, and a package that has to be there: a handler for its absence never runs."""
import os

FAST, MOMENTUM = False, 0.9
if "tensorflow" in os.getenv("NET_BACKEND", "tensorflow").lower():
    FAST = True
try:
    import keras
except ImportError:
    MOMENTUM = 0.2

norm = keras.layers.BatchNormalization(momentum=MOMENTUM)
quick = keras.layers.BatchNormalization(momentum=0.1 if FAST else 0.9)  # expect: BNL303
slow = keras.layers.BatchNormalization(momentum=0.9 if FAST else 0.1)
read = keras.layers.BatchNormalization(momentum=float(os.getenv("NET_MOMENTUM", "0.15")))  # expect: BNL303
given = keras.layers.BatchNormalization(momentum=float(os.getenv("NET_MOMENTUM")))

where_unset = keras.layers.BatchNormalization(momentum=float(os.getenv("NET_MOMENTUM") or 0.15))  # expect: BNL303
as_text = keras.layers.BatchNormalization(momentum=float(os.environ.get("NET_MOMENTUM") or "0.15"))  # expect: BNL303
asked = float(os.environ["NET_MOMENTUM"]) if "NET_MOMENTUM" in os.environ else 0.15
where_asked = keras.layers.BatchNormalization(momentum=asked)  # expect: BNL303
usual = keras.layers.BatchNormalization(momentum=float(os.getenv("NET_MOMENTUM") or 0.9))
other_way = keras.layers.BatchNormalization(momentum=0.9 if "NET_MOMENTUM" in os.environ else 0.95)
needed = keras.layers.BatchNormalization(momentum=float(os.getenv("NET_MOMENTUM") and 0.15))
