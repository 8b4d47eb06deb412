"""Every no of the API: problem+json (RFC 9457) with a code, the facts, a sentence for the person and a reference for the log."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from http import HTTPStatus

import msgspec
import structlog
from aiohttp import hdrs, web
from aiohttp.typedefs import Handler

from bot.calls import route_of
from bot.keys import LANGUAGE, PARTS, reference_of
from bot.limits import TooManyCalls
from bot.signing_keys import KeysUnavailable
from bot.time_limits import DEADLINE
from core.decision import Code, Fact, Facts, Refusal
from core.service import Busy
from core.store.port import Unavailable
from core.words import DEFAULT, sentence

log: structlog.stdlib.BoundLogger = structlog.get_logger()

STATUS: Mapping[Code, HTTPStatus] = {
    Code.NO_SUCH_OFFICE: HTTPStatus.NOT_FOUND,
    Code.NO_SUCH_PERSON: HTTPStatus.NOT_FOUND,
    Code.NO_SUCH_BOOKING: HTTPStatus.NOT_FOUND,
    Code.NOT_YOURS: HTTPStatus.FORBIDDEN,
    Code.TODAY_IS_FIXED: HTTPStatus.FORBIDDEN,
    Code.DAY_PAST: HTTPStatus.UNPROCESSABLE_ENTITY,
    Code.DAY_TOO_FAR: HTTPStatus.UNPROCESSABLE_ENTITY,
    Code.OFFICE_CLOSED: HTTPStatus.UNPROCESSABLE_ENTITY,
    Code.NO_PARKING: HTTPStatus.UNPROCESSABLE_ENTITY,
    Code.ASK_REUSED: HTTPStatus.CONFLICT,
    Code.ALREADY_BOOKED: HTTPStatus.CONFLICT,
    Code.OTHER_OFFICE_BOOKED: HTTPStatus.CONFLICT,
    Code.ALLOWANCE_USED: HTTPStatus.CONFLICT,
    Code.OFFICE_FULL: HTTPStatus.CONFLICT,
    Code.PARKING_FULL: HTTPStatus.CONFLICT,
    Code.NOT_FOR_YOU: HTTPStatus.FORBIDDEN,
    # No 5xx: nothing is broken, and a client that asks again gets the same answer.
    Code.READ_ONLY: HTTPStatus.CONFLICT,
    Code.REASON_MISSING: HTTPStatus.UNPROCESSABLE_ENTITY,
    Code.PLACE_FREE: HTTPStatus.CONFLICT,
    Code.WAIT_OVER: HTTPStatus.UNPROCESSABLE_ENTITY,
    Code.QUEUE_FULL: HTTPStatus.CONFLICT,
    Code.CHANGED_MEANWHILE: HTTPStatus.PRECONDITION_FAILED,
    Code.OFFICE_EXISTS: HTTPStatus.CONFLICT,
    Code.BAD_VALUE: HTTPStatus.UNPROCESSABLE_ENTITY,
}
"""HTTP's word for each refusal; complete by a test."""
RETRY_AFTER_S = 1


class Problem(Exception):
    """A request that can't be granted, with all that its answer says."""

    def __init__(
        self, status: HTTPStatus, code: str, detail: str, facts: Mapping[str, Fact] | None = None, *, retry_after_s: int | None = None
    ) -> None:
        super().__init__(code)
        self.status = status
        self.code = code
        self.detail = detail
        self.facts = facts or {}
        self.retry_after_s = retry_after_s
        self.refusal: Refusal | None = None


