"""Documents become sorted shards of N-Quads, the same bytes on one machine as on those of a Ray cluster.

`build_shards` runs the stages of `stages` on an engine; what they hand on lies in files (`kg.runs`).
"""

from kg.shards.job import SHARDS
from kg.shards.manifest import Manifest, Shard
from kg.shards.run import MOST_SHARDS, Where, Written, build_shards

__all__ = ["MOST_SHARDS", "SHARDS", "Manifest", "Shard", "Where", "Written", "build_shards"]
