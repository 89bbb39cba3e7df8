"""Turn a folder that `kg build` wrote into a SPARQL endpoint that reads and never writes.

The front (Starlette on uvicorn) speaks HTTP and never touches the store; worker processes open it read-only and are
ended when a query takes too long or too much memory.
"""

from kg.serve.run import serve
from kg.serve.settings import Settings

__all__ = ["Settings", "serve"]
