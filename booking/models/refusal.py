from django.db import models


class Refusal(models.Model):
    """What was asked and every objection, as codes and numbers. Refused demand is a statistic; retries count once."""

    code = models.CharField(max_length=8, unique=True)  # what a person can read out to the facility desk
    employee = models.ForeignKey("booking.Employee", models.CASCADE, related_name="refusals")
    requested_by = models.ForeignKey("booking.Employee", models.SET_NULL, related_name="+", null=True, blank=True)
    site = models.ForeignKey("booking.Site", models.PROTECT, related_name="refusals")
    space = models.ForeignKey("booking.Space", models.SET_NULL, related_name="+", null=True, blank=True)
    date = models.DateField()
    morning = models.BooleanField()
    afternoon = models.BooleanField()
    verb = models.CharField(max_length=20)  # reserve, extend, move, check_in …
    door = models.CharField(max_length=20)  # web, api, command …
    objections = models.JSONField()
    # The same wish for the same reasons is one refusal, however often the button is pressed.
    fingerprint = models.CharField(max_length=64, unique=True)
    tries = models.PositiveIntegerField(default=1)
    first_at = models.DateTimeField()
    last_at = models.DateTimeField()

    class Meta:
        ordering = ["-last_at"]
        indexes = [models.Index(fields=["site", "date"], name="refusal_of_date")]

    def __str__(self) -> str:
        return self.code
