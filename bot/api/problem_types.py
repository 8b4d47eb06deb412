"""Every kind of problem that the API answers: its code and status, what it means, what to do about it, and the sentence as it is said.

Plain data, read by the OpenAPI document and by the page that each problem's `type` leads to.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from http import HTTPStatus

from bot.errors import STATUS
from core.decision import Code, Fact, Refusal
from core.office_edits import MAX_CAPACITY
from core.waiting import MAX_WAITING
from core.words import sentence

_DAY: dict[str, Fact] = {"day": "2026-11-25", "office": "London"}
_MINE: dict[str, Fact] = _DAY | {"own": True}


@dataclass(frozen=True, slots=True)
class ProblemType:
    """One kind of problem. `detail` and `facts` are those of an occasion as good as any; `statuses`: the usual one first."""

    code: str
    statuses: tuple[HTTPStatus, ...]
    meaning: str
    remedy: str
    detail: str
    facts: Mapping[str, Fact] = field(default_factory=dict[str, Fact])


def _refusal(code: Code, meaning: str, remedy: str, *more: HTTPStatus, **facts: Fact) -> ProblemType:
    """A refusal of the rules; the sentence is the one that the person reads."""
    return ProblemType(code.value, (STATUS[code], *more), meaning, remedy, sentence(Refusal(code, facts)), facts)


def _of_request(code: str, status: HTTPStatus, meaning: str, remedy: str, detail: str) -> ProblemType:
    """A problem with the request itself, or with its moment; no rule was asked."""
    return ProblemType(code, (status,), meaning, remedy, detail)


_KINDS: Iterable[ProblemType] = (
    _of_request(
        "bad_request",
        HTTPStatus.BAD_REQUEST,
        "The query, the body or a header does not have the shape that this address takes, or names something twice.",
        "Compare the request with the description of the address; the detail says where they differ.",
        "The query is not right: Expected `int` <= 200 - at `$.limit`.",
    ),
    _of_request(
        "sign_in",
        HTTPStatus.UNAUTHORIZED,
        "No token came along, or one that does not prove who is calling.",
        "Get a new token from Entra for the scope in `/api/config` and send it as `Authorization: Bearer …`.",
        "Please sign in.",
    ),
    _of_request(
        "no_such_page",
        HTTPStatus.NOT_FOUND,
        "There is no such address.",
        "Compare the address with those described here.",
        "There is nothing at this address.",
    ),
    _of_request(
        "no_such_method",
        HTTPStatus.METHOD_NOT_ALLOWED,
        "The address is there, but does not take this method; the header `Allow` has those that it takes.",
        "Use a method that the address takes.",
        "This address does not take that method.",
    ),
    _of_request(
        "too_slow",
        HTTPStatus.REQUEST_TIMEOUT,
        "The body did not arrive in time.",
        "Send the request again, with all of its body at once.",
        "The request took too long to arrive.",
    ),
    _of_request(
        "too_large",
        HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
        "The body is larger than any that makes sense.",
        "Send a smaller body; none of this API has more than a few hundred bytes of its own.",
        "The request is too large.",
    ),
    _of_request(
        "version_missing",
        HTTPStatus.PRECONDITION_REQUIRED,
        "An edit must say which version it means, so that two people never overwrite each other.",
        "Read the thing, and send its `ETag` as `If-Match`; `If-Match: *` edits whatever is there.",
        'Say which version you have seen, as in If-Match: "3"; it came as the ETag.',
    ),
    _of_request(
        "too_many_calls",
        HTTPStatus.TOO_MANY_REQUESTS,
        "There were more calls from you, or from your network address, than the service answers in that time.",
        "Wait as many seconds as the header `Retry-After` says, then send the request again.",
        "You call too often. Please wait a moment.",
    ),
    _of_request(
        "failed",
        HTTPStatus.INTERNAL_SERVER_ERROR,
        "Something is wrong on our side; it is logged under the `reference`.",
        "Send the request again: one with an `ask` is never done twice. If it fails again, tell the operator the `reference`.",
        "Something went wrong on our side. Please try again.",
    ),
    _of_request(
        "busy",
        HTTPStatus.SERVICE_UNAVAILABLE,
        "It did not work just now: too many people wanted the same, or something that is needed did not answer.",
        "Wait as many seconds as the header `Retry-After` says, then send the same request with the same `ask`.",
        "That did not work just now. Please try again.",
    ),
    ProblemType(
        "selftest_failed",
        (HTTPStatus.SERVICE_UNAVAILABLE,),
        "Something that the service needs does not work. The facts say what became of each part: `ok`, or what is wrong with it.",
        "Look at the log under the `reference`, mend that part, and ask again.",
        "The self-test failed: store, sync.",
        {"office": "ok", "store": "no answer within 5 seconds", "sync": "unavailable"},
    ),
    _of_request(
        "booking_cancelled",
        HTTPStatus.CONFLICT,
        "The booking was given back, so there is no pass for it.",
        "Book the day again; the new booking has a pass.",
        "This booking was cancelled and has no pass any more.",
    ),
    _refusal(
        Code.NO_SUCH_OFFICE,
        "No office has this id, or it was closed for good.",
        "Use an id of `GET /api/offices`.",
    ),
    _refusal(
        Code.NO_SUCH_PERSON,
        "Nobody with this id is known.",
        "People are known from their first sign-in on: let the person open the product once.",
    ),
    _refusal(
        Code.NO_SUCH_BOOKING,
        "There is no booking with this id, or it is so old that it was forgotten.",
        "Use an id of `GET /api/bookings`.",
    ),
    _refusal(
        Code.NOT_YOURS,
        "It is about somebody else, whose office the caller does not manage.",
        "Leave `person` out to act for yourself, or let an administrator of the office do it.",
    ),
    _refusal(
        Code.NOT_FOR_YOU,
        "The caller does not have the role that this needs.",
        "`GET /api/me` says which role the caller has; System Admins give roles to people.",
    ),
    _refusal(
        Code.READ_ONLY,
        "The house was made read-only; everything can be looked at, nothing can be changed.",
        "Wait until an administrator or the operator ends this; `GET /api/config` says whether it still holds.",
    ),
    _refusal(
        Code.DAY_PAST,
        "The day is over in the time zone of the office. 403 for giving back, where all else is in order; otherwise 422.",
        "Choose a day that is not over; a past day is never changed.",
        HTTPStatus.FORBIDDEN,
        day="2026-11-23",
        office="London",
    ),
    _refusal(
        Code.DAY_TOO_FAR,
        "The day lies beyond those that can be booked or set apart; `last` is the last one.",
        "Choose an earlier day, or wait.",
        day="2026-12-14",
        office="London",
        own=True,
        last="2026-12-07",
        days=14,
    ),
    _refusal(
        Code.ASK_REUSED,
        "The same `ask` was sent before with another wish, so it is not clear which was meant.",
        "Make a new `ask` for every new wish, and send an old one again only with the same wish.",
    ),
    _refusal(
        Code.ALREADY_BOOKED,
        "There is one booking at most for each person, office and day.",
        "Use the booking that is there, or give it back first.",
        **_MINE,
    ),
    _refusal(
        Code.OTHER_OFFICE_BOOKED,
        "The house allows one office for each person and day, and another one is booked.",
        "Give the other booking back first.",
        **_MINE,
    ),
    _refusal(
        Code.OFFICE_CLOSED,
        "The office is closed on that day; `note` says why, if a reason was given.",
        "Choose another day or another office.",
        **_MINE,
        note="The lift is being repaired.",
    ),
    _refusal(
        Code.ALLOWANCE_USED,
        "The person has as many days booked in that week as their allowance has.",
        "Give a day of that week back, or ask a System Admin for a larger allowance.",
        **_MINE,
        allowance=3,
        used=3,
        week="2026-W48",
    ),
    _refusal(
        Code.OFFICE_FULL,
        "All places of that day are taken.",
        "Stand in line with `POST /api/offices/{office}/days/{date}/waiting`, or choose another day.",
        **_MINE,
        capacity=10,
    ),
    _refusal(
        Code.PARKING_FULL,
        "There is a place for a person, but none for a car.",
        "Book without `parking`, or stand in line for a place with it.",
        **_MINE,
        capacity=4,
    ),
    _refusal(Code.NO_PARKING, "The office has no car places on that day at all.", "Book without `parking`.", **_MINE),
    _refusal(
        Code.REASON_MISSING,
        "The house asks for a reason, and none was given.",
        "Send the same wish with a `reason` and a new `ask`.",
        own=True,
    ),
    _refusal(
        Code.TODAY_IS_FIXED,
        "On the day itself people can't give their booking back; those who manage the office can, until the day ends.",
        "Let an administrator of the office cancel it.",
        day="2026-11-24",
        office="London",
    ),
    _refusal(
        Code.PLACE_FREE,
        "Nobody needs to wait: what was wished for can be booked.",
        "Book it with `POST /api/bookings`.",
        **_DAY,
    ),
    _refusal(
        Code.WAIT_OVER,
        "The time until which the person wanted to wait is over already.",
        "Send a later `until`, or null to take a place at any time.",
        day="2026-11-25",
    ),
    _refusal(Code.QUEUE_FULL, "As many people stand in line as a day takes.", "Choose another day.", most=MAX_WAITING),
    _refusal(
        Code.CHANGED_MEANWHILE,
        "The version in `If-Match` is not the one that is there: somebody else was faster.",
        "Read it again, see whether the edit still makes sense, and send it with the new `ETag`.",
    ),
    _refusal(
        Code.OFFICE_EXISTS,
        "There is, or was, an office with this id.",
        "Choose another id; ids are never used twice.",
    ),
    _refusal(
        Code.BAD_VALUE,
        "A value has the right shape, but can't be; `field` names it, `least` and `most` are the limits.",
        "Choose a value within the limits.",
        field="capacity",
        least=0,
        most=MAX_CAPACITY,
    ),
)

PROBLEM_TYPES: Mapping[str, ProblemType] = {kind.code: kind for kind in _KINDS}
"""By code; complete by a test."""
