"""Run an endpoint until it is stopped."""

import asyncio
import socket
from collections.abc import Callable
from contextlib import suppress

from kg.errors import KGError
from kg.serve.settings import CONNECTIONS, Settings


def serve(settings: Settings, *, log: Callable[[str], None] | None = None, ready: Callable[[str], None]) -> None:
    """Serve a folder until Ctrl-C; call `ready` with the address when the first query can come.

    `log` is called with a line for each request. Raises StoreError where the folder has no store, KGError where
    Starlette or uvicorn are missing or the port is taken.
    """
    _require()
    listener = _listen(settings.host, settings.port)
    with listener, suppress(KeyboardInterrupt):
        asyncio.run(_serve(settings, listener, log=log, ready=ready))


def _require() -> None:
    try:
        import starlette  # noqa: F401
        import uvicorn  # noqa: F401
    except ImportError as error:
        message = (
            f"kg serve needs Starlette and uvicorn; {error.name} is not installed. Run: pip install 'provenkg[serve]'"
        )
        raise KGError(message) from error


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family, backlog=128)
    except OSError as error:
        reason = error.strerror or str(error)
        message = f"{host} port {port} cannot be listened on ({reason}). Choose another: kg serve --port {port + 1}"
        raise KGError(message) from error


async def _serve(
    settings: Settings, listener: socket.socket, *, log: Callable[[str], None] | None, ready: Callable[[str], None]
) -> None:
    import uvicorn

    from kg.serve.app import make_app
    from kg.serve.patience import ImpatientProtocol
    from kg.serve.pool import Pool

    pool = Pool(settings)
    config = uvicorn.Config(
        make_app(pool, settings, log=log, ready=lambda: ready(_address(listener))),
        http=ImpatientProtocol,
        ws="none",
        lifespan="on",
        log_config=None,
        log_level="critical",
        access_log=False,
        server_header=False,
        proxy_headers=False,
        limit_concurrency=CONNECTIONS,
        timeout_graceful_shutdown=2,
    )
    with suppress(SystemExit):  # raised where the application could not start
        await uvicorn.Server(config).serve(sockets=[listener])
    if pool.failure:
        raise pool.failure


def _address(listener: socket.socket) -> str:
    host, port = listener.getsockname()[:2]
    return f"http://[{host}]:{port}/" if ":" in host else f"http://{host}:{port}/"
