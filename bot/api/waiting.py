"""The addresses of a day's waiting list: stand in line, leave it."""

from __future__ import annotations

from datetime import time
from http import HTTPStatus

from bot.api.endpoint import Answer, Nothing, PersonCall
from bot.api.handlers import shown
from bot.api.types import NewWait, NoQuery, PersonQuery, WaitingView
from bot.api.views import until_text
from bot.errors import refused
from bot.keys import Parts
from core import offices, reading
from core.decision import Joined, Refusal, Repeated
from core.model import AskId, OfficeId, PersonId, Queue
from core.service import Leave, Wait


async def join(call: PersonCall[NoQuery, NewWait]) -> Answer:
    """Stand in line. 201 for a new place or for something else to wait for; 200 if it is so already, or the place was handed over."""
    body = call.body
    command = Wait(
        ask=AskId(body.ask),
        office=OfficeId(call.path("office")),
        day=call.day(),
        parking=body.parking,
        reason=body.reason,
        person=PersonId(body.person) if body.person else None,
        until=time.fromisoformat(body.until) if body.until else None,
    )
    decision = await call.parts.service.join(call.person, command, call.reference)
    if isinstance(decision, Refusal):
        raise refused(decision)
    if isinstance(decision, Repeated):
        booking = decision.booking
        return Answer(WaitingView(None, booking.parking, None, await shown(call.parts, call.person, booking)))
    person = command.person or call.person.id
    if isinstance(decision, Joined):
        return Answer(_standing(decision.queue, person, command), HTTPStatus.CREATED)
    return Answer(_standing(await _line(call.parts, command), person, command))


async def leave(call: PersonCall[PersonQuery, Nothing]) -> Answer:
    """Leave the line. Somebody who is in no line is answered the same."""
    command = Leave(
        ask=AskId(call.parts.new_id()),
        office=OfficeId(call.path("office")),
        day=call.day(),
        person=PersonId(call.query.person) if call.query.person else None,
    )
    decision = await call.parts.service.leave(call.person, command, call.reference)
    if isinstance(decision, Refusal):
        raise refused(decision, too_late=True)
    return Answer(None, HTTPStatus.NO_CONTENT)


async def _line(parts: Parts, command: Wait) -> Queue:
    """An ask that is repeated says nothing of what was changed since, so the line itself is looked at."""
    office = await offices.read(parts.store, command.office)
    return (await reading.line_of(parts.store, office, command.day)).queue if office else Queue(command.office, command.day)


def _standing(queue: Queue, person: PersonId, command: Wait) -> WaitingView:
    waiter = queue.waiter(person)
    parking = waiter.parking if waiter else command.parking
    return WaitingView(queue.place_of(person), parking, until_text(waiter), None)
