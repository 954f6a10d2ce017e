"""Reading a page of the week as a reader would: by its days."""

import re
from html import unescape

from django.test import Client

from booking.models import Employee


def client_of(who: Employee) -> Client:
    client = Client()
    client.force_login(who)
    return client


def week_page(who: Employee, query: str = "") -> str:
    response = client_of(who).get(f"/{query}")
    assert response.status_code == 200
    return response.content.decode()


def day_of(page: str, day, *, mini: bool = False) -> str:
    """The section of one day, as HTML."""
    name = f"{'mini' if mini else 'day'}-{day.isoformat()}"
    found = re.search(rf'<section class="day[^"]*" id="{name}".*?</section>', page, re.S)
    assert found, f"{name} is not on the page"
    return found[0]


def text_of(html: str) -> str:
    """The words of a piece of a page, without its tags, spaces collapsed."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def fields_of(html: str, label: str) -> dict[str, str]:
    """What the form behind the button ``label`` sends, and the address it sends it to (under "action")."""
    for form in re.findall(r'<form method="post".*?</form>', html, re.S):
        if text_of(form).startswith(label):
            hidden = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', form)
            sent = {name: unescape(value) for name, value in hidden if name != "csrfmiddlewaretoken"}
            return {"action": unescape(re.search(r'action="([^"]+)"', form)[1]), **sent}
    raise AssertionError(f"no button “{label}” in: {text_of(html)}")


def press(client: Client, html: str, label: str, **headers):
    """Press a button of a page."""
    sent = fields_of(html, label)
    return client.post(sent.pop("action"), sent, headers=headers)
