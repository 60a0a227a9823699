momentum = 0.9
epsilon = 0.001
_hidden = 0.5
