from tensorflow import keras

keras.backend.set_image_data_format("channels_first")
print(keras.backend.image_data_format())
keras.backend.set_image_data_format("channels_last")
