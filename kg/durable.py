"""Let files outlive a loss of power."""

import os
import sys
from pathlib import Path


def sync(path: Path) -> None:
    """Let a file, or the names in a folder, outlive a loss of power (POSIX fsync; Windows has none for folders)."""
    if sys.platform != "win32":
        descriptor = os.open(path, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
