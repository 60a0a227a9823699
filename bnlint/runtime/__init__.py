"""The runtime side: runs programs on TensorFlow and says what it saw.

Nothing here is imported by the static side. Importing this package does not import TensorFlow.
"""
