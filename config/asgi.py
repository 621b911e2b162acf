"""The ASGI application; a missing or wrong setting is answered in one sentence."""

import os
import sys

from django.core.asgi import get_asgi_application
from django.core.exceptions import ImproperlyConfigured

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
os.environ.setdefault("WEB_PROCESS", "1")

try:
    application = get_asgi_application()
except ImproperlyConfigured as error:
    sys.exit(str(error))
