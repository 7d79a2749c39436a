"""What the server of workers has imported is no garbage, and no worker looks for any in it. For the forkserver alone.

Imported last. Else each worker goes through all of that again and again, and copies it by doing so.
"""

from __future__ import annotations

import gc

gc.collect()
gc.freeze()
