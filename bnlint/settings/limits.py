"""Limits that users can move."""

TIME_LIMIT = 60.0
"""Seconds for each part of the analysis of one file; the slowest of 14,000 files of public repositories take four."""
