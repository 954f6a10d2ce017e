"""A NUL in a request is nobody's typing, and the database can neither find nor keep it: a bad request."""

from collections.abc import Callable

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse

NUL = "\0"


class WithoutNul:
    """Middleware, after the one that checks the CSRF token: that one copes with a body that cannot be read."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view, args, kwargs) -> None:
        """Raise BadRequest for a NUL in the path or in a form; of a query, pages leave out what they cannot read."""
        sent = (value for _name, values in request.POST.lists() for value in values)
        if NUL in request.path or any(NUL in value for value in sent):
            raise BadRequest("NUL")
