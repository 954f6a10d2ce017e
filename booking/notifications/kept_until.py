"""Until when something is kept for somebody, in words."""

from datetime import date, datetime

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from booking.models import Site
from booking.rules.dates_in_words import long_day


def kept_until(moment: datetime, *, site: Site, day: date) -> str:
    """The time at the site; with its date where that is not ``day`` itself."""
    local = moment.astimezone(site.zone_info)
    time = date_format(local, "H:i")
    if local.date() == day:
        return time
    return _("%(date)s, %(time)s") % {"date": long_day(local.date()), "time": time}
