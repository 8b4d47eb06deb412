"""Notices through the genuine msgraph SDK to the local Outlook."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta

import pytest

from core.model import Person, person_id
from core.store.sqlite import SqliteStore
from graph_sync.credentials import MsalTokens
from graph_sync.notice import HEADER, Mail, is_in_doubt
from graph_sync.notices import Addresses, Notices
from graph_sync.outlook import Outlook
from graph_sync.reply import Reply
from infra.local.run import LocalWorld
from infra.local.world import CALENDAR_ROLE, GRAPH_AUDIENCE, NOTICES, PEOPLE, TENANT
from tests.fakes import FakeClock
from tests.graph_sync.fakes import HOUSE_RULES
from tests.graph_sync.scribe import Answer, Scribe
from tests.graph_sync.test_credentials import settings
from tests.graph_sync.test_outlook import Token
from tests.house_of import RULES, House

MAIL = Mail(id="8d0e", to=NOTICES.email, subject="Office day: London", text="Day: Monday\nReason: Zoë's visit\n")
MATEO = Person(id=person_id(TENANT, PEOPLE[2].oid), name=PEOPLE[2].name)


@pytest.fixture
async def outlook(world: LocalWorld) -> AsyncIterator[Outlook]:
    outlook = Outlook(f"{world.outlook.url}/v1.0", Token(world.entra.tokens.for_graph()))
    yield outlook
    await outlook.close()


@pytest.mark.parametrize("sender", [NOTICES.oid, NOTICES.email])
async def test_a_mail_arrives_as_it_was_meant_and_leaves_no_copy(world: LocalWorld, outlook: Outlook, sender: str) -> None:
    assert await outlook.send(sender, MAIL) == Reply(status=202)
    (kept,) = world.outlook.mails_of(NOTICES.oid)
    assert (kept.subject, kept.body.content, kept.body.content_type) == (MAIL.subject, MAIL.text, "text")
    assert (kept.to, kept.sender, kept.folder, kept.headers) == ([NOTICES.email], NOTICES.email, "Inbox", [(HEADER, MAIL.id)])


async def test_refusals_carry_graphs_own_codes(world: LocalWorld, outlook: Outlook) -> None:
    nobody = next(person for person in PEOPLE if not person.mailbox)
    assert await outlook.send(nobody.oid, MAIL) == Reply(status=404, code="MailboxNotEnabledForRESTAPI")
    assert await outlook.send("x@contoso.example", MAIL) == Reply(status=404, code="ErrorInvalidUser")
    assert await outlook.send(NOTICES.oid, replace(MAIL, to="not an address")) == Reply(status=400, code="ErrorInvalidRecipients")
    world.outlook.fail(path="sendMail$", status=429, code="ApplicationThrottled", headers={"Retry-After": "37"})
    assert await outlook.send(NOTICES.oid, MAIL) == Reply(status=429, code="ApplicationThrottled", retry_after_s=37.0)
    assert world.outlook.mails_of(NOTICES.oid) == []


async def test_without_the_right_to_send_nothing_is_sent(world: LocalWorld) -> None:
    now = int(world.entra.tokens.now())
    token = world.entra.keys.sign({"aud": GRAPH_AUDIENCE, "iat": now, "exp": now + 60, "roles": [CALENDAR_ROLE]})
    outlook = Outlook(f"{world.outlook.url}/v1.0", Token(token))
    assert await outlook.send(NOTICES.oid, MAIL) == Reply(status=403, code="ErrorAccessDenied")
    await outlook.close()


async def test_only_what_may_have_left_is_in_doubt(world: LocalWorld, outlook: Outlook) -> None:
    world.outlook.fail(status=None, when="after")
    assert is_in_doubt(await outlook.send(NOTICES.oid, MAIL))
    assert len(world.outlook.mails_of(NOTICES.oid)) == 1
    await world.outlook.stop()
    reply = await outlook.send(NOTICES.oid, MAIL)
    assert (reply.status, reply.code, is_in_doubt(reply)) == (0, "ConnectError", False)


async def test_a_yes_that_is_not_graphs_leaves_doubt() -> None:
    scribe = Scribe()
    outlook = Outlook(await scribe.start(), Token("t"))
    scribe.answers = [Answer(200, text="<h1>Welcome to our network</h1>"), Answer(302), Answer(202)]
    assert [is_in_doubt(await outlook.send("x", MAIL)) for _ in range(3)] == [True, True, False]
    assert [heard.path for heard in scribe.heard] == ["/v1.0/users/x/sendMail"] * 3
    await outlook.close()
    await scribe.stop()


async def test_a_reason_comes_into_the_mailbox_once_whatever_happens(world: LocalWorld, store: SqliteStore, clock: FakeClock) -> None:
    """Everything genuine but the clock: msal, msgraph, SQLite."""
    tokens = MsalTokens(settings(world))
    outlook = Outlook(f"{world.outlook.url}/v1.0", tokens)
    house = await House(store, clock, replace(RULES, reason_required=True)).open()
    notices = Notices(store, outlook, clock, Addresses(NOTICES.email, NOTICES.oid), lambda: 0.5, HOUSE_RULES)
    await house.people.signed_in(MATEO.id, PEOPLE[2].name, PEOPLE[2].email, clock.now())
    await house.book(MATEO, reason="Meet a client")
    world.outlook.fail(path="sendMail$", status=503)
    world.outlook.fail(path="sendMail$", status=401, code="InvalidAuthenticationToken")
    for _ in range(4):
        while await notices.round():
            pass
        clock.forward(timedelta(seconds=30))
    (kept,) = world.outlook.mails_of(NOTICES.oid)
    assert kept.subject == "Office day: London, Wednesday 25 November, Mateo Fuentes"
    assert "Reason: Meet a client" in (kept.body.content or "")
    await outlook.close()
    tokens.close()
