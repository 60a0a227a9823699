"""The parser gets sys.argv by hand: the defaults hold until somebody types something else."""
import argparse
import sys

from tensorflow.keras import layers


def main(argv):
    parser = argparse.ArgumentParser()
    parser.add_argument("--use-bn", type=int, default=1)
    parser.add_argument("--bn-decay", type=float, default=99.0)
    options, _ = parser.parse_known_args(argv)
    if options.use_bn:
        layers.BatchNormalization(momentum=options.bn_decay)  # expect: BNL301


main(sys.argv[1:])
