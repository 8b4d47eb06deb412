"""The Graph subset: each rule of Outlook that the clerk must live with."""

import io
from contextlib import ExitStack

import aiohttp
import pytest

from infra.local.world import PEOPLE
from tests.local.clients import Graph

ADA = PEOPLE[0]
EVENTS = f"/users/{ADA.oid}/events"
PROP = "String {6f9b2a9e-5d35-4e5f-9a6b-0f2b3c9d7e10} Name OfficeBookerBookingId"


def event(*, day: object = "2026-11-25", after: object = "2026-11-26", booking: object = "b1", **changes: object) -> dict[str, object]:
    return {
        "subject": "Office: London",
        "body": {"contentType": "html", "content": '<p>See you. <a href="https://x.example/p">Pass</a></p>'},
        "start": {"dateTime": f"{day}T00:00:00", "timeZone": "GMT Standard Time"},
        "end": {"dateTime": f"{after}T00:00:00", "timeZone": "GMT Standard Time"},
        "isAllDay": True,
        "showAs": "free",
        "categories": ["Office Booker"],
        "location": {"displayName": "London"},
        "transactionId": f"t-{booking}",
        "singleValueExtendedProperties": [{"id": PROP, "value": booking}],
    } | changes


async def refusal(answer: aiohttp.ClientResponse) -> tuple[int, str]:
    return answer.status, (await answer.json())["error"]["code"]


async def made(graph: Graph, **changes: object) -> dict[str, object]:
    answer = await graph.call("POST", EVENTS, event(**changes))
    assert answer.status == 201, await answer.text()
    return await answer.json()


async def test_an_entry_is_made_read_changed_and_deleted(graph: Graph) -> None:
    new = await made(graph)
    assert new["start"] == {"dateTime": "2026-11-25T00:00:00.0000000", "timeZone": "UTC"}
    assert new["originalStartTimeZone"] == "GMT Standard Time"
    assert new["bodyPreview"] == "See you. Pass"
    path = f"{EVENTS}/{new['id']}"
    changed = await graph.call("PATCH", path, {"subject": "Office: Auckland"}, headers={"If-Match": str(new["@odata.etag"])})
    assert (await changed.json())["subject"] == "Office: Auckland"
    assert (await (await graph.call("GET", path)).json())["categories"] == ["Office Booker"]
    stale = await graph.call("PATCH", path, {"subject": "x"}, headers={"If-Match": str(new["@odata.etag"])})
    assert await refusal(stale) == (412, "ErrorIrresolvableConflict")
    assert (await graph.call("DELETE", path)).status == 204
    assert await refusal(await graph.call("GET", path)) == (404, "ErrorItemNotFound")
    assert await refusal(await graph.call("PATCH", path, {"subject": "x"})) == (404, "ErrorItemNotFound")
    assert await refusal(await graph.call("DELETE", path)) == (403, "ErrorCannotDeleteObject")
    assert await refusal(await graph.call("DELETE", path, headers={"Prefer": ""})) == (404, "ErrorItemNotFound")


async def test_ids_are_of_the_kind_that_was_asked_for(graph: Graph) -> None:
    new = await made(graph)
    ordinary = await (await graph.call("GET", f"/users/{ADA.email}/events", headers={"Prefer": ""})).json()
    assert ordinary["value"][0]["id"] != new["id"]
    assert (await graph.call("GET", f"{EVENTS}/{ordinary['value'][0]['id']}", headers={"Prefer": ""})).status == 200


async def test_the_same_creation_twice_is_one_entry_and_another_one_is_refused(graph: Graph) -> None:
    new = await made(graph)
    assert (await made(graph))["id"] == new["id"]
    answer = await graph.call("POST", EVENTS, event(subject="Another"))
    error = (await answer.json())["error"]
    assert (answer.status, error["code"]) == (400, "ErrorDuplicateTransactionId")
    assert error["@event.existingEventId"] == new["id"]
    path = f"{EVENTS}/{new['id']}"
    assert await refusal(await graph.call("PATCH", path, {"transactionId": "other"})) == (400, "ErrorInvalidPropertySet")
    assert (await graph.call("PATCH", path, {"transactionId": "t-b1"})).status == 200


@pytest.mark.parametrize("outlives", [False, True])
async def test_whether_a_deleted_entrys_transaction_id_is_free_again_is_a_switch(graph: Graph, *, outlives: bool) -> None:
    graph.world.outlook.calendar.transactions_outlive = outlives
    new = await made(graph)
    await graph.call("DELETE", f"{EVENTS}/{new['id']}")
    answer = await graph.call("POST", EVENTS, event(subject="Another"))
    assert answer.status == (400 if outlives else 201)


async def test_extended_properties_are_found_by_filter_and_shown_by_expand_only(graph: Graph) -> None:
    new = await made(graph)
    await made(graph, booking="b2")
    wanted = f"singleValueExtendedProperties/Any(ep: ep/id eq '{PROP}' and ep/value eq 'b1')"
    expand = f"singleValueExtendedProperties($filter=id eq '{PROP}')"
    answer = await graph.call("GET", EVENTS, params={"$filter": wanted, "$expand": expand, "$select": "id,subject"})
    assert (await answer.json())["value"] == [
        {
            "@odata.etag": new["@odata.etag"],
            "id": new["id"],
            "subject": "Office: London",
            "singleValueExtendedProperties": [{"id": PROP, "value": "b1"}],
        }
    ]
    assert "singleValueExtendedProperties" not in new
    other = await graph.call("GET", EVENTS, params={"$filter": "transactionId eq 't-b1'"})
    assert await refusal(other) == (400, "ErrorInvalidUrlQueryFilter")
    assert await refusal(await graph.call("GET", EVENTS, params={"$search": "x"})) == (400, "ErrorInvalidUrlQuery")


