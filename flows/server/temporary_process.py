"""The process of a temporary server: `python -m flows.server.temporary_process SOCKET`, a listening one it inherits.

It ends when its standard input does.
"""

from __future__ import annotations

import gc
import os
import socket
import sys
from threading import Thread


def serve(listening: socket.socket) -> None:
    """Answer there until the other end of standard input is closed."""
    gc.disable()  # all that is loaded stays; looking through it for garbage meanwhile is a third of the cost
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
    os._exit(0)  # all is written; to take apart what was loaded costs another third
