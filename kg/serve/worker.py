"""The process that answers: opens the store read-only, shuts its own doors, and reads questions until its input ends.

It is started as `python -c "…run(FOLDER, MEGABYTES)"` by `kg.serve.pool`. All is imported before the doors are shut.
"""

import json
import os
import queue
import sys
import threading
from functools import partial
from pathlib import Path
from typing import BinaryIO

from kg.errors import KGError
from kg.output import recover
from kg.serve.answers import answer
from kg.serve.limits import close_doors, descriptors, limit_memory
from kg.serve.settings import Refusal
from kg.serve.wire import END, HEAD, READY, REFUSED, Question, frame
from kg.store.disk import open_held
from kg.store.holds import USED
from kg.store.names import base_of
from kg.store.query import DEFAULT_BASE


def run(folder: str, megabytes: int) -> None:
    """Answer questions about the store of a folder until the input ends."""
    out = os.fdopen(os.dup(1), "wb", 0)
    os.dup2(2, 1)  # whatever else is printed must not come between the frames
    try:
        place = Path(folder)
        recover(place)
        before = descriptors()
        store, generation = open_held(place)
    except KGError as error:
        _write(out, 0, REFUSED, f"503 {error}".encode())
        return
    opened = descriptors() - before - (generation / USED).exists()
    base = base_of(store) or DEFAULT_BASE
    limit_memory(megabytes)
    close_doors(generation, opened)
    waiting: queue.SimpleQueue[tuple[int, Question]] = queue.SimpleQueue()
    threading.Thread(target=_listen, args=(waiting,), daemon=True).start()
    _write(out, 0, READY)
    while True:
        number, question = waiting.get()
        send = partial(_write, out, number)
        try:
            answer(store, base, question, send)
        except Refusal as refusal:
            send(REFUSED, f"{refusal.status} {refusal.message}".encode(errors="replace"))
        else:
            send(END)


def _listen(waiting: "queue.SimpleQueue[tuple[int, Question]]") -> None:
    """Pass on each question; end the process with its input, even within a query, so that none outlives the server."""
    source = sys.stdin.buffer
    while len(head := source.read(HEAD.size)) == HEAD.size:
        number, _, length = HEAD.unpack(head)
        waiting.put((number, json.loads(source.read(length))))
    os._exit(0)


def _write(out: BinaryIO, number: int, kind: bytes, body: bytes = b"") -> None:
    waiting = memoryview(frame(number, kind, body))
    while waiting:  # a pipe may take less than it is given
        waiting = waiting[out.write(waiting) :]