async def test_a_view_shows_what_overlaps_it_page_by_page(graph: Graph) -> None:
    for n in range(1, 8):
        await made(graph, day=f"2026-12-0{n}", after=f"2026-12-0{n + 1}", booking=f"b{n}")
    window = {"startDateTime": "2026-12-02T00:00:00Z", "endDateTime": "2026-12-06T00:00:00+00:00"}
    view = f"/users/{ADA.oid}/calendarView"
    first = await (await graph.call("GET", view, params=window | {"$top": "3", "$select": "start"})).json()
    assert [entry["start"]["dateTime"][:10] for entry in first["value"]] == ["2026-12-02", "2026-12-03", "2026-12-04"]
    path, _, query = first["@odata.nextLink"].removeprefix(f"{graph.world.outlook.url}/v1.0").partition("?")
    assert path == view
    answer = await graph.http.get(first["@odata.nextLink"], headers={"Authorization": f"Bearer {graph.token}"})
    rest = await answer.json()
    assert [entry["start"]["dateTime"][:10] for entry in rest["value"]] == ["2026-12-05"]
    assert "@odata.nextLink" not in rest
    assert query
    assert (await graph.call("GET", view)).status == 400


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"start": {"dateTime": "2026-11-25T09:00:00", "timeZone": "GMT Standard Time"}}, "ErrorInvalidPropertyValue"),
        ({"start": {"dateTime": "2026-11-25T00:00:00", "timeZone": "Europe/London"}}, "ErrorInvalidPropertyValue"),
        ({"day": "2026-11-26"}, "ErrorPropertyValidationFailure"),
        ({"end": {"dateTime": "2026-11-26T00:00:00", "timeZone": "Middle Earth Time"}}, "TimeZoneNotSupportedException"),
        ({"start": {"dateTime": "tomorrow", "timeZone": "GMT Standard Time"}}, "ErrorInvalidPropertyValue"),
        ({"sujbect": "typo"}, "RequestBodyRead"),
        ({"showAs": "sleeping"}, "RequestBodyRead"),
        ({"location": {"name": "London"}}, "RequestBodyRead"),
        ({"iCalUId": "1"}, "ErrorInvalidPropertySet"),
        ({"start": None}, "RequestBodyRead"),
    ],
)
async def test_what_outlook_refuses(graph: Graph, changes: dict[str, object], code: str) -> None:
    assert await refusal(await graph.call("POST", EVENTS, event(**changes))) == (400, code)
    assert graph.world.outlook.events(ADA.oid) == []


async def test_attachments_in_a_creation_are_dropped_without_a_word(graph: Graph) -> None:
    attachment = {"@odata.type": "#microsoft.graph.fileAttachment", "name": "qr.png", "contentBytes": "AAAA"}
    new = await made(graph, attachments=[attachment])
    assert new["hasAttachments"] is False
    assert "attachments" not in new


async def test_people_without_a_mailbox_and_strangers_are_told_apart(graph: Graph) -> None:
    sam = next(person for person in PEOPLE if not person.mailbox)
    assert await refusal(await graph.call("GET", f"/users/{sam.oid}/events")) == (404, "MailboxNotEnabledForRESTAPI")
    assert await refusal(await graph.call("GET", "/users/Ada/events")) == (404, "ErrorInvalidUser")
    new = graph.world.entra.people.find_or_add("Brand New")
    assert (await graph.call("POST", f"/users/{new.oid}/events", event())).status == 201


async def test_a_fifth_request_at_once_and_one_too_many_are_throttled(graph: Graph) -> None:
    limits = graph.world.outlook.limits
    with ExitStack() as under_way:
        for _ in range(4):
            under_way.enter_context(limits.request(ADA.oid))
        fifth = await graph.call("GET", EVENTS)
        assert (fifth.status, fifth.headers["Retry-After"]) == (429, "1")
        assert (await graph.call("GET", f"/users/{PEOPLE[1].oid}/events")).status == 200
    assert (await graph.call("GET", EVENTS)).status == 200
    limits.per_window = 5
    assert int((await graph.call("GET", EVENTS)).headers["Retry-After"]) > 500


async def test_answers_carry_ids_and_large_bodies_are_refused(graph: Graph) -> None:
    answer = await graph.call("GET", EVENTS, headers={"client-request-id": "mine"})
    assert answer.headers["client-request-id"] == "mine"
    assert answer.headers["request-id"]
    url = f"{graph.world.outlook.url}/v1.0{EVENTS}"
    headers = {"Authorization": f"Bearer {graph.token}", "Content-Type": "application/json"}
    huge = await graph.http.post(url, data=io.BytesIO(b" " * (4 * 1024 * 1024 + 1)), headers=headers)
    assert await refusal(huge) == (413, "RequestEntityTooLarge")
    assert (await graph.call("PUT", EVENTS, {})).status == 405
    assert (await graph.call("GET", "/me/events")).status == 404
