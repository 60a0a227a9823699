"""From one source to its findings: which Keras it is for, whether it is worth a look, and the steps of an analysis."""
