import networks
from tensorflow import keras

keras.backend.set_image_data_format("channels_first")
model = networks.called((3, 96, 96))
model.summary()
keras.backend.set_image_data_format("channels_last")
