"""The WSGI application; a missing or wrong setting is answered in one sentence."""

import os
import sys

from django.core.exceptions import ImproperlyConfigured
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
os.environ.setdefault("WEB_PROCESS", "1")

try:
    application = get_wsgi_application()
except ImproperlyConfigured as error:
    sys.exit(str(error))
