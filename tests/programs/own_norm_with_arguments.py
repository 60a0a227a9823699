"""A subclass of BN hands on what Keras 3 dropped: in the call of the constructor above, or in its keywords."""
import tensorflow as tf
from tensorflow.keras import layers


class Written(layers.BatchNormalization):
    def __init__(self, **kwargs):
        super().__init__(fused=True, **kwargs)  # expect[3]: BNL501


class PutIn(layers.BatchNormalization):
    def __init__(self, **kwargs):
        kwargs["virtual_batch_size"] = None  # expect[3]: BNL501
        super(PutIn, self).__init__(**kwargs)


class Default(layers.BatchNormalization):
    def __init__(self, **kwargs):
        kwargs.setdefault("fused", False)  # expect[3]: BNL501
        super().__init__(**kwargs)


class Kept(layers.BatchNormalization):
    def __init__(self, fused=None, **kwargs):
        super().__init__(**kwargs)
        self.fused_kernel = fused


class Dropped(layers.BatchNormalization):
    def __init__(self, **kwargs):
        kwargs.setdefault("momentum", 0.9)
        kwargs.pop("fused", None)
        super().__init__(**kwargs)


class Tried(layers.BatchNormalization):
    def __init__(self, **kwargs):
        try:
            super().__init__(fused=False, **kwargs)
        except ValueError:
            super().__init__(**kwargs)


class Plain(layers.BatchNormalization):
    pass


class Elsewhere(tf.Module):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.fused = True


made = [Written(), PutIn(), Default(), Kept(fused=False), Dropped(fused=True), Tried(), Elsewhere(name="plain")]
last = Plain(fused=True)  # expect[3]: BNL501
