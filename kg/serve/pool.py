"""The worker processes as the front sees them: lend one for each question, end it when it fails, start another."""

import asyncio
import itertools
import json
from asyncio.subprocess import Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from kg.errors import StoreError
from kg.serve.limits import MB
from kg.serve.processes import end, start_python
from kg.serve.settings import Refusal, Settings
from kg.serve.wire import ASK, END, HEAD, MEDIA, READY, REFUSED, Question, frame

Stamp = tuple[tuple[int, int], ...]

_MARKS = ("report.json", "store/generation", "generation", "store/CURRENT", "CURRENT")
"""The files of which at least one is another after each build. `kg.store` is not asked: to import it loads Oxigraph."""

_START = 30.0
"""Seconds in which a worker must have opened the store: 50 ms for a million quads, but the machine may be busy."""

_AGAIN = 0.5
"""Seconds between attempts to open a store that cannot be opened."""


def stamp(folder: Path) -> Stamp:
    """Return what changes when the folder is built anew."""
    found = []
    for name in _MARKS:
        with suppress(OSError):
            state = (folder / name).stat()
            found.append((state.st_ino, state.st_mtime_ns))
    return tuple(found)


@dataclass(slots=True)
class Worker:
    """A process with the store open; `free` says whether its last answer has come in whole."""

    process: Process
    stamp: Stamp
    number: int = 0
    free: bool = True

    async def ask(self, number: int, question: Question) -> None:
        """Send a question."""
        self.number, self.free = number, False
        assert self.process.stdin is not None  # noqa: S101 - it was started with pipes
        self.process.stdin.write(frame(number, ASK, json.dumps(question).encode()))
        await self.process.stdin.drain()

    async def read(self) -> tuple[bytes, bytes]:
        """Return kind and body of the next frame; raise EOFError when the process ends or speaks of something else."""
        assert self.process.stdout is not None  # noqa: S101 - it was started with pipes
        number, kind, length = HEAD.unpack(await self.process.stdout.readexactly(HEAD.size))
        body = await self.process.stdout.readexactly(length)
        if number != self.number:
            raise EOFError
        self.free = kind in {END, REFUSED}
        return kind, body

    def kill(self) -> None:
        """End the process."""
        end(self.process)


@dataclass(slots=True)
class Answer:
    """An answer that is coming in: its media type, then its parts."""

    worker: Worker
    settings: Settings
    deadline: float
    media: str = ""
    size: int = 0

    async def begin(self) -> None:
        """Wait for the media type."""
        kind, body = await self._next()
        if kind != MEDIA:
            raise Refusal(500, "the worker did not say what it answers")
        self.media = body.decode()

    async def part(self) -> bytes:
        """Return the next part, empty at the end. Raises Refusal where the answer fails or grows too large."""
        kind, body = await self._next()
        if kind == END:
            return b""
        self.size += len(body)
        if self.size > self.settings.max_bytes * MB:
            message = f"the answer is larger than {self.settings.max_bytes:g} MB. Ask for less, or raise --max-bytes."
            raise Refusal(503, message)
        return body

    async def _next(self) -> tuple[bytes, bytes]:
        try:
            async with asyncio.timeout_at(self.deadline):
                kind, body = await self.worker.read()
        except TimeoutError as error:
            message = f"the query took longer than {self.settings.timeout:g} s. Ask for less, or raise --timeout."
            raise Refusal(503, message) from error
        except (EOFError, OSError) as error:
            message = f"the query ended its worker: it may take more than {self.settings.memory} MB. Ask for less."
            raise Refusal(503, message) from error
        if kind == REFUSED:
            status, _, message = body.decode().partition(" ")
            raise Refusal(int(status), message)
        return kind, body


class Pool:
    """The workers of an endpoint."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self._idle: asyncio.Queue[Worker] = asyncio.Queue()
        self._numbers = itertools.count(1)
        self._processes: list[Process] = []
        self._starting: set[asyncio.Task[None]] = set()
        self._closing = False
        self.failure: StoreError | None = None

    async def start(self) -> None:
        """Start the workers; raise StoreError, and keep it as `failure`, when the store cannot be opened."""
        try:
            self._idle.put_nowait(await self._spawn())
        except StoreError as error:
            self.failure = error
            raise
        for _ in range(self.settings.workers - 1):
            self._start_another()

    async def close(self) -> None:
        """End all workers.

        Those that are being started are not cancelled: asyncio can wait for ever for a process whose start was.
        """
        self._closing = True
        self._kill_all()
        await asyncio.gather(*self._starting)
        self._kill_all()
        for process in self._processes:
            await process.wait()

    def _kill_all(self) -> None:
        for process in self._processes:
            end(process)

    @asynccontextmanager
    async def answer(self, question: Question) -> AsyncIterator[Answer]:
        """Lend a worker for a question, and yield its answer as it comes in; Refusal says why there is none."""
        deadline = asyncio.get_running_loop().time() + self.settings.timeout
        worker = await self._take(deadline)
        number = next(self._numbers) & 0xFFFFFFFF
        try:
            answer = Answer(worker, self.settings, deadline)
            with suppress(OSError):  # reading then says that the process has ended
                await worker.ask(number, question)
            yield answer
        finally:
            if worker.free:
                self._idle.put_nowait(worker)
            else:
                worker.kill()
                self._start_another()

    async def _take(self, deadline: float) -> Worker:
        try:
            async with asyncio.timeout_at(deadline):
                worker = await self._idle.get()
        except TimeoutError as error:
            raise Refusal(503, "all workers are busy. Try again in a moment.", Retry_After="1") from error
        if worker.process.returncode is None and worker.stamp == stamp(self.settings.folder):
            return worker
        return await self._renewed(worker)

    async def _renewed(self, worker: Worker) -> Worker:
        """Return a worker with the store as it is now; the former one where that cannot be opened."""
        try:
            fresh = await self._spawn()
        except StoreError as error:
            if worker.process.returncode is None:
                return worker
            self._start_another()
            raise Refusal(503, str(error), Retry_After="1") from error
        except asyncio.CancelledError:
            worker.kill()
            self._start_another()
            raise
        worker.kill()
        return fresh

    def _start_another(self) -> None:
        task = asyncio.create_task(self._replenish())
        self._starting.add(task)
        task.add_done_callback(self._starting.discard)

    async def _replenish(self) -> None:
        """Put one more worker at the disposal of questions, as soon as the store can be opened."""
        while not self._closing:
            try:
                self._idle.put_nowait(await self._spawn())
            except StoreError:
                await asyncio.sleep(_AGAIN)
            else:
                return

    async def _spawn(self) -> Worker:
        folder = self.settings.folder
        state = stamp(folder)
        code = f"from kg.serve.worker import run; run({str(folder)!r}, {self.settings.memory})"
        process = await start_python(code, stderr=None)
        self._processes = [*(p for p in self._processes if p.returncode is None), process]
        worker = Worker(process, state)
        try:
            async with asyncio.timeout(_START):
                kind, body = await worker.read()
        except (TimeoutError, EOFError, OSError, asyncio.CancelledError) as error:
            worker.kill()
            if isinstance(error, asyncio.CancelledError):
                raise
            message = (
                f"the store of {folder} could not be opened. Is there memory for it? Raise --memory, or build it anew."
            )
            raise StoreError(message, target=folder) from error
        if kind != READY:
            raise StoreError(body.decode().partition(" ")[2], target=folder)
        worker.free = True
        return worker
