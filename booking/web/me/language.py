"""In which language pages and mails come. The form goes to the address that the menu of the bar uses, too."""

from datetime import datetime

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language_info
from django.utils.translation import gettext_lazy as _

from booking.web.me.section import Section


def _context(request: HttpRequest, now: datetime) -> dict[str, object]:
    codes = [code for code, _name in settings.LANGUAGES]
    return {"languages": [{"code": code, "name": get_language_info(code)["name_local"].capitalize()} for code in codes]}


SECTION = Section("language", _("Language"), "booking/me/language.html", _context)
