# dialect: 2
"""Phase 1 counts where a program asks for answers between its steps."""
import tensorflow as tf

keras = tf.keras
DATA = tf.random.normal((64, 4))
model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(8), keras.layers.BatchNormalization()])
optimizer = keras.optimizers.SGD(0.1)

keras.backend.set_learning_phase(1)  # expect: BNL113
for _ in range(4):
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean((model(DATA) - 1.0) ** 2)
    gradients = tape.gradient(loss, model.trainable_variables)
    optimizer.apply_gradients(zip(gradients, model.trainable_variables))
    print("validation", float(tf.reduce_mean((model(tf.zeros((8, 4))) - 1.0) ** 2)))
