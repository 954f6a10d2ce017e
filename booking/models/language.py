"""The languages that people read, and those that Headroom writes."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Language(models.TextChoices):
    """What a person may be known to read; settings.LANGUAGES are those of them that pages and mails are written in."""

    ENGLISH = "en", _("English")
    DUTCH = "nl", _("Dutch")
    FRENCH = "fr", _("French")
    GERMAN = "de", _("German")


def written_language(language: str) -> str:
    """``language`` if Headroom writes it, else the one that it falls back to: a text is never half in each."""
    return language if language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
