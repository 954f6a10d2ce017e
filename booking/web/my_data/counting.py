"""Why a day did or did not count: the limits in force on it, measured as the judgement measures them."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from booking.models import Attendance, Employee
from booking.rules.gathering import gather, people
from booking.rules.judgement import judge_all
from booking.rules.kinds.occupancy_cap import limit_in_words
from booking.rules.loading import rulebook_at_hand
from booking.rules.proposal import Parts, Proposal
from booking.rules.verdict import Measured, Objection
from booking.rules.wording import title
from booking.web.days_in_words import long_day


def why(days: Sequence[Attendance], *, employee: Employee, now: datetime) -> dict[int, list[str]]:
    """Sentences by the key of the day, in a fixed number of queries.

    ``days`` have ``site``, ``standing_bookings`` and ``overrides`` fetched, and are all of them ``employee``'s.
    """
    standing = [day for day in days if day.standing]
    measured = dict(zip((day.pk for day in standing), _measured(standing, employee, now), strict=True))
    return {
        day.pk: [*(_counted(measured[day.pk]) if day.standing else [_not_counted(day)]), *_set_aside(day)]
        for day in days
    }


def _measured(days: Sequence[Attendance], employee: Employee, now: datetime) -> list[Sequence[Measured]]:
    """What each rule measures of a day that stands; the person counts as they were when it was granted."""
    if not days:
        return []
    person = people([employee.pk], since=min(day.date for day in days))[employee.pk]
    proposals = []
    for day in days:
        parts = Parts(day.morning, day.afternoon)
        spaces = rulebook_at_hand(day.site_id).spaces
        booked = [b.space_id for b in day.standing_bookings if b.space_id in spaces]
        proposals.append(
            Proposal(
                person=person,
                site_id=day.site_id,
                date=day.date,
                parts=parts,
                period=parts.period(day.site, day.date),
                now=now,
                space_id=booked[0] if booked else None,
            )
        )
    return [verdict.measured for verdict in judge_all(proposals, gather(proposals))]


def _counted(measured: Sequence[Measured]) -> list[str]:
    said = [SENTENCES[one.code](one) for one in measured if one.code in SENTENCES]
    return said or [_("No limit on people or days was in force. The day counts in the figures of the site.")]


def _cap(one: Measured) -> str:
    usage, details = one.usage, one.usage.details
    words = {
        "policy": one.policy_name,
        "used": usage.used,
        "limit": usage.limit,
        "how": limit_in_words(usage.limit, usage.base, details),
        "place": details["place"],
        "whom": details["population_name"],
    }
    if not usage.applies:
        match details["population"]:
            case "telework":
                return _("Not counted in the cap of “%(policy)s”: it is about those able to telework.") % words
            case "team" | "role":
                return _("Not counted in the cap of “%(policy)s”: it is about %(whom)s.") % words
        return _("Not counted in the cap of “%(policy)s”.") % words
    if details["level"] != "site":
        return _("Counted in %(place)s, by “%(policy)s”: %(used)d of %(limit)d people. %(how)s") % words
    return _("Counted in the cap of “%(policy)s”: %(used)d of %(limit)d people. %(how)s") % words


def _maximum(one: Measured) -> str:
    words = {"policy": one.policy_name, "used": one.usage.used, "limit": one.usage.limit}
    if not one.usage.applies:
        return _("Not counted among your office days: the maximum of “%(policy)s” is not about you.") % words
    if one.usage.details["per"] == "month":
        return _("Counted among your office days by “%(policy)s”: %(used)d of %(limit)d this month.") % words
    return _("Counted among your office days by “%(policy)s”: %(used)d of %(limit)d this week.") % words


def _not_counted(day: Attendance) -> str:
    if day.state == Attendance.State.ABSENT:
        return _("Not counted under any limit: you did not come.")
    if day.ended_at is None:
        return _("Not counted under any limit: the day was cancelled.")
    ended = day.ended_at.astimezone(day.site.zone_info)
    words = {"day": long_day(ended.date()), "time": date_format(ended, "H:i")}
    if day.ended_by_id == day.employee_id:
        return _("Not counted under any limit: you cancelled it on %(day)s, %(time)s.") % words
    return _("Not counted under any limit: it was cancelled on %(day)s, %(time)s.") % words


def _set_aside(day: Attendance) -> list[str]:
    return [
        _("Granted against a limit (%(limits)s), for this reason: %(reason)s")
        % {
            "limits": ", ".join(title(Objection.from_json(objection)) for objection in override.objections),
            "reason": override.reason,
        }
        for override in day.overrides.all()
    ]


SENTENCES = {"occupancy_cap": _cap, "person_maximum": _maximum}
