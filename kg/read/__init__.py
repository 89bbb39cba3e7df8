"""Documents as records: files, folders and web addresses in, `Document` out."""

from kg.read.sources import READERS, Reader, expand_sources, read_source

__all__ = ["READERS", "Reader", "expand_sources", "read_source"]
