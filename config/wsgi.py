"""The WSGI application. gunicorn runs no system checks, so those that guard production are run here."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

from django.core.wsgi import get_wsgi_application

from config.checks import refuse_unsafe_production

application = get_wsgi_application()
refuse_unsafe_production()
