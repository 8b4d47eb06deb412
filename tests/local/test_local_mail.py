"""Sending mail through the local Outlook, and reading it on its page."""

from __future__ import annotations

from pathlib import Path

import aiohttp
import pytest

from infra.local.run import LocalWorld
from infra.local.world import GRAPH_AUDIENCE, MAIL_ROLE, NOTICES, PEOPLE
from tests.local.clients import SERVICE, Graph

ADA, PRIYA = PEOPLE[:2]
SEND = f"/users/{NOTICES.oid}/sendMail"


def to(*addresses: str) -> list[dict[str, object]]:
    return [{"emailAddress": {"address": address}} for address in addresses]


def message(**changes: object) -> dict[str, object]:
    return {"subject": "Hello", "body": {"contentType": "text", "content": "One\nTwo"}, "toRecipients": to(ADA.email)} | changes


async def refused(graph: Graph, body: object, path: str = SEND) -> tuple[int, str]:
    answer = await graph.call("POST", path, body)
    error = (await answer.json())["error"]
    assert error["message"]
    assert error["innerError"]["request-id"]
    return answer.status, error["code"]


async def test_a_mail_comes_to_everybody_of_this_world_and_to_sent_items(graph: Graph) -> None:
    mail = message(ccRecipients=to(PRIYA.email), bccRecipients=to(PEOPLE[2].email, "x@elsewhere.example"))
    answer = await graph.call("POST", SEND, {"message": mail})
    assert (answer.status, await answer.read()) == (202, b"")
    outlook = graph.world.outlook
    assert [len(outlook.mails_of(one.oid)) for one in (ADA, PRIYA, PEOPLE[2], NOTICES)] == [1, 1, 1, 1]
    assert outlook.mails_of(NOTICES.email)[0].folder == "Sent Items"
    assert outlook.mails_of(ADA.oid)[0].sender == NOTICES.email


@pytest.mark.parametrize("flag", [False, "false"])
async def test_a_mail_may_leave_no_copy(graph: Graph, flag: object) -> None:
    assert (await graph.call("POST", SEND, {"Message": message(), "SaveToSentItems": flag})).status == 202
    assert graph.world.outlook.mails_of(NOTICES.oid) == []


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({}, "ErrorInvalidParameter"),
        ([], "ErrorInvalidRequest"),
        ({"message": message(), "save": True}, "RequestBodyRead"),
        ({"message": message(subjekt="typo")}, "RequestBodyRead"),
        ({"message": message(toRecipients=[])}, "ErrorInvalidRecipients"),
        ({"message": message(toRecipients=to("nobody"))}, "ErrorInvalidRecipients"),
        ({"message": message(internetMessageHeaders=[{"name": "Auto-Submitted", "value": "x"}])}, "InvalidInternetMessageHeader"),
        (
            {"message": message(internetMessageHeaders=[{"name": f"X-{n}", "value": "x"} for n in range(6)])},
            "InvalidInternetMessageHeaderCollection",
        ),
    ],
)
async def test_a_wrong_mail_is_refused_and_goes_nowhere(graph: Graph, body: object, code: str) -> None:
    assert await refused(graph, body) == (400, code)
    assert graph.world.outlook.mails_of(ADA.oid) == []


async def test_only_a_mailbox_sends_and_only_with_the_right(graph: Graph) -> None:
    sam = next(person for person in PEOPLE if not person.mailbox)
    assert await refused(graph, {"message": message()}, f"/users/{sam.oid}/sendMail") == (404, "MailboxNotEnabledForRESTAPI")
    assert await refused(graph, {"message": message()}, "/users/nobody@contoso.example/sendMail") == (404, "ErrorInvalidUser")
    assert (await graph.call("GET", SEND)).status == 405
    now = int(graph.world.entra.tokens.now())
    graph.token = graph.world.entra.keys.sign({"aud": GRAPH_AUDIENCE, "iat": now, "exp": now + 60, "roles": ["Calendars.ReadWrite"]})
    assert await refused(graph, {"message": message()}) == (403, "ErrorAccessDenied")
    graph.token = graph.world.entra.keys.sign({"aud": GRAPH_AUDIENCE, "iat": now, "exp": now + 60, "roles": [MAIL_ROLE]})
    assert (await graph.call("POST", SEND, {"message": message()})).status == 202
    assert (await graph.call("GET", f"/users/{ADA.oid}/events")).status == 403


async def test_a_mail_inside_a_batch_and_bad_weather(graph: Graph) -> None:
    item = {"id": "1", "method": "POST", "url": SEND, "headers": {"Content-Type": "application/json"}, "body": {"message": message()}}
    answer = await (await graph.call("POST", "/$batch", {"requests": [item]})).json()
    assert answer["responses"][0]["status"] == 202
    graph.world.outlook.fail(path="sendMail$", when="after", status=504)
    assert (await graph.call("POST", SEND, {"message": message()})).status == 504
    assert len(graph.world.outlook.mails_of(ADA.oid)) == 2


async def test_mails_outlive_a_restart(data: Path) -> None:
    async with LocalWorld(data=data, service=SERVICE) as world, aiohttp.ClientSession() as http:
        await Graph(world, http, world.entra.tokens.for_graph()).call("POST", SEND, {"message": message()})
    async with LocalWorld(data=data, service=SERVICE) as world:
        assert [mail.subject for mail in world.outlook.mails_of(ADA.oid)] == ["Hello"]


async def test_the_page_shows_the_newest_first_and_escapes_what_it_shows(graph: Graph) -> None:
    await graph.call("POST", SEND, {"message": message(subject="First")})
    await graph.call("POST", SEND, {"message": message(subject="<b>Second</b>", body={"contentType": "text", "content": "<i>x</i>"})})
    url = f"{graph.world.outlook.url}/mail/{ADA.oid}"
    shown = await (await graph.http.get(url)).text()
    assert shown.index("&lt;b&gt;Second") < shown.index("First")
    assert "<i>" not in shown
    listed = await graph.http.get(f"{url}/list")
    assert "&lt;b&gt;Second" in await listed.text()
    assert (await graph.http.get(f"{url}/list", params={"known": listed.headers["X-Version"]})).status == 204


async def test_every_mailbox_has_its_page_and_links_lead_there(graph: Graph) -> None:
    outlook = graph.world.outlook.url
    assert f"/mail/{ADA.oid}" in await (await graph.http.get(f"{outlook}/calendar/{ADA.oid}")).text()
    assert f"/mail/{NOTICES.oid}" in await (await graph.http.get(outlook)).text()
    assert "No mails yet." in await (await graph.http.get(f"{outlook}/mail/{NOTICES.oid}")).text()
    sam = next(person for person in PEOPLE if not person.mailbox)
    assert (await graph.http.get(f"{outlook}/mail/{sam.oid}")).status == 404


async def test_nobody_signs_in_as_the_shared_mailbox(world: LocalWorld) -> None:
    assert world.entra.people.find(NOTICES.email) is None
    assert world.entra.people.find_or_add("Office Notices").email != NOTICES.email
