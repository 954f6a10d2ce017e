# Celery's tasks bind to the application that exists when Django starts.
from config.celery import app as celery_app

__all__ = ["celery_app"]
