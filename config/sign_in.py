"""How people sign in: with their e-mail address. Accounts come from the import; nobody signs up, leavers are out."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from django.utils import timezone


class Adapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request) -> bool:
        return False

    def pre_login(self, request, user, **kwargs):
        if user.has_left(timezone.now().date()):
            return self.respond_user_inactive(request, user)
        return super().pre_login(request, user, **kwargs)


class Backend(AuthenticationBackend):
    def user_can_authenticate(self, user) -> bool:
        """Asked with every request: whoever is deactivated, or has left, is signed out at once."""
        return super().user_can_authenticate(user) and not user.has_left(timezone.now().date())
