"""The demo's mailbox: every mail, newest first, each as text and as HTML that can do nothing."""

import mailbox
from email.message import EmailMessage

import pytest

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(settings, tmp_path) -> mailbox.Maildir:
    settings.DEBUG = True
    settings.MAILBOX_DIR = str(tmp_path / "mail")
    return mailbox.Maildir(settings.MAILBOX_DIR)


@pytest.fixture
def arrive(folder):
    def arrive(subject: str, to: str, *, html: str = "", attachment: bytes = b"") -> str:
        mail = EmailMessage()
        mail["Subject"], mail["To"], mail["From"] = subject, f"Somebody <{to}>", "headroom@example.com"
        mail["X-RcptTo"] = to
        mail.set_content(f"Text of {subject} <b>")
        if html:
            mail.add_alternative(html, subtype="html")
        if attachment:
            mail.add_attachment(attachment, maintype="text", subtype="calendar", filename="day.ics")
        return folder.add(mail)

    return arrive


def test_newest_first_and_by_recipient(client, arrive):
    arrive("First", "ann@example.com")
    arrive("Second", "bob@example.com")
    arrive("Drïtte", "ann@example.com")
    page = client.get("/mailbox/").content.decode()
    assert page.index("Drïtte") < page.index("Second") < page.index("First")
    page = client.get("/mailbox/?to=ANN@").content.decode()
    assert [name in page for name in ("First", "Drïtte", "Second")] == [True, True, False]


def test_one_mail(client, arrive):
    key = arrive("Booked", "ann@example.com", html="<p>Hello</p>", attachment=b"BEGIN:VCALENDAR")
    response = client.get(f"/mailbox/{key}/")
    page = response.content.decode()
    assert "Text of Booked &lt;b&gt;" in page
    assert "day.ics (text/calendar, 15" in page
    assert f'src="/mailbox/{key}/html"' in page
    assert "frame-src 'self'" in response.headers["Content-Security-Policy"]
    assert "unsafe-inline" not in response.headers["Content-Security-Policy"]


def test_its_html_can_do_nothing(client, arrive):
    key = arrive("Booked", "ann@example.com", html='<p style="color: red">Hello</p><script>alert(1)</script>')
    response = client.get(f"/mailbox/{key}/html")
    assert '<p style="color: red">Hello</p>' in response.content.decode()
    assert response.headers["X-Frame-Options"] == "SAMEORIGIN"
    directives = dict(
        part.strip().partition(" ")[::2] for part in response.headers["Content-Security-Policy"].split(";")
    )
    assert directives["default-src"] == "'none'"
    assert "script-src" not in directives
    assert directives["style-src"] == "'unsafe-inline'"
    assert directives["sandbox"] == "allow-popups allow-popups-to-escape-sandbox"


def test_before_the_first_mail(client, settings, tmp_path):
    settings.DEBUG = True
    for folder in ("", str(tmp_path / "not-there-yet")):
        settings.MAILBOX_DIR = folder
        response = client.get("/mailbox/")
        assert response.status_code == 200
        assert b"No mail" in response.content


def test_only_while_debugging(client, arrive, settings):
    key = arrive("Secret", "ann@example.com", html="<p>Secret</p>")
    settings.DEBUG = False
    for address in ("/mailbox/", f"/mailbox/{key}/", f"/mailbox/{key}/html"):
        response = client.get(address)
        assert response.status_code == 404
        assert b"Secret" not in response.content


def test_a_key_is_never_a_path(client, arrive, tmp_path):
    arrive("First", "ann@example.com")
    (tmp_path / "secret").write_text("Subject: secret\n\nsecret")
    for key in ("..%2F..%2Fsecret", "%2E%2E", "nothing"):
        assert client.get(f"/mailbox/{key}/").status_code == 404
