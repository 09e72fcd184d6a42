"""Keeps numpy on one thread: two BLAS threads make small fits a hundred times slower."""

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
os.environ.setdefault("OMP_NUM_THREADS", "1")
