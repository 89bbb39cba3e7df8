"""Close connections on which no request comes: uvicorn has no limit for the time that a head may take."""

import asyncio
import socket

from uvicorn.protocols.http.h11_impl import H11Protocol

PATIENCE = 10.0
"""Seconds in which a head must have come; a client needs milliseconds."""


class ImpatientProtocol(H11Protocol):
    """HTTP/1.1 as uvicorn speaks it, with a client that says nothing, or only a letter now and then, sent away."""

    _seen: object = None
    _alarm: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin to watch."""
        super().connection_made(transport)
        # A head and a body are two writes. asyncio turns Nagle's algorithm off only where a socket was made with a
        # protocol number, and with it each reply is 40 ms late.
        transport.get_extra_info("socket").setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._alarm = self.loop.call_later(PATIENCE, self._look)

    def connection_lost(self, exc: Exception | None) -> None:
        """Stop watching."""
        if self._alarm:
            self._alarm.cancel()
        super().connection_lost(exc)

    def _look(self) -> None:
        """Close the connection when nothing was asked since the last look, and nothing is being answered."""
        waiting = self.cycle is None or self.cycle.response_complete
        if waiting and self._seen is self.cycle:
            self.transport.close()
            return
        self._seen = self.cycle
        self._alarm = self.loop.call_later(PATIENCE, self._look)
