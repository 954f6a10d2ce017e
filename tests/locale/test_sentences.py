"""Key sentences as a reader of Dutch, French or German meets them."""

from datetime import date, timedelta

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.utils.translation import override

from booking.actions.reservation import reserve
from booking.models import Employee, Message, Visitor
from booking.notifications.mail import mail_of
from booking.notifications.messages import compose
from booking.notifications.recipients import recipient_of
from booking.rules.dates_in_words import long_day
from booking.web.days_in_words import span
from tests.cast import CAP_20, NOW, ONE_DAY, ONE_DESK, THURSDAY, TUESDAY, WEDNESDAY, Office, office
from tests.web.visitor import client_of, text_of

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def brussels() -> Office:
    cast = office(people=8)
    cast.publish(CAP_20, ONE_DAY, ONE_DESK, name="20 % from 9 June")
    cast.base(telework=15)
    return cast


def reads(who: Employee, language: str) -> None:
    Employee.objects.filter(pk=who.pk).update(language=language)
    who.language = language


def book(cast: Office, who: Employee, day: date, desk: int | None = None) -> None:
    reserve(ask=cast.ask(who, day, desk=desk), by=who, now=NOW, door="test")


def refused(cast: Office, language: str) -> str:
    """Ann has her day; Wednesday is full; she asks for it all the same. The page, with its own spaces."""
    for desk, who in enumerate((cast.bob, cast.cas, cast.dia)):
        book(cast, who, WEDNESDAY, desk)
    book(cast, cast.ann, THURSDAY)
    reads(cast.ann, language)
    sent = {"date": WEDNESDAY.isoformat(), "space": cast.desks[9].pk, "site": cast.site.pk, "next": "/"}
    answer = client_of(cast.ann).post("/attendances/", sent)
    assert answer.status_code == 409
    return answer.content.decode()


REFUSALS = {
    "nl": (
        "<h1>Woensdag 4 maart is volzet</h1>",
        "Je aanvraag (3.10, de hele dag) is niet geboekt. Er zijn 2 redenen.",
        "Bezettingsplafond bereikt 3 van 3. Het plafond is 20 % van de 15 telewerkgerechtigden, naar beneden afgerond.",
        "Je kantoordag is al gebruikt 1 van 1 deze week: donderdag 5 maart.",
        "Maandag 9 maart 3 van 3 plaatsen vrij, 3.10 is ook vrij Boek 3.10",
    ),
    "fr": (
        "<h1>Le mercredi 4 mars est complet</h1>",
        "Votre demande (3.10, toute la journée) n’a pas été acceptée. Il y a 2 raisons.",
        "Plafond atteint 3 sur 3. Le plafond est de 20 % de 15 personnes pouvant télétravailler, "
        "arrondi à l’unité inférieure.",
        "Votre jour sur site est déjà utilisé 1 sur 1 cette semaine : jeudi 5 mars.",
        "Lundi 9 mars 3 places libres sur 3, 3.10 aussi est libre Réserver 3.10",
    ),
    "de": (
        "<h1>Mittwoch, 4. März, ist ausgebucht</h1>",
        "Ihre Anfrage (3.10, ganztägig) wurde nicht gebucht. Dafür gibt es 2 Gründe.",
        "Obergrenze erreicht 3 von 3. Die Obergrenze liegt bei 20 % von 15 Telearbeitsberechtigten, abgerundet.",
        "Ihr Bürotag ist schon genutzt 1 von 1 diese Woche: Donnerstag, 5. März.",
        "Montag, 9. März 3 von 3 Plätzen frei, 3.10 ist auch frei 3.10 buchen",
    ),
}


@pytest.mark.parametrize("language", REFUSALS)
def test_a_refusal(brussels, language):
    page = refused(brussels, language)

    heading, *sentences = REFUSALS[language]
    assert heading in page
    assert f'<html lang="{language}">' in page
    for sentence in sentences:
        assert sentence in text_of(page)


@pytest.mark.parametrize("language", ["en", *REFUSALS])
def test_a_percentage_is_not_broken_over_lines(brussels, language):
    assert "20\N{NO-BREAK SPACE}%" in refused(brussels, language)


REMINDERS = {
    "en": ("Reminder: Brussels on Tuesday 3 March", "You are expected on Tuesday 3 March", "Time: whole day"),
    "nl": ("Herinnering: Brussels op dinsdag 3 maart", "We verwachten je op dinsdag 3 maart", "Tijdstip: hele dag"),
    "fr": (
        "Rappel : Brussels, le mardi 3 mars",
        "On vous attend le mardi 3 mars",
        "Heure\N{NO-BREAK SPACE}: journée entière",
    ),
    "de": (
        "Erinnerung: Brussels am Dienstag, 3. März",
        "Wir erwarten Sie am Dienstag, 3. März",
        "Zeit: ganztägig",
    ),
}


def reminder(cast: Office, language: str):
    book(cast, cast.ann, TUESDAY, 0)
    reads(cast.ann, language)
    message = Message.objects.get()
    message.kind = "reminder"
    recipient = recipient_of(message, now=NOW)
    with override(recipient.language):
        return mail_of(message, compose(message, recipient, now=NOW), recipient)


@pytest.mark.parametrize("language", REMINDERS)
def test_a_reminder(brussels, language):
    sent = reminder(brussels, language)

    subject, *sentences = REMINDERS[language]
    assert sent.subject == subject
    for sentence in sentences:
        assert sentence in sent.body


def test_who_reads_another_language_gets_english_and_not_half_of_each(brussels):
    zoe = Visitor.objects.create(name="Zoë", email="zoe@example.org", language="it", host=brussels.ann)
    assert recipient_of(Message(visitor=zoe), now=NOW).language == "en"


def test_a_new_password_comes_in_the_language_of_the_person(brussels):
    reads(brussels.ann, "fr")

    Client(headers={"accept-language": "nl"}).post("/accounts/password/reset/", {"email": brussels.ann.email})

    (sent,) = mail.outbox
    assert sent.subject == "Choisissez un nouveau mot de passe"
    assert sent.body.startswith("Bonjour Ann, ce lien vous permet de choisir")


def test_allauth_is_as_polite_as_the_rest(brussels):
    reads(brussels.ann, "de")
    brussels.ann.set_password("headroom-demo")
    brussels.ann.save()
    client = client_of(brussels.ann)

    sent = {"oldpassword": "forgotten", "password1": "seven desks", "password2": "six desks"}
    page = text_of(client.post("/accounts/password/change/", sent).content.decode())

    assert "Geben Sie Ihr aktuelles Passwort ein." in page
    assert "Geben Sie zweimal dasselbe Passwort ein." in page


def test_an_address_that_nobody_has_is_not_invited_to_sign_up(brussels):
    Client(headers={"accept-language": "nl"}).post("/accounts/password/reset/", {"email": "eve@elsewhere.example"})

    (sent,) = mail.outbox
    assert sent.subject == "Geen account met dit adres"
    assert "signup" not in sent.body


DATES = {
    "en": ("Sunday 1 March", "Tuesday 3 March", "1–5 March"),
    "nl": ("zondag 1 maart", "dinsdag 3 maart", "1–5 maart"),
    "fr": ("dimanche 1er mars", "mardi 3 mars", "1er–5 mars"),
    "de": ("Sonntag, 1. März", "Dienstag, 3. März", "1.–5. März"),
}


@pytest.mark.parametrize("language", DATES)
def test_dates(language):
    first = date(2026, 3, 1)
    with override(language):
        said = long_day(first), long_day(TUESDAY), span(first, first + timedelta(days=4))
    assert said == DATES[language]
