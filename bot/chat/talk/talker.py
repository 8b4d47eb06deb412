"""Answers whatever comes from Teams: who it is, what it is, and which room of this one looks after it."""

from __future__ import annotations

from collections.abc import Sequence

from bot.chat.cards.actions import Verb
from bot.chat.incoming import DialogOpened, DialogSent, Incoming, Installed, Link, Message, Pressed, Search, Uninstalled
from bot.chat.outgoing import Answer, Card, Fault, NewCard, Replies, Reply, Text, Word
from bot.chat.ports import Roster
from bot.chat.talk import buttons, deeds, dialogs, extension, greeting, groups, links, reading
from bot.chat.talk.button_data import ButtonData, Odd
from bot.chat.talk.desk import Desk
from bot.chat.talk.visit import Visit, begin
from bot.chat.understand.meaning import NotUnderstood
from bot.chat.words.languages import words_of
from bot.chat.words.plain import plain

ODD = "odd_button"
BAD_REQUEST = 400


class Talk:
    """The Talker of the house."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk

    async def answer(self, incoming: Incoming, roster: Roster) -> Answer:
        """See the port."""
        if isinstance(incoming, Uninstalled):
            await greeting.forget(self.desk, incoming)
            return Replies()
        visit = await begin(self.desk, incoming)
        if isinstance(incoming, Installed):
            said = await greeting.welcome(visit)
            return Replies((said,) if said else ())
        if isinstance(incoming, Message):  # a search or a button may come from a chat that the bot is no member of
            await greeting.keep(self.desk, incoming)
        try:
            return await _answer(visit, incoming, roster)
        except Odd:
            sentence = words_of(visit.language).talk.odd_button
            return Replies((_in_markdown(Text(sentence)),)) if isinstance(incoming, Message) else Fault(BAD_REQUEST, ODD, sentence)


async def _answer(visit: Visit, incoming: Incoming, roster: Roster) -> Answer:
    match incoming:
        case Message():
            return Replies(tuple(map(_in_markdown, await _said(visit, incoming, roster))))
        case Pressed():
            return await _pressed(visit, incoming, roster)
        case Search():
            return await extension.search(visit, incoming)
        case Link():
            return await links.unfurl(visit, incoming.url)
        case DialogOpened():
            return dialogs.opened(visit, incoming)
        case DialogSent():
            return await dialogs.sent(visit, incoming)
        case _:
            return Replies()


async def _said(visit: Visit, message: Message, roster: Roster) -> Sequence[Reply]:
    """A sentence; or the button of an old client, which comes as a message without one."""
    if "verb" in message.data:
        verb, data = buttons.verb_of(message.data["verb"]), ButtonData(message.data)
        return await groups.submitted(visit, verb, data, roster) if visit.is_shared else [await buttons.press(visit, verb, data)]
    understood = reading.read(visit, message.text)
    visit, meaning = visit.saying(message.text, understood.language), understood.meaning
    said = await groups.answer(visit, meaning, roster) if visit.is_shared else [await deeds.answer(visit, meaning)]
    return [Text(words_of(visit.language).talk.not_understood), *said] if isinstance(meaning, NotUnderstood) else said


async def _pressed(visit: Visit, pressed: Pressed, roster: Roster) -> Answer:
    """What comes back is seen by the one who pressed alone, in a group, too."""
    verb, data = buttons.verb_of(pressed.verb), ButtonData(pressed.data)
    if pressed.is_refresh and verb not in buttons.REFRESHES:
        raise Odd
    in_team = visit.is_shared and verb is Verb.WHO
    reply = await (groups.of_team(visit, data, roster) if in_team else buttons.press(visit, verb, data))
    if isinstance(reply, Card):
        return NewCard(reply.card, replaces_for_all=not visit.is_shared and not pressed.is_refresh)
    return Word(reply.text)


def _in_markdown(reply: Reply) -> Reply:
    """A message is read as markdown, other than a word in a dialog or beside a button; cards look after themselves."""
    return Text(plain(reply.text)) if isinstance(reply, Text) else reply
