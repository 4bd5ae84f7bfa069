"""How gunicorn serves; `gunicorn config.wsgi:application --config python:config.gunicorn`.

Nothing is preloaded: a pool of database connections must not be made before the fork.
"""

from __future__ import annotations

import sys

bind = "0.0.0.0:8000"  # inside a container; the compose file publishes on loopback
worker_class = "gthread"
workers = 2
threads = 8
timeout = 60
graceful_timeout = 30
keepalive = 5
max_requests = 5000
max_requests_jitter = 500
accesslog = None  # the front server writes one; addresses of people need not be kept twice
errorlog = "-"
if sys.platform == "linux":
    worker_tmp_dir = "/dev/shm"  # noqa: S108  # heartbeats of workers in memory, not on a disk
