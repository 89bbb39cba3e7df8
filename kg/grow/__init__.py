"""Make the graph of a folder on disk: memory does not grow with it, and work is in proportion to what changed."""

from kg.grow.run import Former, Grown, grow

__all__ = ["Former", "Grown", "grow"]
