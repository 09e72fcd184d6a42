"""How gunicorn runs the service: `gunicorn -c python:probata.service.operations.gunicorn_settings`.

`probata serve` and the units of a server use the same; see docs/how-to/deploy.md.
"""

from __future__ import annotations

import os

from probata.service.operations.log_settings import LOGGING

wsgi_app = "probata.service.wsgi:application"
# Two processes for two cores; threads wait for the database, so a few for each. Measured
# with `make bench-service`.
workers = int(os.environ.get("PROBATA_WORKERS", "2"))
threads = int(os.environ.get("PROBATA_THREADS", "4"))
# Loaded once before the workers part, so that one that died is replaced in no time.
preload_app = True
# A page that saves now and then keeps its connection. Workers are not recycled
# (max_requests), which would break requests under way.
keepalive = 75
graceful_timeout = 20
logconfig_dict = LOGGING
