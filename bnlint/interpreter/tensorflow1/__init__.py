"""TensorFlow 1: normalisers, collections and train operations of a graph."""
