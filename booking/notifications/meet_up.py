"""The proposal that a message is about, as it stands when the message is sent, in words."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from booking.models import Invitation, MeetUp, Message
from booking.notifications.letter import Pointless
from booking.rules.dates_in_words import long_day, long_day_with_year


@dataclass(frozen=True)
class Proposed:
    invitation: Invitation
    meet_up: MeetUp

    @property
    def when(self) -> str:
        return long_day(self.meet_up.date)

    @property
    def release(self) -> str:
        """Such as “Tuesday 3 March, 18:00”, by the site's clock."""
        moment = self.meet_up.release_at.astimezone(self.meet_up.site.zone_info)
        return f"{long_day(moment.date())}, {moment:%H:%M}"

    def words(self) -> dict[str, str]:
        return {
            "lead": self.meet_up.proposed_by.get_full_name(),
            "team": self.meet_up.team.name,
            "site": self.meet_up.site.name,
            "day": self.when,
            "release": self.release,
        }

    def facts(self) -> list[tuple[str, str]]:
        meet_up = self.meet_up
        parts = {(True, False): _("morning"), (False, True): _("afternoon")}
        facts = [
            (_("Day"), long_day_with_year(meet_up.date)),
            (_("Time"), parts.get((meet_up.morning, meet_up.afternoon), _("whole day"))),
            (_("Place"), ", ".join(filter(None, [meet_up.site.name, meet_up.site.address]))),
        ]
        return [*facts, (_("Note"), meet_up.note)] if meet_up.note else facts


def proposed_of(message: Message, *, now: datetime) -> Proposed:
    """Raises Pointless when its day is over."""
    invitation = (
        Invitation.objects.select_related("meet_up__site", "meet_up__team", "meet_up__proposed_by", "attendance")
        .filter(pk=message.payload["invitation"])
        .first()
    )
    if invitation is None:
        raise Pointless("The proposal is gone.")
    if invitation.meet_up.date < invitation.meet_up.site.local_date(now):
        raise Pointless("The day is over.")
    return Proposed(invitation, invitation.meet_up)
