from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from core.errands.errand import IN_HAND, IN_HAND_FOR
from core.model import Booking, OfficeId, Person, PersonId, State, booking_id
from graph_sync.notice import MAX_DOUBT, REFUSED_FOR, Notice, Verdict, after, in_hand, is_in_doubt, mail_for, over, unseen, verdict
from graph_sync.reply import MAX_BACKOFF, Reply

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
DAY = date(2026, 11, 24)
LONDON = OfficeId("london")
MATEO = Person(id=PersonId("t.mateo"), name="Mateo Fuentes", email="mateo.fuentes@contoso.example")
WANTED = Notice(booking=booking_id(DAY, LONDON, MATEO.id), person=MATEO.id, wanted=3, due=NOW)
TO = "desk@contoso.example"


def booking(*, reason: str = "Meet a client", state: State = State.ACTIVE, revision: int = 3) -> Booking:
    return Booking(
        office=LONDON,
        person=MATEO.id,
        day=DAY,
        parking=False,
        state=state,
        made_at=NOW,
        made_by=MATEO.id,
        reason=reason,
        revision=revision,
    )


@pytest.mark.parametrize(
    ("found", "decided"),
    [
        (booking(), Verdict.SEND),
        (booking(revision=5), Verdict.SEND),
        (booking(reason=""), Verdict.NOTHING),
        (booking(state=State.CANCELLED, reason="", revision=4), Verdict.NOTHING),
        (booking(revision=2), Verdict.WAIT),
        (None, Verdict.WAIT),
    ],
    ids=["active", "newer", "without reason", "cancelled", "older than what asked", "not seen"],
)
def test_a_notice_goes_out_for_what_the_booking_is_now(found: Booking | None, decided: Verdict) -> None:
    assert verdict(WANTED, found, NOW) is decided


def test_a_notice_of_a_day_that_is_over_everywhere_is_given_up() -> None:
    last = datetime(2026, 11, 26, tzinfo=UTC)
    assert over(WANTED.booking) == last
    assert verdict(WANTED, booking(), last - timedelta(seconds=1)) is Verdict.SEND
    for found in (booking(), None):
        assert verdict(WANTED, found, last) is Verdict.TOO_LATE


def test_the_mail_says_day_office_person_and_reason() -> None:
    mail = mail_for(booking(), "London", MATEO, TO)
    assert (mail.to, mail.subject) == (TO, "Office day: London, Tuesday 24 November, Mateo Fuentes")
    assert mail.text == (
        "Day: Tuesday 24 November 2026\nOffice: London\nPerson: Mateo Fuentes (mateo.fuentes@contoso.example)\nReason: Meet a client\n"
    )


def test_the_same_revision_has_the_same_id_and_another_has_another() -> None:
    assert mail_for(booking(), "London", MATEO, TO).id == mail_for(booking(), "Bath", None, TO).id
    assert mail_for(booking(), "London", MATEO, TO).id != mail_for(booking(revision=5), "London", MATEO, TO).id


@pytest.mark.parametrize(
    ("person", "shown"),
    [
        (replace(MATEO, name=""), "mateo.fuentes@contoso.example"),
        (replace(MATEO, email=""), "Mateo Fuentes"),
        (None, "somebody unknown here"),
    ],
)
def test_a_person_is_named_as_well_as_can_be(person: Person | None, shown: str) -> None:
    mail = mail_for(booking(), "London", person, TO)
    assert mail.subject.endswith(f", {shown}")
    assert f"\nPerson: {shown}\n" in mail.text


def test_what_people_typed_makes_no_line_of_its_own() -> None:
    sly = replace(MATEO, name="Mateo\r\nOffice: Bath\x00")
    mail = mail_for(booking(reason="First\nPerson: Somebody Else\x07\n\nlast"), "Lon\ndon", sly, TO)
    assert "\n" not in mail.subject
    starts = [line.split(":")[0] for line in mail.text.splitlines()]
    assert starts == ["Day", "Office", "Person", "Reason", "    Person", "    last"]
    assert not any(one in mail.text for one in "\x00\x07\r")


