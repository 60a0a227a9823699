"""Limits that users can move."""

TIME_LIMIT = 60.0
"""Seconds for each part of the analysis of one file; the slowest of 14,000 files of public repositories take four."""

MIN_VALUES = 8
"""Values that each statistic of a batch is to be made of at least (BNL206); ``Testimony`` has the same number."""
