"""What is left to chance in a run of the tests: seeded anew each time, printed at the end, and repeatable.

DIGEST_READER_SEED=n      repeats a run
DIGEST_READER_THOROUGH=n  does n times as much of it, for runs by hand
"""

from __future__ import annotations

import os
import secrets

SEED = int(os.environ.get("DIGEST_READER_SEED") or secrets.randbelow(1_000_000_000))
THOROUGH = int(os.environ.get("DIGEST_READER_THOROUGH") or 1)
