"""GET /mailbox/: the mails that the demo's SMTP server was given. Only while DEBUG: it shows them to anybody."""

import mailbox
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from itertools import islice
from pathlib import Path

from csp.constants import NONE, SELF, UNSAFE_INLINE
from csp.decorators import csp, csp_update
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.views.decorators.cache import never_cache
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_safe

from booking.rules.dates_in_words import day_and_month

SHOWN = 100
RECEIVED = re.compile(r"(?P<seconds>\d+)\.M(?P<microseconds>\d+)")  # how a Maildir names its files

# What somebody else wrote is shown without scripts, forms or requests of its own; only its style may be inline.
FOREIGN_HTML = {
    "default-src": [NONE],
    "style-src": [UNSAFE_INLINE],
    "img-src": ["data:"],
    "base-uri": [NONE],
    "form-action": [NONE],
    "frame-ancestors": [SELF],
    "sandbox": ["allow-popups", "allow-popups-to-escape-sandbox"],
}


@dataclass(frozen=True, slots=True)
class Received:
    key: str
    to: str
    subject: str
    at: str


@never_cache
@require_safe
def mails(request: HttpRequest) -> HttpResponse:
    """The newest mails, by ``?to=`` only those whose recipient contains it."""
    folder = _folder()
    to = request.GET.get("to", "").strip()
    keys = sorted(folder.keys(), key=_received_at, reverse=True) if folder is not None else []
    found = list(islice(_matching(folder, keys, to), SHOWN))
    return render(request, "booking/mailbox.html", {"mails": found, "to": to, "total": len(keys), "shown": SHOWN})


@never_cache
@require_safe
@csp_update({"frame-src": [SELF]})
def mail(request: HttpRequest, key: str) -> HttpResponse:
    """One mail: its headers, its text, its HTML in a frame of its own, and the names of its attachments."""
    message = _message(key)
    context = {
        "mail": _summary(key, message),
        "sender": message.get("From", ""),
        "message_id": message.get("Message-ID", ""),
        "text": _content(message, "plain"),
        "has_html": message.get_body(("html",)) is not None,
        "attachments": [
            (part.get_filename() or "", part.get_content_type(), len(part.get_payload(decode=True) or b""))
            for part in message.iter_attachments()
        ],
    }
    return render(request, "booking/mailbox_mail.html", context)


@never_cache
@require_safe
@csp(FOREIGN_HTML)
@xframe_options_sameorigin
def mail_html(request: HttpRequest, key: str) -> HttpResponse:
    return HttpResponse(_content(_message(key), "html"))


def _folder() -> mailbox.Maildir | None:
    """The Maildir, or None before the first mail. Raises Http404 unless DEBUG."""
    if not settings.DEBUG:
        raise Http404
    if not settings.MAILBOX_DIR or not Path(settings.MAILBOX_DIR, "new").is_dir():
        return None
    return mailbox.Maildir(settings.MAILBOX_DIR, create=False)


def _matching(folder: mailbox.Maildir | None, keys: list[str], to: str) -> Iterator[Received]:
    for key in keys:
        try:
            message = _parse(folder, key, headers_only=True)
        except KeyError:  # removed since
            continue
        received = _summary(key, message)
        if to.lower() in received.to.lower():
            yield received


def _message(key: str) -> EmailMessage:
    """Raises Http404 for a key that the Maildir does not list; it is never used as a path."""
    folder = _folder()
    try:
        return _parse(folder, key)
    except KeyError:
        raise Http404 from None


def _parse(folder: mailbox.Maildir | None, key: str, *, headers_only: bool = False) -> EmailMessage:
    if folder is None:
        raise KeyError(key)
    with folder.get_file(key) as file:
        return BytesParser(policy=policy.default).parse(file, headersonly=headers_only)


def _summary(key: str, message: EmailMessage) -> Received:
    seconds, _microseconds = _received_at(key)
    at = datetime.fromtimestamp(seconds)  # the demo's reader sits at this machine
    return Received(
        key=key,
        to=str(message.get("X-RcptTo") or message.get("To", "")),
        subject=str(message.get("Subject", "")) or "–",
        at=f"{day_and_month(at.date())}, {at:%H:%M:%S}",
    )


def _received_at(key: str) -> tuple[int, int]:
    found = RECEIVED.match(key)
    return (int(found["seconds"]), int(found["microseconds"])) if found else (0, 0)


def _content(message: EmailMessage, kind: str) -> str:
    body = message.get_body((kind,))
    return body.get_content() if body is not None else ""


urlpatterns = [
    path("", mails, name="mailbox"),
    path("<str:key>/", mail, name="mailbox_mail"),
    path("<str:key>/html", mail_html, name="mailbox_mail_html"),
]
