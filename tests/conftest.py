"""Keeps numpy on one thread (two make small fits slower), and one cache for all tests."""

import os
import tempfile
from pathlib import Path

from hypothesis import settings

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
os.environ.setdefault("OMP_NUM_THREADS", "1")
# One cache for the whole run: what is kept in it is keyed by all it follows from.
os.environ.setdefault(
    "PROBATA_CACHE", str(Path(tempfile.gettempdir()) / "probata-test-cache")
)

settings.register_profile("thorough", max_examples=10_000)
