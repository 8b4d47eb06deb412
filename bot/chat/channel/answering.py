"""From an activity that was let in to what Teams gets for it: asks the talker, in the time that Teams gives, and says it.

A message is answered by messages; an invoke by the body of the answer, within five seconds, or else Teams asks again, twice.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Coroutine
from typing import Any, Protocol

import structlog

from bot.chat.channel.fields import id_of, part_of, text_of
from bot.chat.channel.read import Raw, Shape, Unread, shape_of
from bot.chat.channel.throttle import Throttle
from bot.chat.channel.write import NOTHING, Body, invoke_body, message_fields, naming, replies_in
from bot.chat.incoming import Incoming, Message
from bot.chat.outgoing import Answer, Card, Fault, NewCard, Replies, Text, Word
from bot.chat.ports import Gone, NotNow, Roster, Talker, Unsure
from bot.chat.words.languages import language_of, words_of
from core.service import Busy
from core.store.port import Unavailable

INVOKE_S = 4.5
MESSAGE_S = 12.0
"""Teams waits fifteen seconds until a message is taken, and then sends it again."""
TYPING_AFTER_S = 1.0
TRIES = 3
FIRST_PAUSE_S = 0.5
MOST_PAUSE_S = 5.0
MOST_REMEMBERED = 10_000

log: structlog.stdlib.BoundLogger = structlog.get_logger()


class Turn(Protocol):
    """One activity that is being answered."""

    async def send(self, fields: Body) -> None:
        """A message in answer. Raises Gone, NotNow and Unsure."""
        ...

    async def update(self, message: str, fields: Body) -> None:
        """Other content for a message of the bot. Raises Gone, NotNow and Unsure."""
        ...


class Answering:
    """Answers one activity after the other. What came before is remembered, so that a message that Teams sends again is answered once."""

    def __init__(self, talker: Talker, roster: Roster, throttle: Throttle) -> None:
        self._talker = talker
        self._roster = roster
        self._throttle = throttle
        self._seen: OrderedDict[tuple[str, str], None] = OrderedDict()
        self._later: set[asyncio.Task[None]] = set()

    async def answer(self, raw: Raw, read: Incoming | Unread, turn: Turn) -> Body | None:
        """The body that answers an invoke; None for anything else. Never raises for what the talker or Teams do."""
        shape = shape_of(raw) if raw.get("type") == "invoke" else None
        if not isinstance(read, Incoming):
            return await self._decline(raw, read, shape, turn)
        if shape is None:
            await self._converse(read, turn)
            return None
        answer, _ = await self._asked(read, INVOKE_S)
        self._show_besides(raw, read, shape, answer, turn)
        return invoke_body(shape, answer)

    async def settle(self) -> None:
        """Wait for what is still under way."""
        await asyncio.gather(*self._later, return_exceptions=True)

    async def close(self) -> None:
        """End what is still under way."""
        for task in self._later:
            task.cancel()
        await self.settle()

    async def _decline(self, raw: Raw, read: Unread, shape: Shape | None, turn: Turn) -> Body | None:
        if read is not Unread.NOBODY:
            return dict(NOTHING) if shape else None
        sentence = words_of(language_of(text_of(raw.get("locale")))).channel.nobody
        if shape:
            return invoke_body(shape, Fault(403, "nobody", sentence))
        if raw.get("type") == "message":
            await self._say(id_of(part_of(raw, "conversation").get("id")), turn, message_fields(Text(sentence)))
        return None

    async def _converse(self, incoming: Incoming, turn: Turn) -> None:
        key = (incoming.conversation.id, incoming.id)
        if incoming.id and key in self._seen:
            return
        self._remember(key)
        typing = asyncio.create_task(_type_later(turn))
        has_worked = False
        try:
            answer, has_worked = await self._asked(incoming, MESSAGE_S)
        finally:
            typing.cancel()
            if not has_worked:
                self._seen.pop(key, None)  # sent again, it may be answered
        if not has_worked and not isinstance(incoming, Message):
            return  # nobody waits for a word
        await self._say_all(incoming, replies_in(answer), turn)

    def _remember(self, key: tuple[str, str]) -> None:
        self._seen[key] = None
        if len(self._seen) > MOST_REMEMBERED:
            self._seen.popitem(last=False)

    async def _asked(self, incoming: Incoming, seconds: float) -> tuple[Answer, bool]:
        """What the talker says, and whether it came to an answer at all."""
        words = words_of(language_of(incoming.sender.locale)).channel
        kind = type(incoming).__name__
        try:
            async with asyncio.timeout(seconds):
                return await self._talker.answer(incoming, self._roster), True
        except (Busy, Unavailable, TimeoutError) as error:
            log.warning("An activity could not be answered just now.", action="chat_busy", kind=kind, error=type(error).__name__)
            return Word(words.try_again), False
        except Exception:
            log.exception("An activity could not be answered.", action="chat_failed", kind=kind)
            return Word(words.failed), False

    def _show_besides(self, raw: Raw, incoming: Incoming, shape: Shape, answer: Answer, turn: Turn) -> None:
        """What an answer to a button does besides: the message itself gets the card, or more is said than one sentence."""
        message = id_of(raw.get("replyToId"))
        if isinstance(answer, NewCard) and answer.replaces_for_all and message and not incoming.conversation.is_shared:
            fields = message_fields(Card(answer.card, ""))
            self._do_later(self._say(incoming.conversation.id, turn, fields, message))
        elif shape is Shape.CARD and isinstance(answer, Replies) and len(answer.replies) > 1:
            self._do_later(self._say_all(incoming, answer.replies, turn))

    def _do_later(self, what: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(what)
        self._later.add(task)
        task.add_done_callback(self._later.discard)

    async def _say_all(self, incoming: Incoming, replies: tuple[Text | Card, ...], turn: Turn) -> None:
        for number, reply in enumerate(replies):
            fields = message_fields(reply)
            if number == 0 and incoming.conversation.is_shared:
                fields = naming(incoming.sender, fields)
            await self._say(incoming.conversation.id, turn, fields)

    async def _say(self, conversation: str, turn: Turn, fields: Body, message: str = "") -> None:
        """Send it, or show it in that message; again where Teams certainly did nothing. What can't be said is told to the log."""
        for number in range(TRIES):
            try:
                await self._throttle.wait(conversation, is_answer=not message)
                await (turn.update(message, fields) if message else turn.send(fields))
            except NotNow as later:
                pause_s = max(later.after_s or 0.0, FIRST_PAUSE_S * 2**number)
                if number == TRIES - 1 or pause_s > MOST_PAUSE_S:
                    log.warning("An answer could not be sent.", action="chat_not_sent", error="NotNow")
                    return
                await asyncio.sleep(pause_s)
            except (Gone, Unsure) as error:
                log.warning("An answer could not be sent.", action="chat_not_sent", error=type(error).__name__)
                return
            except Exception:  # what the library can't write
                log.exception("An answer could not be written.", action="chat_not_written")
                return
            else:
                return


async def _type_later(turn: Turn) -> None:
    """Show that somebody is at it, where the answer takes a while; not worth a second try."""
    await asyncio.sleep(TYPING_AFTER_S)
    try:
        await turn.send({"type": "typing"})
    except (Gone, NotNow, Unsure):
        return
