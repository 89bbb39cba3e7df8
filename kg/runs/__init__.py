"""Sort more lines than memory holds: sorted runs in files, and the merge of many runs into one, each line once.

A line is bytes without a newline; order is that of the bytes. Nothing depends on when or where it is done: the same
lines give the same file.
"""

from kg.runs.file import Run, hold, loose, read_run, write_run, write_whole
from kg.runs.merge import merged, unique
from kg.runs.plain import Hashed, write_lines
from kg.runs.sort import Sorter

__all__ = [
    "Hashed",
    "Run",
    "Sorter",
    "hold",
    "loose",
    "merged",
    "read_run",
    "unique",
    "write_lines",
    "write_run",
    "write_whole",
]
