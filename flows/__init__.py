"""What touches the world: files, processes, clocks, Prefect."""

import gc
import os

# Before Polars is loaded: its allocator gives memory back at once, else a large county holds a third more than needed.
os.environ.setdefault("_RJEM_MALLOC_CONF", "background_thread:true,dirty_decay_ms:0,muzzy_decay_ms:0")

# A umask that keeps nobody out (000) would let every user of the machine write what is made, editions included.
_mask = os.umask(0o022)
os.umask(_mask if _mask & 0o002 else _mask | 0o022)

# Libraries make hundreds of thousands of objects that stay, and Python looks through them for garbage after every 700:
# a sixth of what the imports of a run cost.
gc.set_threshold(10_000)
