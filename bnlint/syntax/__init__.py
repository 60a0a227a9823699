"""From text to a syntax tree, and from its nodes back to places in the text."""
