"""The process of a temporary server: `python -m flows.server.temporary_process SOCKET`, an inherited listening socket.

It ends when its standard input closes.
"""

from __future__ import annotations

import gc
import os
import socket
import sys
from threading import Thread


def serve(listening: socket.socket) -> None:
    """Serve on the socket until standard input is closed."""
    gc.disable()  # all that is loaded stays; collecting garbage meanwhile is a third of the cost
    import uvicorn
    from prefect.server.api.server import create_app

    application = create_app(ephemeral=True, final=True)
    gc.freeze()
    gc.enable()
    server = uvicorn.Server(uvicorn.Config(application, log_level="error", lifespan="on"))

    def end_with_the_command() -> None:
        sys.stdin.buffer.read()
        server.should_exit = True

    Thread(target=end_with_the_command, daemon=True).start()
    server.run(sockets=[listening])


if __name__ == "__main__":
    serve(socket.socket(fileno=int(sys.argv[1])))
    os._exit(0)  # all is written; an orderly teardown costs another third
