"""How people sign in: with their e-mail address. Accounts come from the import; nobody signs up."""

from allauth.account.adapter import DefaultAccountAdapter


class Adapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request) -> bool:
        return False
