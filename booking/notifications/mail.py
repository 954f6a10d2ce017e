"""A letter as an e-mail: plain text and HTML in the recipient's language, with headers that nobody's text can break."""

import hashlib
from email.utils import formataddr
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string

from booking.models import Message
from booking.notifications.calendar.event import PUBLISH
from booking.notifications.letter import CalendarPart, Letter
from booking.notifications.recipients import Recipient


def mail_of(message: Message, letter: Letter, recipient: Recipient) -> EmailMultiAlternatives:
    """The e-mail, rendered in the active language."""
    context = {"letter": letter, "recipient": recipient, "site_url": f"{settings.SITE_URL}/"}
    mail = EmailMultiAlternatives(
        subject=on_one_line(letter.subject),
        body=render_to_string("email/letter.txt", context),
        to=[formataddr((on_one_line(recipient.name), recipient.address))],
        headers={"Message-ID": message_id(message), "Auto-Submitted": "auto-generated"},
    )
    mail.attach_alternative(render_to_string("email/letter.html", context), "text/html")
    if letter.calendar is not None:
        _add_calendar(mail, letter.calendar)
    return mail


def _add_calendar(mail: EmailMultiAlternatives, calendar: CalendarPart) -> None:
    """As calendar programs expect it: an alternative that they act upon, and a file for those who open it themselves.

    What is merely published is no request, hence only a file.
    """
    if calendar.method != PUBLISH:
        text = calendar.text.replace("\r\n", "\n")  # the mail's own line ends are put in as it is sent
        mail.attach_alternative(text, f"text/calendar; method={calendar.method}")
    # As bytes: a file's text would be sent in Latin-1, and é would be another letter.
    mail.attach("headroom.ics", calendar.text.encode(), "application/ics")


def message_id(message: Message) -> str:
    """The same for every attempt, so that whoever gets a mail twice can see that it is one; never again for another."""
    digest = hashlib.sha256(f"{message.pk} {message.key} {message.created_at.timestamp()}".encode()).hexdigest()
    return f"<{digest[:32]}@{urlsplit(settings.SITE_URL).hostname or 'localhost'}>"


def on_one_line(text: str) -> str:
    """Without line breaks and control characters: a header ends where a line does."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())
