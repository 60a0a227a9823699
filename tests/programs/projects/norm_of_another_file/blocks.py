"""What a helper hands on is reported where it is given, in the file that gives it."""
import numpy as np
from norms import norm

quick = norm(axis=-1, momentum=0.1, name="quick")  # expect: BNL303
slow = norm(axis=-1, momentum=0.99, name="slow")
for layer in (quick, slow):
    print(layer(np.ones((8, 3), "float32"), training=True).shape)
