"""Keras: building layers and models, the forward pass, the built-in loops, freezing."""
