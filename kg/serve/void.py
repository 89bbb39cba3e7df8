"""The description of the dataset at its well-known address (VoID, 7.2: https://www.w3.org/TR/void/#well-known).

It counts the whole graph, 3 s for a million quads, so `kg describe` makes it once for each build, in a process of its
own that can be ended.
"""

import asyncio

from starlette.requests import Request
from starlette.responses import Response

from kg.serve.media import negotiate, with_charset
from kg.serve.pool import Pool, Stamp, stamp
from kg.serve.processes import end, start_python
from kg.serve.settings import Refusal

_SECONDS = 120
_ELSEWHERE = "http://endpoint.invalid/sparql"  # in the place of the address by which each client knows this endpoint
_FORMS = {"text/turtle": "turtle", "application/ld+json": "jsonld"}


class DatasetDescription:
    """Answers `/.well-known/void` as Turtle or JSON-LD."""

    def __init__(self, pool: Pool) -> None:
        self._folder = pool.settings.folder
        self._made: dict[str, tuple[Stamp, str]] = {}
        self._lock = asyncio.Lock()

    async def __call__(self, request: Request) -> Response:
        """Answer a request."""
        media = negotiate(request.headers.get("accept"), [*_FORMS]) or "text/turtle"
        text = await self._text(_FORMS[media])
        here = f"{request.url.scheme}://{request.headers['host']}/sparql"
        return Response(text.replace(_ELSEWHERE, here), media_type=with_charset(media))

    async def _text(self, form: str) -> str:
        async with self._lock:
            now = stamp(self._folder)
            made = self._made.get(form)
            if made is None or made[0] != now:
                made = self._made[form] = now, await self._describe(form)
            return made[1]

    async def _describe(self, form: str) -> str:
        options = ["-g", str(self._folder), "--format", form, "--endpoint", _ELSEWHERE]
        process = await start_python(f"from kg.cli import main; main({['describe', *options]!r})")
        try:
            async with asyncio.timeout(_SECONDS):
                out, error = await process.communicate()
        except TimeoutError as late:
            raise Refusal(
                503, f"describing the graph took longer than {_SECONDS} s. Write it with: kg describe"
            ) from late
        finally:
            end(process)
        if process.returncode:
            raise Refusal(500, error.decode(errors="replace").strip() or "the graph could not be described.")
        return out.decode()