def test_a_subject_is_never_longer_than_outlook_takes() -> None:
    assert len(mail_for(booking(), "L" * 200, replace(MATEO, name="M" * 200), TO).subject) <= 255


STATUSES = (0, 200, 202, 204, 302, 400, 401, 403, 404, 408, 409, 413, 429, 500, 502, 503, 504)
EVERY_ANSWER = [
    Reply(status=status, code=code, retry_after_s=wait, left=left)
    for status, code, wait, left in itertools.product(STATUSES, ("", "ErrorAccessDenied", "New"), (None, 0.0, 70.0), (True, False))
]


@pytest.mark.parametrize("reply", EVERY_ANSWER)
def test_only_graphs_own_yes_settles_a_notice_and_anything_else_is_tried_again_later(reply: Reply) -> None:
    told = after(WANTED, reply, 3, NOW, 0.5)
    assert told.is_dirty is (reply.status != 202)
    if told.is_dirty:
        assert told.trouble
        assert timedelta(seconds=1) <= told.due - NOW <= MAX_DOUBT
        assert reply.retry_after_s is None or told.due - NOW >= timedelta(seconds=reply.retry_after_s)
    else:
        assert (told.trouble, told.attempts, told.doubts) == ("", 0, 0)


@pytest.mark.parametrize("status", [0, 500, 502, 504, 200, 302])
def test_an_answer_that_leaves_doubt_is_followed_by_ever_longer_rests(status: int) -> None:
    notice, rests = WANTED, list[timedelta]()
    for _ in range(9):
        now = notice.due
        notice = after(notice, Reply(status=status), 3, now, 1.0)
        rests.append(notice.due - now)
    assert rests[:5] == [timedelta(seconds=15 * 4**n) for n in range(5)]
    assert rests[-1] == MAX_DOUBT
    assert notice.doubts == 9


@pytest.mark.parametrize(
    "reply", [Reply(status=0, code="ConnectError", left=False), Reply(status=429), Reply(status=503), Reply(status=401), Reply(status=409)]
)
def test_what_was_certainly_not_sent_is_tried_again_soon_however_often(reply: Reply) -> None:
    assert not is_in_doubt(reply)
    notice = WANTED
    for _ in range(20):
        now = notice.due
        notice = after(notice, reply, 3, now, 1.0)
        assert notice.due - now <= MAX_BACKOFF
    assert notice.doubts == 0


def test_a_plain_no_is_asked_again_in_an_hour() -> None:
    for status, code in ((400, "ErrorInvalidRecipients"), (403, "ErrorAccessDenied"), (404, "MailboxNotEnabledForRESTAPI")):
        told = after(WANTED, Reply(status=status, code=code), 3, NOW, 0.5)
        assert (told.due, told.trouble, told.doubts) == (NOW + REFUSED_FOR, code, 0)


def test_a_newer_revision_is_not_held_up_by_the_doubts_of_an_older() -> None:
    doubted = replace(WANTED, doubts=6, attempts=3, trouble="status 504", due=NOW + timedelta(hours=17))
    assert doubted.renewed(5, NOW) == replace(doubted, wanted=5, doubts=0, attempts=0, due=NOW + IN_HAND_FOR)
    assert WANTED.renewed(5, NOW + timedelta(hours=1)).due == NOW + timedelta(hours=1)


def test_a_notice_in_hand_is_left_alone_for_longer_than_a_call_lasts() -> None:
    assert in_hand(WANTED, NOW) == replace(WANTED, due=NOW + IN_HAND_FOR, trouble=IN_HAND)


def test_a_booking_that_can_not_be_seen_yet_is_looked_at_again_soon() -> None:
    assert NOW < unseen(WANTED, NOW, 0.5).due <= NOW + timedelta(seconds=2)


def test_a_revision_that_came_to_be_wanted_during_the_call_stays_wanted() -> None:
    assert after(replace(WANTED, wanted=5), Reply(status=202), 3, NOW, 0.5).is_dirty
