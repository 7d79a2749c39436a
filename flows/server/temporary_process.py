"""The process of a temporary server: `python -m flows.server.temporary_process SOCKET KEPT`.

SOCKET is an inherited listening socket, KEPT where an empty database is kept or to be kept. It ends when its standard
input closes, and takes its folder, PREFECT_HOME, with it.
"""

from __future__ import annotations

import gc
import os
import shutil
import socket
import sys
from pathlib import Path
from threading import Thread

from flows.server.empty_database import put_empty_database


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
    home = Path(os.environ["PREFECT_HOME"])
    put_empty_database(home / "prefect.db", Path(sys.argv[2]))
    serve(socket.socket(fileno=int(sys.argv[1])))
    shutil.rmtree(home, ignore_errors=True)
    os._exit(0)  # all is written; an orderly teardown costs another third
