"""Meetings as one person may see them: with title and organiser, or only as a room that is taken. One query."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Q
from django.utils.translation import gettext as _

from booking.models import Booking, Employee, Participant


@dataclass(frozen=True, slots=True)
class Seen:
    """``mine``: the reader organises it or takes part. ``title`` and ``who`` are empty where they are not shown."""

    pk: int
    space_id: int
    date: date
    start: datetime
    end: datetime
    title: str
    who: str
    mine: bool
    awaits: bool

    @property
    def name(self) -> str:
        """What a block says first."""
        return self.title or self.who or _("Taken")


def meetings_seen(
    *, viewer: Employee, spaces: Collection[int], first: date, last: date, today: date
) -> dict[tuple[int, date], list[Seen]]:
    """The standing meetings of rooms by room and date, earliest first; ``first`` and ``last`` are included.

    A meeting is shown by its organiser's own choice of who sees them, and to all who take part in it. Who met on a day
    before ``today`` is nobody else's business.
    """
    takes_part = Participant.objects.filter(booking=OuterRef("pk"), employee=viewer).exclude(
        response=Participant.Response.DECLINED
    )
    rows = (
        Booking.objects.standing()
        .filter(space__in=spaces, date__range=(first, last))
        .order_by("period")
        .values_list(
            "pk", "space_id", "date", "period", "title", "awaits_approval", "organiser_id", "organiser__given_name",
            "organiser__family_name", Exists(takes_part), shown_to(viewer),
        )
    )  # fmt: skip
    found: dict[tuple[int, date], list[Seen]] = defaultdict(list)
    for pk, space_id, day, period, title, awaits, organiser_id, given, family, taking_part, is_shown in rows:
        mine = organiser_id == viewer.pk or taking_part
        shown = mine or (is_shown and day >= today)
        who = f"{given or ''} {family or ''}".strip() if shown else ""
        told = title if shown else ""
        found[space_id, day].append(Seen(pk, space_id, day, period.lower, period.upper, told, who, mine, awaits))
    return found


def shown_to(viewer: Employee):
    """Whether the organiser of a booking lets ``viewer`` see them; a block in nobody's name hides nobody."""
    choice = Employee.Visibility
    shown = Q(organiser=None) | Q(organiser__visibility=choice.EVERYONE) | Q(organiser=viewer.pk)
    if viewer.team_id is not None:
        shown |= Q(organiser__visibility=choice.TEAM, organiser__team=viewer.team_id)
    return ExpressionWrapper(shown, output_field=BooleanField())
