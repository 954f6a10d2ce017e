"""How people sign in: with their e-mail address. Accounts come from the import; nobody signs up, leavers are out."""

from functools import cache

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from django.utils import timezone
from django.utils.translation import get_language, gettext_noop, override

from booking.models import Employee
from booking.models.language import written_language
from booking.prepared import rows

# Said by allauth's forms, and translated by us before allauth: its German says du, where all else says Sie.
SAID_BY_ALLAUTH = (
    gettext_noop("Please type your current password."),
    gettext_noop("You must type the same password each time."),
)


class Adapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request) -> bool:
        return False

    def send_mail(self, template_prefix: str, email: str, context: dict) -> None:
        """In the language of the person, as all mail; in that of the page where nobody is known."""
        person = context.get("user")
        with override(written_language(person.language) if person else get_language()):
            super().send_mail(template_prefix, email, context)

    def pre_login(self, request, user, **kwargs):
        if user.has_left(timezone.now().date()):
            return self.respond_user_inactive(request, user)
        return super().pre_login(request, user, **kwargs)


class Backend(AuthenticationBackend):
    def user_can_authenticate(self, user) -> bool:
        """Asked with every request: whoever is deactivated, or has left, is signed out at once."""
        return super().user_can_authenticate(user) and not user.has_left(timezone.now().date())

    def get_user(self, user_id) -> Employee | None:
        """The person of a session, from their row as it is now. The ORM would take five times as long, each time.

        With the roles they hold anywhere as ``duties``, which decide what the bar of every page leads to.
        """
        statement, names = _employee_by_key()
        for duties, *row in rows(statement, [int(user_id)]):
            employee = Employee.from_db("default", names, row)
            employee.duties = frozenset(duties)
            return employee if self.user_can_authenticate(employee) else None
        return None


@cache
def _employee_by_key() -> tuple[str, list[str]]:
    fields = Employee._meta.concrete_fields
    columns = ", ".join(field.column for field in fields)
    duties = "ARRAY(SELECT role::text FROM booking_rolegrant WHERE employee_id = booking_employee.id)"
    statement = f"SELECT {duties}, {columns} FROM booking_employee WHERE id = %s::bigint"
    return statement, [field.attname for field in fields]
