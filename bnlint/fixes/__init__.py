"""From a report to a repaired file.

A rule says how its report can be repaired in terms of the program (``changes``); ``drafts`` turns that into text edits
(``edits``), ``applying`` makes them and proves that they help, ``files`` writes them to disk.
"""
