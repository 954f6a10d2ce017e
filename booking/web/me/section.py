"""What a section of the page is: an anchor, a title, a template, and what the template needs."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse


@dataclass(frozen=True, slots=True)
class Section:
    """``template`` is shown with what ``context`` returns under the section's anchor; ``title`` is translated late."""

    anchor: str
    title: Any
    template: str
    context: Callable[[HttpRequest, datetime], dict[str, Any]]


def back_to(anchor: str) -> HttpResponse:
    """See Other: the page again, at the section that was changed."""
    return HttpResponseRedirect(f"{reverse('me')}#{anchor}", status=303)
