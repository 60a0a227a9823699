"""Nothing of use."""

width = 8
