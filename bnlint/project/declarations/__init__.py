"""What the files of a project declare about the Keras that runs it: one module per kind of file.

``kinds`` knows which file is of which kind; ``claims`` has what they all answer with. Nothing is run, no file outside
the project is read, and what is broken, huge or meant to take forever decides nothing.
"""
