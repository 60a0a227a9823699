# dialect: 1
import argparse

import tensorflow.compat.v1 as tf
from normalised import Normalised
from plain import Plain

tf.disable_v2_behavior()


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--model", default="normalised")
    parser.add_argument("--train", action="store_true")
    parser.add_argument("--evaluate", action="store_true")
    args = parser.parse_args()
    if args.train:
        if args.model == "plain":
            model = Plain()
            model.train("mnist", tf.io.parse_tensor)
        else:
            model = Normalised()
            model.train()
    if args.evaluate:
        if args.model == "plain":
            model = Plain()
        else:
            model = Normalised()
            model.evaluate()


if __name__ == "__main__":
    main()
