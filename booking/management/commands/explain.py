"""`explain PERSON SPACE DATE`: the verdict on a booking that nobody made, and what would work instead."""

from datetime import date

from django.core.management.base import BaseCommand, CommandError
from django.db.models import Q
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from booking.actions.alternatives import alternatives
from booking.actions.asking import Ask, judge_unheld
from booking.models import Employee, Space
from booking.models.language import written_language
from booking.rules import wording
from booking.rules.dates_in_words import long_day, long_day_with_year
from booking.rules.proposal import AFTERNOON, ALL_DAY, MORNING

PARTS = {"day": ALL_DAY, "morning": MORNING, "afternoon": AFTERNOON}


class Command(BaseCommand):
    help = "Explain whether PERSON (e-mail or number) may book SPACE (SITE/CODE) on DATE, and what would work."

    def add_arguments(self, parser) -> None:
        parser.add_argument("person", help="e-mail address or employee number")
        parser.add_argument("space", help="site and number, such as brussels/3.14 (or with the floor, brussels/3/3.14)")
        parser.add_argument("date", help="ISO date, such as 2026-03-17")
        parser.add_argument("--part", choices=PARTS, default="day")
        parser.add_argument("--language", help="language of the answer; by default the person's own")

    def handle(self, *, person: str, space: str, date: str, part: str, language: str | None, **options) -> None:
        employee = self._employee(person)
        place = self._space(space)
        ask = Ask(
            employee_id=employee.pk,
            site_id=place.floor.site_id,
            day=self._date(date),
            parts=PARTS[part],
            space_id=place.pk,
        )
        with translation.override(language or written_language(employee.language)):
            self._explain(ask, employee, place)

    def _explain(self, ask: Ask, employee: Employee, place: Space) -> None:
        now = timezone.now()
        (verdict,) = judge_unheld([ask], now=now)
        answer = _("refused") if verdict.refused else _("granted")
        day = long_day_with_year(ask.day)
        self.stdout.write(f"{employee}, {place.floor.site} {place}, {day}: {answer}")
        for objection in verdict.objections:
            rule = f"  [{objection.policy_name}]" if objection.policy_name else ""
            self.stdout.write(f"- {wording.title(objection)}. {wording.sentence(objection)}{rule}")
        if not verdict.refused:
            return
        found = alternatives(ask=ask, now=now)
        self.stdout.write(_("What would work:"))
        for choice in found.days:
            left = wording.places_left(choice.cap) if choice.cap else ""
            here = str(place) if choice.space else ""
            self.stdout.write("- " + ", ".join(filter(None, [long_day(choice.day), here, left])))
        for desk in found.desks:
            self.stdout.write("- " + _("%(desk)s on the same day") % {"desk": desk.code})
        if not found.days and not found.desks:
            self.stdout.write("- " + _("nothing in the coming weeks"))

    def _employee(self, person: str) -> Employee:
        try:
            return Employee.objects.get(Q(email__iexact=person) | Q(number=person))
        except Employee.DoesNotExist:
            raise CommandError(f"{person}: nobody has this e-mail address or employee number.") from None

    def _space(self, space: str) -> Space:
        site, _slash, code = space.partition("/")
        floor, slash, number = code.partition("/")
        named = {"floor__code": floor, "code": number} if slash else {"code": code}
        try:
            return Space.objects.select_related("floor__site").get(floor__site__code=site, **named)
        except Space.DoesNotExist:
            raise CommandError(f"{space}: no such place; give SITE/CODE, such as brussels/3.14.") from None
        except Space.MultipleObjectsReturned:
            raise CommandError(f"{space}: several floors have this number; give SITE/FLOOR/CODE.") from None

    def _date(self, text: str) -> date:
        try:
            return date.fromisoformat(text)
        except ValueError:
            raise CommandError(f"{text}: give a date such as 2026-03-17.") from None
