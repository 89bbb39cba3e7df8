"""A server on the loopback that speaks chat completions, answers from a mapping, and misbehaves as it is told.

Each request takes the first of `script`, if there is one, else it is answered well. `refuses` names what the server
takes from nobody: json_schema, json_object, max_tokens, temperature, seed. All that it was sent is in `requests`.
"""

import json
import ssl
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

EMPTY = '{"statements": []}'


@dataclass
class Request:
    """What the server was sent."""

    path: str
    headers: Mapping[str, str]
    said: dict[str, Any]
    at: float = field(default_factory=time.monotonic)

    @property
    def text(self) -> str:
        """The user message."""
        return str(self.said["messages"][-1]["content"])


Misbehave = Callable[["Handler", Request], None]


@dataclass
class Model:
    """What a server answers, and what it was asked; tokens are counted as `tokens` says, (sent, answered)."""

    answers: Mapping[str, str] | Callable[[Request], str] = field(default_factory=dict)
    script: deque[Misbehave] = field(default_factory=deque)
    refuses: set[str] = field(default_factory=set)
    tokens: Callable[[Request, str], tuple[int, int]] = lambda request, answer: (len(request.text), len(answer))
    pause: float = 0.0
    requests: list[Request] = field(default_factory=list)
    used: list[tuple[int, int]] = field(default_factory=list)
    under_way: int = 0
    most_at_once: int = 0
    url: str = ""
    stop: Callable[[], None] = lambda: None
    lock: threading.Lock = field(default_factory=threading.Lock)

    def answer(self, request: Request) -> str:
        """Return the words of the model."""
        return self.answers(request) if callable(self.answers) else self.answers.get(request.text, EMPTY)

    def refusal(self, request: Request) -> str | None:
        """Return what of a request is refused."""
        form = request.said.get("response_format", {}).get("type")
        return next((name for name in sorted(self.refuses) if name in request.said or name == form), None)


class Server(ThreadingHTTPServer):
    """Knows its model."""

    daemon_threads = True
    request_queue_size = 64
    model: Model

    def handle_error(self, *_: object) -> None:
        """Mind no client that has gone."""


class Handler(BaseHTTPRequestHandler):
    """One connection."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: Server

    def do_POST(self) -> None:
        model = self.server.model
        body = self.rfile.read(int(self.headers["Content-Length"]))
        request = Request(self.path, dict(self.headers), json.loads(body))
        with model.lock:
            model.requests.append(request)
            model.under_way += 1
            model.most_at_once = max(model.most_at_once, model.under_way)
            misbehave = model.script.popleft() if model.script else None
        try:
            with suppress(ConnectionError):
                if misbehave:
                    misbehave(self, request)
                else:
                    self.behave(model, request)
        finally:
            with model.lock:
                model.under_way -= 1

    def behave(self, model: Model, request: Request) -> None:
        time.sleep(model.pause)
        name = model.refusal(request)
        if name:
            where = "response_format" if name.startswith("json") else name
            self.send(400, {"error": {"message": f"Unsupported: '{name}'", "param": where, "code": "unsupported"}})
            return
        words = model.answer(request)
        used = model.tokens(request, words)
        with model.lock:
            model.used.append(used)
        self.send(200, completion(words, used))

    def send(self, status: int, told: Any, headers: Mapping[str, str] | None = None) -> None:
        """Send a whole reply; `told` is JSON, or text or bytes as they are."""
        body = (
            told if isinstance(told, bytes) else told.encode() if isinstance(told, str) else json.dumps(told).encode()
        )
        self.send_response_only(status)
        for name, value in {"Content-Type": "application/json", "Content-Length": len(body), **(headers or {})}.items():
            self.send_header(name, str(value))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


def completion(words: str | None, used: tuple[int, int] | None = (7, 3), finish: str = "stop") -> dict[str, Any]:
    """Return a chat completion."""
    usage = used and {"prompt_tokens": used[0], "completion_tokens": used[1], "total_tokens": sum(used)}
    choice = {"index": 0, "message": {"role": "assistant", "content": words}, "finish_reason": finish}
    return {"id": "x", "object": "chat.completion", "model": "m", "choices": [choice], "usage": usage}


def says(told: Any, status: int = 200, **headers: str) -> Misbehave:
    """Return what sends a whole reply; underscores in the names of headers are hyphens."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return lambda handler, _: handler.send(status, told, named)


def says_words(words: str | None, finish: str = "stop") -> Misbehave:
    """Return what answers with these words."""
    return says(completion(words, finish=finish))


def breaks_off(handler: Handler, _: Request) -> None:
    """End in the middle of the body that was announced."""
    handler.send_response_only(200)
    handler.send_header("Content-Length", "1000")
    handler.end_headers()
    handler.wfile.write(b'{"choices": [')
    handler.close_connection = True


def cuts_chunks(handler: Handler, _: Request) -> None:
    """End without the last chunk, after a body that could be taken for whole."""
    body = json.dumps(completion(EMPTY)).encode()
    handler.send_response_only(200)
    handler.send_header("Transfer-Encoding", "chunked")
    handler.end_headers()
    handler.wfile.write(b"%x\r\n%s\r\n" % (len(body), body))
    handler.close_connection = True


def hangs_up(handler: Handler, _: Request) -> None:
    """Say nothing at all."""
    handler.close_connection = True


def drips(handler: Handler, _: Request) -> None:
    """Send a byte now and then, without end."""
    handler.send_response_only(200)
    handler.send_header("Content-Length", "100000")
    handler.end_headers()
    while True:
        handler.wfile.write(b" ")
        time.sleep(0.02)


def floods(handler: Handler, _: Request) -> None:
    """Send more than anybody wants."""
    handler.send_response_only(200)
    handler.send_header("Content-Length", str(1 << 40))
    handler.end_headers()
    while True:
        handler.wfile.write(b" " * 1_000_000)


def sleeps(seconds: float) -> Misbehave:
    """Return what says nothing for so long, then answers well."""

    def sleep(handler: Handler, request: Request) -> None:
        time.sleep(seconds)
        handler.behave(handler.server.model, request)

    return sleep


def closes(handler: Handler, request: Request) -> None:
    """Answer well, and close the connection."""
    handler.behave(handler.server.model, request)
    handler.close_connection = True


@contextmanager
def serving(model: Model | None = None, tls: ssl.SSLContext | None = None) -> Iterator[Model]:
    """Run a server on a free port; yield its model, which knows its address and can stop it."""
    model = model or Model()
    server = Server(("127.0.0.1", 0), Handler)
    server.model = model
    model.url = f"http{'s' if tls else ''}://127.0.0.1:{server.server_address[1]}/v1"
    if tls:
        server.socket = tls.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()

    def stop() -> None:
        server.shutdown()
        server.server_close()

    model.stop = stop
    try:
        yield model
    finally:
        stop()
