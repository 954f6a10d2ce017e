"""“Meet here”: a lead proposes a day to a team; places are held as the limits allow, until a stated time."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class MeetUp(models.Model):
    class State(models.TextChoices):
        PROPOSED = "proposed", _("proposed")
        CLOSED = "closed", _("closed")  # what was not accepted by then is released
        WITHDRAWN = "withdrawn", _("withdrawn")

    proposed_by = models.ForeignKey("booking.Employee", models.CASCADE, related_name="meet_ups")
    team = models.ForeignKey("booking.Team", models.CASCADE, related_name="meet_ups")
    site = models.ForeignKey("booking.Site", models.PROTECT, related_name="+")
    date = models.DateField()
    morning = models.BooleanField(default=True)
    afternoon = models.BooleanField(default=True)
    note = models.CharField(_("note"), max_length=200, blank=True)
    release_at = models.DateTimeField(_("released at"))
    state = models.CharField(max_length=9, choices=State.choices, default=State.PROPOSED)
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        ordering = ["date", "pk"]
        constraints = [
            models.CheckConstraint(name="meet_up_has_a_part", condition=Q(morning=True) | Q(afternoon=True)),
            models.UniqueConstraint(
                fields=["team", "site", "date"], condition=Q(state="proposed"), name="one_meet_up_per_team_and_date"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.team}, {self.date}"

    @property
    def parts(self) -> tuple[bool, bool]:
        """Morning, afternoon."""
        return self.morning, self.afternoon


class Invitation(models.Model):
    """One member of the team: the place that is held for them, and what they answered."""

    class Response(models.TextChoices):
        WAITING = "waiting", _("not answered")
        ACCEPTED = "accepted", _("accepted")
        DECLINED = "declined", _("declined")
        RELEASED = "released", _("released")

    meet_up = models.ForeignKey(MeetUp, models.CASCADE, related_name="invitations")
    employee = models.ForeignKey("booking.Employee", models.CASCADE, related_name="invitations")
    response = models.CharField(max_length=8, choices=Response.choices, default=Response.WAITING)
    # The held place; none where the limits allowed none, or where the person comes anyway.
    attendance = models.ForeignKey("booking.Attendance", models.SET_NULL, related_name="+", null=True, blank=True)
    objections = models.JSONField(default=list)  # why no place could be held, as codes and numbers
    changed_at = models.DateTimeField()

    class Meta:
        ordering = ["meet_up", "employee__sort_key"]
        constraints = [models.UniqueConstraint(fields=["meet_up", "employee"], name="invited_once")]

    def __str__(self) -> str:
        return f"{self.meet_up}: {self.employee}"

    @property
    def answer(self) -> str:
        """The response; where the held day itself was booked further or cancelled, that is the answer."""
        state = self.attendance.state if self.attendance is not None else None
        if state in ("planned", "present") and self.response == self.Response.WAITING:
            return self.Response.ACCEPTED
        if state == "cancelled" and self.response in (self.Response.WAITING, self.Response.ACCEPTED):
            return self.Response.DECLINED
        return self.response
