"""The third duty: admins hear of calendar entries that don't come, once a day, in numbers."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from bot.chat.notifier.sync_trouble import FORBIDDEN, NO_MAILBOX, Kind, OfficeDate, of_admin, troubles
from bot.chat.outgoing import Card
from bot.chat.ports import Gone, NotNow, Unsure
from bot.chat.words.languages import words_of
from core.backlog import CALENDAR
from core.errands.errand import IN_HAND
from core.errands.records import Records
from core.model import BookingId, Office, Person
from core.store.port import Fields
from graph_sync.projection import Projection
from graph_sync.reply import BLOCKING
from tests.chat.post_office import HOUSE_RULES, PostOffice, opened
from tests.house_of import AUCKLAND, LONDON, NOON, TODAY, TOMORROW, booking_on, person

NEWS = words_of("en").news
BOSS, KEEPER, EVA = person("boss"), person("keeper"), person("eva")
QUARTER = timedelta(minutes=16)


def record(*, trouble: str = "", attempts: int = 0, due: datetime = NOON, day: date = TOMORROW, office: Office = LONDON) -> Fields:
    return {"booking": booking_on(day, office, EVA), "trouble": trouble, "attempts": attempts, "due": due.isoformat()}


@pytest.mark.parametrize(
    ("kept", "kind"),
    [
        (record(trouble="ErrorAccessDenied", attempts=1), Kind.FORBIDDEN),
        (record(trouble="MailboxNotEnabledForRESTAPI", attempts=1), Kind.NO_MAILBOX),
        (record(trouble="status 503", attempts=20), Kind.FAILING),
        (record(due=NOON - timedelta(minutes=61)), Kind.STALLED),
        (record(trouble=IN_HAND, due=NOON - timedelta(hours=2)), Kind.STALLED),
    ],
)
def test_what_stands_in_the_way_has_a_kind(kept: Fields, kind: Kind) -> None:
    assert troubles([kept], NOON) == {kind: {OfficeDate(LONDON.id, TOMORROW): 1}}


@pytest.mark.parametrize(
    "kept",
    [
        record(),
        record(trouble="status 503", attempts=19),
        record(trouble=IN_HAND, attempts=50),
        record(trouble="ErrorAccessDenied", day=TODAY - timedelta(days=1)),
        record(due=NOON - timedelta(minutes=59)),
    ],
)
def test_what_is_young_or_over_worries_nobody(kept: Fields) -> None:
    assert troubles([kept], NOON) == {}


def test_all_that_the_clerk_gives_up_for_long_has_a_kind() -> None:
    assert FORBIDDEN | NO_MAILBOX == BLOCKING


def test_an_office_admin_hears_of_their_office_alone() -> None:
    kept = [record(trouble="ErrorAccessDenied"), record(trouble="ErrorAccessDenied", office=AUCKLAND)]
    admin = person("keeper", admin_of=frozenset({LONDON.id}))
    assert of_admin(admin, troubles(kept, NOON)) == {Kind.FORBIDDEN: {OfficeDate(LONDON.id, TOMORROW): 1}}
    assert of_admin(EVA, troubles(kept, NOON)) == {}


@pytest.fixture
async def office() -> PostOffice:
    made = await opened(met=(BOSS, KEEPER, EVA), system_admins=frozenset({BOSS.id}))
    await made.change(KEEPER, admin_of=frozenset({LONDON.id}))
    return made


async def fails(office: PostOffice, booking: BookingId, who: Person, *, trouble: str = "ErrorAccessDenied") -> None:
    records = Records(office.store, Projection, CALENDAR, HOUSE_RULES)
    due = office.clock.now() + timedelta(days=1)
    await records.note(booking, lambda _: Projection(booking=booking, person=who.id, wanted=1, due=due, attempts=1, trouble=trouble))


async def later(office: PostOffice, after: timedelta = QUARTER) -> None:
    office.clock.forward(after)
    await office.settle()


async def test_an_admin_who_cant_be_told_does_not_keep_it_from_the_others(office: PostOffice) -> None:
    await fails(office, booking_on(TOMORROW, LONDON, EVA), EVA)
    office.post.failures = [ValueError("a fault of ours")]
    await later(office)
    assert sorted([len(office.told(BOSS)), len(office.told(KEEPER))]) == [0, 1]


async def test_system_admins_and_the_offices_admins_are_warned_once_a_day_also_after_a_restart(office: PostOffice) -> None:
    await fails(office, booking_on(TOMORROW, LONDON, EVA), EVA)
    await fails(office, booking_on(TOMORROW, LONDON, KEEPER), KEEPER)
    await fails(office, booking_on(TODAY, AUCKLAND, EVA), EVA)
    for _ in range(3):
        await later(office)
        await office.settle(office.new_notifier())
    assert office.told(BOSS) == office.told(KEEPER) == [f"{NEWS.sync_failed}: {NEWS.sync_forbidden}"]
    assert office.told(EVA) == []
    await later(office, timedelta(hours=23))
    assert len(office.told(BOSS)) == 1
    await later(office, timedelta(hours=1))
    assert len(office.told(BOSS)) == 2


async def test_a_warning_counts_and_names_nobody(office: PostOffice) -> None:
    await fails(office, booking_on(TOMORROW, LONDON, EVA), EVA)
    await fails(office, booking_on(TOMORROW, LONDON, BOSS), BOSS)
    await later(office)
    [warning] = [one.reply for one in office.post.sent if one.person == KEEPER.id]
    assert isinstance(warning, Card)
    assert NEWS.sync_failed_of("London", TOMORROW, 2) in str(warning.card)
    assert not any(name in str(warning) for name in ("Eva", "Boss", EVA.id, "tenant"))


async def test_another_kind_of_trouble_is_another_warning(office: PostOffice) -> None:
    await fails(office, booking_on(TOMORROW, LONDON, EVA), EVA)
    await later(office)
    await fails(office, booking_on(TOMORROW, LONDON, BOSS), BOSS, trouble="ErrorInvalidUser")
    await later(office)
    assert office.told(KEEPER) == [f"{NEWS.sync_failed}: {why}" for why in (NEWS.sync_forbidden, NEWS.sync_no_mailbox)]


async def test_throttled_it_comes_later_and_after_a_lost_answer_not_before_the_next_day(office: PostOffice) -> None:
    office.post.failures = [NotNow(), NotNow(), Unsure(), Gone()]
    await fails(office, booking_on(TOMORROW, LONDON, EVA), EVA)
    for _ in range(8):
        await later(office)
    assert office.post.sent == []
    assert office.post.failures == []
    assert [await office.conversations.read(who.id) is None for who in (BOSS, KEEPER)].count(True) == 1


async def test_where_all_is_well_nobody_is_warned(office: PostOffice) -> None:
    for _ in range(4):
        await later(office)
    assert office.post.sent == []
