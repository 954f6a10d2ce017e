"""What nobody types: a NUL in an address or a form is a bad request; in a query it is left out."""

import pytest

from tests.cast import TUESDAY, Office, office
from tests.web.visitor import client_of

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def brussels() -> Office:
    return office()


@pytest.mark.parametrize("address", ["/floors/brussels/%00/", "/floors/brussels/%00/state/"])
def test_in_an_address(brussels, address):
    answer = client_of(brussels.ann).get(address)
    assert answer.status_code == 400
    assert "<h1" in answer.content.decode()


@pytest.mark.parametrize(("address", "status"), [("/?site=%00", 404), ("/?week=%00", 400), ("/floors/?site=%00", 302)])
def test_in_a_query(brussels, address, status):
    assert client_of(brussels.ann).get(address).status_code == status


@pytest.mark.parametrize("field", ["site", "person", "reason", "override_reason"])
def test_in_a_form(brussels, field):
    sent = {"date": TUESDAY.isoformat(), "space": brussels.desks[0].pk, field: "\0"}
    assert client_of(brussels.ann).post("/attendances/", sent).status_code == 400
