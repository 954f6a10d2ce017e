"""The languages that Headroom writes, and what it writes to those who read another."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Language(models.TextChoices):
    """What a person can choose to read: as settings.LANGUAGES, which pages and mails are written in."""

    ENGLISH = "en", _("English")
    DUTCH = "nl", _("Dutch")
    FRENCH = "fr", _("French")
    GERMAN = "de", _("German")


def written_language(language: str) -> str:
    """``language`` if Headroom writes it, else the one that it falls back to: a text is never half in each."""
    return language if language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
