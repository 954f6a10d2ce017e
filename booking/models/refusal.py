from django.contrib.postgres.fields import DateTimeRangeField
from django.db import models


class Refusal(models.Model):
    """What was asked and every objection, as codes and numbers. Refused demand is a statistic; retries count once."""

    # Nobody in the end: a refusal outlives the person's data as a number.
    employee = models.ForeignKey("booking.Employee", models.SET_NULL, related_name="refusals", null=True, blank=True)
    visitor = models.ForeignKey("booking.Visitor", models.SET_NULL, related_name="refusals", null=True, blank=True)
    requested_by = models.ForeignKey("booking.Employee", models.SET_NULL, related_name="+", null=True, blank=True)
    site = models.ForeignKey("booking.Site", models.PROTECT, related_name="refusals")
    space = models.ForeignKey("booking.Space", models.SET_NULL, related_name="+", null=True, blank=True)
    date = models.DateField()
    morning = models.BooleanField()
    afternoon = models.BooleanField()
    period = DateTimeRangeField(null=True, blank=True)  # where hours were asked for
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

    @property
    def code(self) -> str:
        """What a person can read out to the facility desk: the key as six letters and digits that do not look alike."""
        return code_of(self.pk)


_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_BITS = 30
_FACTOR = 0x2545F491  # odd, hence one to one modulo 2**30: neighbours get codes that are not mistaken for each other


def code_of(pk: int) -> str:
    """The six-character code of a refusal's key."""
    scrambled = pk * _FACTOR % (1 << _BITS)
    return "".join(_LETTERS[scrambled >> shift & 31] for shift in range(_BITS - 5, -1, -5))


def key_of(code: str) -> int:
    """The key behind a code. Raises ValueError for anything that is not a code."""
    scrambled = 0
    for letter in code.strip().upper():
        scrambled = scrambled << 5 | _LETTERS.index(letter)
    return scrambled * pow(_FACTOR, -1, 1 << _BITS) % (1 << _BITS)
