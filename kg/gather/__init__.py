"""Read many documents, on several processors if asked; those whose readings are kept and still fit are not read.

The sources become portions of work: a file, an address, or some lines of a JSON-lines file. What is read does not
depend on the order in which portions are done.
"""

from kg.gather.portions import LINES, Found, Portion, Result
from kg.gather.read import read, read_document, reading_of
from kg.gather.run import Gathered, Progress, files_of, gather, mended, unpacked
from kg.gather.work import Work, to_work, tools

__all__ = [
    "LINES",
    "Found",
    "Gathered",
    "Portion",
    "Progress",
    "Result",
    "Work",
    "files_of",
    "gather",
    "mended",
    "read",
    "read_document",
    "reading_of",
    "to_work",
    "tools",
    "unpacked",
]