class ProblemBody(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """What every refusal and error of the API looks like."""

    type: str
    title: str
    status: int
    code: str
    detail: str
    facts: dict[str, Fact]
    reference: str


def refused(refusal: Refusal, *, too_late: bool = False) -> Problem:
    """A refusal of the rules as an answer. `too_late`: the day is over for a change, rather than wrong to ask for."""
    status = HTTPStatus.FORBIDDEN if too_late and refusal.code is Code.DAY_PAST else STATUS[refusal.code]
    problem = Problem(status, refusal.code, sentence(refusal), _as_programs_write_it(refusal.facts))
    problem.refusal = refusal
    return problem


def _as_programs_write_it(facts: Facts) -> Facts:
    """A field is named as in the body that it came in."""
    if "field" not in facts:
        return facts
    first, *others = str(facts["field"]).split("_")
    return facts | {"field": first + "".join(word.capitalize() for word in others)}


def type_of(code: str) -> str:
    """Where there is a page about that kind of problem."""
    return f"/api/docs#problem-{code}"


def bad_request(detail: str) -> Problem:
    """A request that can't be understood."""
    return Problem(HTTPStatus.BAD_REQUEST, "bad_request", detail)


@web.middleware
async def problems(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Give every failure its answer, that of taking too long among them."""
    try:
        return await _in_time(request, handler)
    except Problem as problem:
        return answer(request, problem)
    except web.HTTPException as error:
        if error.status < HTTPStatus.BAD_REQUEST:
            raise
        response = answer(request, _of_http(error))
        if hdrs.ALLOW in error.headers:
            response.headers[hdrs.ALLOW] = error.headers[hdrs.ALLOW]
        return response
    except TooManyCalls as often:
        wait_s = often.retry_after_s
        detail = "You call too often. Please wait a moment."
        return answer(request, Problem(HTTPStatus.TOO_MANY_REQUESTS, "too_many_calls", detail, retry_after_s=wait_s))
    except (Busy, Unavailable, KeysUnavailable, TimeoutError) as error:
        log.warning("A request could not be served just now.", action="unavailable", error=type(error).__name__)
        return answer(request, Problem(HTTPStatus.SERVICE_UNAVAILABLE, "busy", "That did not work just now. Please try again."))
    except Exception:
        log.exception("A request failed.", action="failed", method=request.method, route=route_of(request))
        return answer(request, Problem(HTTPStatus.INTERNAL_SERVER_ERROR, "failed", "Something went wrong on our side. Please try again."))


async def _in_time(request: web.Request, handler: Handler) -> web.StreamResponse:
    """What the handler answers. Raises TimeoutError when the call takes too long."""
    parts = request.app[PARTS]
    async with asyncio.timeout(None) as call:
        parts.deadlines.set(call, parts.time_limits.call_s)
        request[DEADLINE] = call
        try:
            if request.match_info.http_exception is not None:  # no such address, or not by this method
                await parts.limits.count_refused(request)
            return await handler(request)
        finally:
            parts.deadlines.clear(call)


def answer(request: web.Request, problem: Problem) -> web.Response:
    """The problem as an answer to this request; a refusal of the rules in the language of the caller."""
    language = request.get(LANGUAGE, DEFAULT)
    body = ProblemBody(
        type=type_of(problem.code),
        title=problem.status.phrase,
        status=problem.status.value,
        code=problem.code,
        detail=sentence(problem.refusal, language) if problem.refusal else problem.detail,
        facts=dict(problem.facts),
        reference=reference_of(request),
    )
    response = web.Response(body=msgspec.json.encode(body), status=problem.status, content_type="application/problem+json")
    response.headers[hdrs.CONTENT_LANGUAGE] = language if problem.refusal else DEFAULT
    wait_s = RETRY_AFTER_S if problem.status is HTTPStatus.SERVICE_UNAVAILABLE else problem.retry_after_s
    if wait_s is not None:
        response.headers["Retry-After"] = str(wait_s)
    if problem.status is HTTPStatus.REQUEST_TIMEOUT:
        response.force_close()
    if problem.status is HTTPStatus.UNAUTHORIZED:
        response.headers["WWW-Authenticate"] = "Bearer"
    return response


def _of_http(error: web.HTTPException) -> Problem:
    status = HTTPStatus(error.status)
    details = {
        HTTPStatus.NOT_FOUND: ("no_such_page", "There is nothing at this address."),
        HTTPStatus.METHOD_NOT_ALLOWED: ("no_such_method", "This address does not take that method."),
        HTTPStatus.REQUEST_ENTITY_TOO_LARGE: ("too_large", "The request is too large."),
    }
    code, detail = details.get(status, ("bad_request", "The request could not be understood."))
    return Problem(status, code, detail)
