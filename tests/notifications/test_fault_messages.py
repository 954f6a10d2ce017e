"""Who reported a fault is told of the answer; who has booked a blocked space, to choose another."""

import pytest

from booking.actions.faults import answer_fault, block_space, report_fault
from booking.models import Message, Space
from tests.cast import FRIDAY, NOW, grant
from tests.notifications.test_delivery import run
from tests.notifications.test_messages import text_of

pytestmark = pytest.mark.django_db(transaction=True)


def test_the_answer_and_the_block_are_told(brussels, book, post_office):
    grant(brussels.ann, "facility_manager", brussels.site)
    book(brussels.bob, desk=0)
    Message.objects.all().update(state="dropped")
    space = Space.objects.select_related("floor__site").get(pk=brussels.desks[0].pk)
    fault = report_fault(space=space, what="The screen stays dark", by=brussels.cas, now=NOW)

    block_space(fault=fault, until=FRIDAY, answer="A new one is ordered.", by=brussels.ann, now=NOW)
    assert run(NOW) == {"sent": 2}
    (mail,) = post_office.to(brussels.bob.email)
    assert mail["Subject"] == "Out of order on Tuesday 3 March: desk 3.01"
    assert "desk 3.01 is out of order and can be used again on Friday 6 March." in text_of(mail)
    (mail,) = post_office.to(brussels.cas.email)
    assert mail["Subject"] == "Blocked: desk 3.01"
    assert "The answer: A new one is ordered." in text_of(mail)

    answer_fault(fault=fault, state="mended", answer="", by=brussels.ann, now=NOW)
    assert run(NOW) == {"sent": 1}
    assert post_office.to(brussels.cas.email)[-1]["Subject"] == "Mended: desk 3.01"
