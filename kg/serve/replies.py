"""Turn an answer that comes in from a worker into an HTTP response."""

import asyncio
from collections.abc import Coroutine
from typing import TypeVar

from starlette.responses import PlainTextResponse, Response
from starlette.types import Receive, Scope, Send

from kg.serve.media import with_charset
from kg.serve.pool import Answer, Pool
from kg.serve.settings import Refusal
from kg.serve.wire import Question

T = TypeVar("T")


def refusal_response(refusal: Refusal) -> Response:
    """Return the response for a request that is refused."""
    return PlainTextResponse(refusal.message + "\n", refusal.status, refusal.headers)


async def whole(pool: Pool, question: Question, *, limit: int) -> tuple[str, bytes]:
    """Return media type and text of an answer of at most `limit` bytes; raise Refusal for a larger one."""
    async with pool.answer(question) as answer:
        await answer.begin()
        parts = []
        while part := await answer.part():
            parts.append(part)
            if answer.size > limit:
                raise Refusal(413, f"the answer has more than {limit:,} bytes. Ask for less, or for CSV.")
        return answer.media, b"".join(parts)


async def while_asked(receive: Receive, work: Coroutine[None, None, T]) -> T:
    """Return what the work yields; end it, and raise Refusal, when the client leaves: nobody waits for it any more.

    `receive` must have no body left to give.
    """
    working, leaving = asyncio.create_task(work), asyncio.create_task(_left(receive))
    try:
        await asyncio.wait({working, leaving}, return_when=asyncio.FIRST_COMPLETED)
        if working.done():
            return working.result()
    finally:
        working.cancel()
        leaving.cancel()
        await asyncio.gather(working, leaving, return_exceptions=True)
    raise Refusal(499, "the client left.")  # as nginx calls it; nobody reads it but the log


async def _left(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


class Relay(Response):
    """A response that passes on the answer to a question.

    A short one has a Content-Length. A long one is sent in chunks, and cut off when it fails on the way: a client sees
    that the end is missing, and never takes half an answer for the whole.
    """

    def __init__(self, pool: Pool, question: Question) -> None:
        self.pool = pool
        self.question = question
        super().__init__()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Ask, and send what comes; end the query when the client leaves."""
        try:
            await while_asked(receive, self._answer(scope, receive, send))
        except Refusal as refusal:
            await refusal_response(refusal)(scope, receive, send)

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        async with self.pool.answer(self.question) as answer:
            await answer.begin()
            first = await answer.part()
            second = await answer.part() if first else b""
            if second and scope["method"] != "HEAD":
                await _stream(answer, (first, second), scope, send)
                return
        response = Response(first, headers={"content-type": with_charset(answer.media)})
        if second:  # the whole length of what HEAD asks for is not known
            del response.headers["content-length"]
        await response(scope, receive, send)


async def _stream(answer: Answer, parts: tuple[bytes, ...], scope: Scope, send: Send) -> None:
    headers = [(b"content-type", with_charset(answer.media).encode())]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    try:
        for part in parts:
            await _send_part(part, answer, send)
        while part := await answer.part():
            await _send_part(part, answer, send)
    except Refusal as refusal:
        scope["state"]["note"] = f"cut off: {refusal.message}"
        return  # without an end, so that the server closes the connection
    except TimeoutError:
        scope["state"]["note"] = "cut off: the client reads too slowly"
        return
    await send({"type": "http.response.body", "body": b"", "more_body": False})


async def _send_part(part: bytes, answer: Answer, send: Send) -> None:
    async with asyncio.timeout_at(answer.deadline):  # a client that does not read must not hold the worker
        await send({"type": "http.response.body", "body": part, "more_body": True})
