"""An option decides the default data format: each network counts on the one that it works with."""
import argparse

parser = argparse.ArgumentParser()
parser.add_argument("--backend", default="theano")
parser.add_argument("--network", default="upsampling")
args = parser.parse_args()

from keras import backend as K

if args.backend == "theano":
    image_format = "channels_first"
    K.set_image_data_format(image_format)
elif args.backend == "tensorflow":
    image_format = "channels_last"
    K.set_image_data_format(image_format)

import training

training.train(args.network)
