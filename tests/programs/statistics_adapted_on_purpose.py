# why: an answer that nobody reads is asked for its statistics, also where a name takes it
# dialect: 3
import keras
import numpy as np

x = np.random.normal(5.0, 3.0, (64, 4)).astype("float32")
y = np.random.normal(size=(64, 1)).astype("float32")
model = keras.Sequential(
    [
        keras.Input((4,)),
        keras.layers.Dense(8, use_bias=False),
        keras.layers.BatchNormalization(),
        keras.layers.Dense(1),
    ]
)
model.compile("sgd", "mse")
model.fit(x, y, verbose=0)
shifted = x + 2.0
print("before:", model.predict(shifted, verbose=0)[:2])
for _ in range(5):
    _ = model(shifted, training=True)
model(shifted, training=True)
print("after:", model.predict(shifted, verbose=0)[:2])
answers = model(shifted, training=True)  # expect: BNL105
print("asked:", np.asarray(answers)[:2])
