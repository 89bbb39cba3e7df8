"""Turn documents into a knowledge graph that can prove every fact."""

__version__ = "0.1.0"
