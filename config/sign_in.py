"""How people sign in: with their e-mail address. Accounts come from the import; nobody signs up."""

from allauth.account.adapter import DefaultAccountAdapter
from django.utils.translation import get_language, override

from booking.models.language import written_language


class Adapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request) -> bool:
        return False

    def send_mail(self, template_prefix: str, email: str, context: dict) -> None:
        """In the language of the person, as all mail; in that of the page where nobody is known."""
        person = context.get("user")
        with override(written_language(person.language) if person else get_language()):
            super().send_mail(template_prefix, email, context)
