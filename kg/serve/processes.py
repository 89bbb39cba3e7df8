"""Start processes of this Python that Ctrl-C does not reach, and end them."""

import asyncio
import os
import signal
import subprocess
import sys
from asyncio.subprocess import PIPE, Process
from contextlib import suppress
from pathlib import Path
from typing import Any

_ROOT = str(Path(__file__).parents[2])


async def start_python(code: str, *, stderr: int | None = PIPE) -> Process:
    """Start this Python with some code, which imports the package that is running here."""
    command = [sys.executable, "-c", f"import sys; sys.path[:0] = [{_ROOT!r}]; {code}"]
    return await asyncio.create_subprocess_exec(*command, stdin=PIPE, stdout=PIPE, stderr=stderr, **_apart())


def end(process: Process) -> None:
    """End a process, without waiting for it as `Process.kill` does: asyncio wants to do that itself."""
    if process.returncode is not None:
        return
    if sys.platform == "win32":
        process.kill()
    else:
        with suppress(ProcessLookupError):
            os.kill(process.pid, signal.SIGKILL)


def _apart() -> dict[str, Any]:
    """Return how a process is started so that Ctrl-C reaches the front alone."""
    if sys.platform == "win32":
        return {"creationflags": subprocess.CREATE_NEW_PROCESS_GROUP}
    return {"start_new_session": True}
