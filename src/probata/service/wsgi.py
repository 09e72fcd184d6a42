"""What a server such as gunicorn runs: `probata.service.wsgi:application`."""

from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "probata.service.settings")
application = get_wsgi_application()
