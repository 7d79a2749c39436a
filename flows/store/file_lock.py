"""The system's lock on an open file: shared or exclusive, freed when the file is closed or its process dies.

Windows knows none that `fcntl` would give; there portalocker asks its own interface for one
(docs/decisions/0023-clerks-on-windows.md). Its locks keep others from reading the file, too.
"""

from __future__ import annotations

import sys
from typing import IO, Any

if sys.platform == "win32":
    import portalocker

    def lock(file: IO[Any], *, shared: bool = False, wait: bool = True) -> bool:
        """Lock an open file; False where another has it and one does not `wait`."""
        kind = portalocker.LockFlags.SHARED if shared else portalocker.LockFlags.EXCLUSIVE
        try:
            portalocker.lock(file, kind if wait else kind | portalocker.LockFlags.NON_BLOCKING)
        except portalocker.AlreadyLocked:
            return False
        return True

else:
    import fcntl

    def lock(file: IO[Any], *, shared: bool = False, wait: bool = True) -> bool:
        """Lock an open file; False where another has it and one does not `wait`."""
        kind = fcntl.LOCK_SH if shared else fcntl.LOCK_EX
        try:
            fcntl.flock(file, kind if wait else kind | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True
