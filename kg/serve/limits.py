"""Take from a worker process what a query must not have: memory without end, sockets, files.

pyoxigraph has no switch for SERVICE, so the process itself is denied what it takes: no descriptor is left for a socket,
and on Linux the system call for one fails. Where there are no such limits (Windows) a query with SERVICE is only
refused as text, by `kg.store.guard`.
"""

import ctypes
import os
import platform
import struct
import sys
from pathlib import Path

MB = 1_000_000


def limit_memory(megabytes: int) -> None:
    """Let the process end itself when it wants that much more memory than it has, and leave no core file.

    What it has are mostly stacks of RocksDB's threads, which take room but no memory: 150 MB on two processors.
    """
    if sys.platform == "win32":
        return
    import resource

    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    _, hard = resource.getrlimit(resource.RLIMIT_DATA)
    wanted = _in_use() + megabytes * MB
    limit = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
    resource.setrlimit(resource.RLIMIT_DATA, (limit, limit))


def _in_use() -> int:
    """Return the bytes that count for RLIMIT_DATA, 0 where the system does not say."""
    try:
        pages = Path("/proc/self/statm").read_text(encoding="ascii").split()[5]
    except OSError:
        return 0
    return int(pages) * os.sysconf("SC_PAGE_SIZE")


def descriptors() -> int:
    """Return how many descriptors the process has open, 0 where the system does not say."""
    try:
        return len(os.listdir("/dev/fd"))  # noqa: PTH208 - names are wanted, not paths
    except OSError:
        return 0


def close_doors(store: Path, opened: int) -> None:
    """Let the process open nothing more: `opened` is how many descriptors the files of the store took.

    RocksDB opens 16 of its table files at first (`kInitialLoadLimit`) and the others when they are needed, and retries
    without end when it cannot: descriptors for those are left.
    """
    if sys.platform == "win32":
        return
    import resource

    free = os.open(os.devnull, os.O_RDONLY)
    os.close(free)
    limit = free + max(0, sum(1 for _ in store.glob("*.sst")) - opened)
    deny_sockets()
    resource.setrlimit(resource.RLIMIT_NOFILE, (limit, limit))


### No socket: seccomp (https://man7.org/linux/man-pages/man2/seccomp.2.html)

_ARCHITECTURES = {"x86_64": (0xC000003E, 41), "aarch64": (0xC00000B7, 198)}  # AUDIT_ARCH_*, number of socket(2)
_LOAD, _EQUAL, _RETURN = 0x20, 0x15, 0x06  # BPF_LD|BPF_W|BPF_ABS, BPF_JMP|BPF_JEQ|BPF_K, BPF_RET|BPF_K
_ALLOW, _FAIL, _EACCES = 0x7FFF0000, 0x00050000, 13
_NO_NEW_PRIVILEGES, _SET_SECCOMP, _FILTER = 38, 22, 2


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("steps", ctypes.c_char_p))


def deny_sockets() -> bool:
    """Let socket(2) fail in this thread and those it starts; return whether the system could be told so."""
    known = _ARCHITECTURES.get(platform.machine()) if sys.platform == "linux" else None
    if known is None:
        return False
    architecture, socket = known
    steps = (
        (_LOAD, 0, 0, 4),  # the architecture
        (_EQUAL, 0, 3, architecture),
        (_LOAD, 0, 0, 0),  # the number of the call
        (_EQUAL, 0, 1, socket),
        (_RETURN, 0, 0, _FAIL | _EACCES),
        (_RETURN, 0, 0, _ALLOW),
    )
    packed = b"".join(struct.pack("=HBBI", *step) for step in steps)
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0):
        return False
    return not libc.prctl(_SET_SECCOMP, _FILTER, ctypes.byref(_Program(len(steps), packed)), 0, 0)
