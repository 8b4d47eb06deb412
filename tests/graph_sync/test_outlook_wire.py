"""What goes over the wire, and what the clerk makes of answers that Graph would rather not give."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from graph_sync.credentials import NoToken
from graph_sync.outlook import MAX_RETRY_AFTER_S, Outlook
from graph_sync.reply import Reply
from tests.graph_sync.scribe import Answer, Scribe
from tests.graph_sync.test_outlook import ADA, ENTRY, Token

OURS = {"subject", "isAllDay", "start", "end", "location", "body"}
ONCE = {
    "transactionId",
    "showAs",
    "categories",
    "isReminderOn",
    "reminderMinutesBeforeStart",
    "responseRequested",
    "singleValueExtendedProperties",
}


@pytest.fixture
async def scribe() -> AsyncIterator[Scribe]:
    scribe = Scribe()
    yield scribe
    await scribe.stop()


@pytest.fixture
async def outlook(scribe: Scribe) -> AsyncIterator[Outlook]:
    outlook = Outlook(await scribe.start(), Token("secret-token"))
    yield outlook
    await outlook.close()


async def every_call(outlook: Outlook) -> list[Reply]:
    return [
        await outlook.create(ADA, ENTRY),
        await outlook.update(ADA, "E", ENTRY),
        await outlook.find(ADA, ENTRY.booking),
        await outlook.remove(ADA, "E"),
    ]


async def test_every_request_asks_for_immutable_ids_and_carries_the_token(scribe: Scribe, outlook: Outlook) -> None:
    await every_call(outlook)
    assert [heard.method for heard in scribe.heard] == ["POST", "PATCH", "GET", "DELETE"]
    assert [heard.headers["Prefer"] for heard in scribe.heard] == ['IdType="ImmutableId"'] * 4
    assert [heard.headers["Authorization"] for heard in scribe.heard] == ["Bearer secret-token"] * 4


async def test_a_creation_says_everything_and_an_update_only_what_is_ours(scribe: Scribe, outlook: Outlook) -> None:
    """Show-as, category and reminder a person may have changed; the transaction can't change at all."""
    await every_call(outlook)
    create, update, *_ = scribe.heard
    assert set(create.body) - {"@odata.type"} == OURS | ONCE
    assert set(update.body) - {"@odata.type"} == OURS


async def test_a_strange_event_id_stays_one_part_of_the_path(scribe: Scribe, outlook: Outlook) -> None:
    await outlook.remove(ADA, "AAk/..?x=#=")
    assert scribe.heard[0].path == f"/v1.0/users/{ADA}/events/AAk%2F..%3Fx%3D%23%3D"


async def test_a_foreign_host_gets_no_token(outlook: Outlook) -> None:
    other = Scribe()
    address = (await other.start()).replace("127.0.0.1", "localhost")
    foreign = outlook._graph.users.by_user_id(ADA).events.with_url(f"{address}/users/x/events")  # pyright: ignore[reportPrivateUsage] - no public way leads there, which is the point
    with pytest.raises(NoToken, match="foreign host"):
        await foreign.get()
    await other.stop()
    assert other.heard == []


async def test_a_redirection_is_not_followed(scribe: Scribe, outlook: Outlook) -> None:
    """After a 302 the SDK would turn a creation into a reading and take its answer for success."""
    other = Scribe()
    address = await other.start()
    for status in (301, 302, 303, 307, 308):
        scribe.answers = [Answer(status, headers={"Location": f"{address}/users/x/events"})]
        assert (await outlook.create(ADA, ENTRY)).status == status
    await other.stop()
    assert other.heard == []


@pytest.mark.parametrize("answer", [Answer(200, text="<h1>Welcome to our network</h1>"), Answer(200), Answer(201, {"other": 1})])
async def test_a_yes_that_is_not_graphs_is_no_answer(scribe: Scribe, outlook: Outlook, answer: Answer) -> None:
    """A lost entry or an orphan would come of believing it."""
    scribe.answers = [answer] * 4
    replies = await every_call(outlook)
    assert {reply.status for reply in replies} == {0}
    assert {reply.event for reply in replies} == {None}


@pytest.mark.parametrize(
    "answer", [Answer(502, text="<h1>Bad gateway</h1>"), Answer(502), Answer(502, ["odd"]), Answer(502, {"error": "odd"})]
)
async def test_an_error_that_is_not_graphs_keeps_its_status(scribe: Scribe, outlook: Outlook, answer: Answer) -> None:
    scribe.answers = [answer] * 4
    assert await every_call(outlook) == [Reply(status=502)] * 4


@pytest.mark.parametrize(
    ("header", "seconds"), [("7", 7.0), ("0", 0.0), ("-5", 0.0), ("1e9", MAX_RETRY_AFTER_S), ("nan", 0.0), ("soon", None), ("", None)]
)
async def test_the_time_to_wait_is_bounded(scribe: Scribe, outlook: Outlook, header: str, seconds: float | None) -> None:
    scribe.answers = [Answer(429, {"error": {"code": "TooMany"}}, {"Retry-After": header})]
    assert await outlook.find(ADA, ENTRY.booking) == Reply(status=429, code="TooMany", retry_after_s=seconds)


async def test_the_time_to_wait_may_be_a_date(scribe: Scribe, outlook: Outlook) -> None:
    soon = datetime.fromtimestamp(time.time(), UTC) + timedelta(seconds=90)
    scribe.answers = [Answer(503, headers={"Retry-After": format_datetime(soon, usegmt=True)})]
    waits = (await outlook.find(ADA, ENTRY.booking)).retry_after_s
    assert waits is not None
    assert 60 < waits <= 90
