"""What an output folder keeps for the next build: what made the graph (`kg.lock`), and the readings of documents."""

from kg.kept.lock import Inference, Lock, Options, make_lock, options_from, read_lock, stamp_of, write_lock
from kg.kept.pack import pack, unpack
from kg.kept.rows import Kept, Shelf, memory_shelf, part_shelf, read_shelf, write_kept

__all__ = [
    "Inference",
    "Kept",
    "Lock",
    "Options",
    "Shelf",
    "make_lock",
    "memory_shelf",
    "options_from",
    "pack",
    "part_shelf",
    "read_lock",
    "read_shelf",
    "stamp_of",
    "unpack",
    "write_kept",
    "write_lock",
]
