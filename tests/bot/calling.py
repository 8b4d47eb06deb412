"""How schemathesis calls the API: what it is told of the house, what it may not know, and how an answer is compared with the document."""

from __future__ import annotations

from collections.abc import Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any, cast

import msgspec
import requests
import schemathesis
from schemathesis.config import SchemathesisConfig

from bot.api.openapi import document
from bot.api.openapi_people import ANNA_OID, ANNAS_BOOKING, BEN_OID, BOOKED, CLARA_OID, FREE, FULL, OMAR_OID, TODAY
from tests.bot.example_house import AUCKLAND, LONDON, ExampleHouse, person

LONGEST_LINE = 8190
"""Longer ones are refused by aiohttp itself, before there is any request to answer."""
_KNOWN = {
    "offices": [LONDON.id, AUCKLAND.id],
    "bookings": [ANNAS_BOOKING],
    "people": [person(ANNA_OID), person(BEN_OID), person(CLARA_OID)],
    "days": [day.isoformat() for day in (TODAY, BOOKED, FULL, FREE)],
    "versions": ["*"],
    "zones": ["Europe/London", "Pacific/Auckland"],
}
"""What is there. Most calls are about it, since what is made up rarely hits anything."""
_NAMED = {
    "offices": ["path.office", "query.office", "body.office", "body.homeOffice"],
    "bookings": ["path.booking"],
    "people": ["path.person", "query.person", "body.person"],
    "days": ["path.date", "query.date", "query.from", "query.to", "body.date"],
    "versions": ["header.If-Match"],
    "zones": ["query.zone", "body.zone"],
}
ROLES: Mapping[str, tuple[str | None, str]] = {
    "nobody": (None, "anyone"),
    "anna": (ANNA_OID, "person"),
    "clara": (CLARA_OID, "officeAdmin"),
    "omar": (OMAR_OID, "systemAdmin"),
}
_NOT_SAID = (
    "that is no place in a list",  # `next` is what an answer gave, and nothing else
    "The days must run from an earlier to a later one",  # two names of the query depend on each other
    "got `float`",  # 4.0 is an integer for JSON Schema, and no whole number of anything for us
)
"""Why a call that keeps to the document can't be understood all the same; no schema can say it."""
_tool: Any = schemathesis
_config: Any = SchemathesisConfig


def plain() -> dict[str, Any]:
    """The document as a program reads it."""
    return cast("dict[str, Any]", msgspec.json.decode(msgspec.json.encode(document())))


def loaded(described: dict[str, Any], calls: int) -> Any:
    """The document for schemathesis. `calls`: made up for each operation and caller, on top of those at the edges of every shape."""
    fine = [str(status.value) for status in HTTPStatus if status < HTTPStatus.BAD_REQUEST]
    settings = {
        "seed": 20261124,
        "suppress-health-check": ["all"],  # a slow machine is no failure
        "generation": {
            "deterministic": True,
            "database": "none",
            "max-examples": max(calls, 1),
            # A made-up token, or none, is always replaced by the caller's; `ignored_auth` calls without one by itself.
            "with-security-parameters": False,
        },
        "phases": {"fuzzing": {"enabled": calls > 0}},
        "dictionaries": {name: {"values": values} for name, values in _KNOWN.items()},
        "parameters": {one: {"dictionary": name, "probability": 0.8} for name, names in _NAMED.items() for one in names},
        "checks": {
            # The document says what is understood; whether it is granted, the rules say.
            "positive_data_acceptance": {"expected-statuses": [*fine, "401", "403", "404", "409", "412", "422"]},
            # A limit that is a rule is answered by 422. A version that is none is not the one that is there, which is a 412.
            "negative_data_rejection": {"expected-statuses": ["400", "401", "403", "404", "405", "409", "412", "413", "422", "428"]},
            "missing_required_header": {"expected-statuses": ["401", "403", "428"]},
        },
    }
    return _tool.openapi.from_dict(described, config=_config.from_dict(settings))


@dataclass(slots=True)
class Caller:
    """Somebody who calls one house over one connection. `granted`: how many calls were; `may`: whether the document lets them."""

    url: str
    session: requests.Session
    headers: dict[str, str]
    role: str
    granted: int = field(default=0)
    may: bool = field(default=False)


@contextmanager
def calling(house: ExampleHouse, who: str, *, read_only: bool = False) -> Generator[Caller]:
    """Somebody, and a house in which nothing has happened yet."""
    oid, role = ROLES[who]
    headers = {"Authorization": f"Bearer {house.token(oid)}"} if oid else {}
    with house.open(read_only=read_only) as url, requests.Session() as session:
        yield Caller(url, session, headers, role)


def call(case: Any, caller: Caller) -> Any:
    """What the house answers."""
    roles: list[str] = case.operation.definition.raw["x-roles"]
    caller.may |= "anyone" in roles or caller.role in roles
    if case.meta.phase.name.value in {"examples", "coverage"} and case.meta.generation.mode.is_positive and "If-Match" in case.headers:
        case.headers["If-Match"] = "*"  # the version in the example is an old one, or it is none: the tool's way with an optional header
    answer = case.call(base_url=caller.url, session=caller.session, headers=caller.headers)
    caller.granted += answer.status_code < HTTPStatus.BAD_REQUEST
    return answer


def compare(answer: Any, case: Any, caller: Caller) -> None:
    """The answer with the document, by all checks of schemathesis and one of our own."""
    if answer.status_code == HTTPStatus.BAD_REQUEST and f"Got more than {LONGEST_LINE} bytes when reading" in answer.text:
        assert len(answer.request.path_url) > LONGEST_LINE - 100
        return
    case.validate_response(
        answer,
        headers=caller.headers,
        additional_checks=[codes_are_documented],
        excluded_checks=list(_beside_the_point(answer, caller)),
        transport_kwargs={"session": caller.session},
    )


def codes_are_documented(_: object, answer: Any, case: Any) -> None:
    """A problem that an address answers is among those that it is said to answer under this status."""
    described = case.operation.definition.raw["responses"].get(str(answer.status_code))
    if described and answer.headers.get("content-type") == ["application/problem+json"]:
        assert answer.json()["code"] in described["x-codes"]


def _beside_the_point(answer: Any, caller: Caller) -> Generator[object]:
    _tool.checks.load_all_checks()
    if answer.status_code == HTTPStatus.BAD_REQUEST and any(why in answer.text for why in _NOT_SAID):
        yield _tool.checks.CHECKS.get_one("positive_data_acceptance")
    if caller.granted > 1:
        # Two more calls for each that is granted; once for each operation and caller is enough.
        yield _tool.checks.CHECKS.get_one("ignored_auth")
