"""`python -m kg` is `kg`. Processes that read documents import this module too, so it does nothing by itself."""

import signal
from typing import NoReturn


def start() -> NoReturn:
    """Run the command line as a process of its own, which Ctrl-C ends without a traceback from its first line on."""
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, signal.SIG_DFL)  # `main` minds it while there is something to be put right
    from kg.cli import main

    main()


if __name__ == "__main__":
    start()
