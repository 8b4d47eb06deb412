"""From an activity as Teams sends it to a value of ours. It is proved to come from Teams; what stands in it, people and programs wrote."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import TypeVar

from bot.chat.channel.fields import data_of, id_of, list_of, number_of, part_of, text_of
from bot.chat.incoming import (
    Conversation,
    DialogOpened,
    DialogSent,
    Incoming,
    Installed,
    Kind,
    Link,
    Message,
    Pressed,
    Search,
    Sender,
    Uninstalled,
)
from core.model import is_id, person_id

MOST_TEXT = 2_000
"""Letters of a sentence that are looked at; nothing that the bot understands is as long."""
MOST_MENTIONS = 200
MOST_RESULTS = 50
MOST_ATTACHMENTS = 20
CARD = "application/vnd.microsoft.card.adaptive"
_TAG = re.compile("<[^<>]*>")
_KINDS = {"personal": Kind.PERSONAL, "channel": Kind.CHANNEL}
Raw = Mapping[str, object]
_Kind = TypeVar("_Kind", bound=Incoming)


class Unread(Enum):
    """What is no activity to answer."""

    NOTHING = "nothing to us"
    NOBODY = "something that only somebody we know may do, but nobody is named"
    UNKNOWN = "an invoke that we do not know"
    EMPTY = "an invoke to which the answer is that there is nothing"


class Shape(Enum):
    """How the answer to an invoke is written."""

    CARD = "adaptiveCard/action"
    RESULTS = "composeExtension"
    DIALOG = "task"


@dataclass(frozen=True, slots=True)
class Invoke:
    """How an invoke is read and answered. `read` None: there is nothing to it."""

    shape: Shape
    read: Callable[[_Common, Raw], Incoming] | None


@dataclass(frozen=True, slots=True)
class _Common:
    """What every activity has."""

    id: str
    sender: Sender
    conversation: Conversation

    def made(self, kind: type[_Kind], **more: object) -> _Kind:
        return kind(id=self.id, sender=self.sender, conversation=self.conversation, **more)


def shape_of(raw: Raw) -> Shape | None:
    """How the activity is answered, if it is an invoke that we know."""
    known = INVOKES.get(text_of(raw.get("name")))
    return known.shape if known else None


def read(raw: Raw, tenant: str) -> Incoming | Unread:
    """What the activity says to us, of that tenant."""
    match text_of(raw.get("type")):
        case "message":
            reader = None if _is_only_card(raw) else _message
        case "invoke":
            known = INVOKES.get(text_of(raw.get("name")))
            if known is None or known.read is None:
                return Unread.EMPTY if known else Unread.UNKNOWN
            reader = known.read
        case "conversationUpdate" | "installationUpdate":
            reader = _installation(raw)
        case _:
            reader = None
    if reader is None:
        return Unread.NOTHING
    common = _common(raw, tenant)
    return reader(common, raw) if common else Unread.NOBODY


def _common(raw: Raw, tenant: str) -> _Common | None:
    conversation, sender = _conversation(raw, tenant), _sender(raw, tenant)
    return _Common(id_of(raw.get("id")), sender, conversation) if conversation and sender else None


def _conversation(raw: Raw, tenant: str) -> Conversation | None:
    """Where it was said. Where Teams does not say of which kind it is, others are taken to read along."""
    part = part_of(raw, "conversation")
    identifier = id_of(part.get("id"))
    if not identifier:
        return None
    return Conversation(
        id=identifier,
        kind=_KINDS.get(text_of(part.get("conversationType")), Kind.GROUP),
        service_url=id_of(raw.get("serviceUrl")),
        tenant=tenant,
        team=id_of(part_of(raw, "channelData", "team").get("id")) or None,
    )


def _sender(raw: Raw, tenant: str) -> Sender | None:
    """Who sent it: the object id that Teams names, in the tenant of the conversation. A person of another tenant is nobody's here."""
    part = part_of(raw, "from")
    home = part.get("tenantId")
    object_id = id_of(part.get("aadObjectId"), 100)
    person = person_id(tenant, object_id)
    if not object_id or not is_id(person) or (home is not None and text_of(home).lower() != tenant):
        return None
    return Sender(person=person, name=text_of(part.get("name"), 200), channel_id=id_of(part.get("id")), locale=_locale(raw))


def _locale(raw: Raw) -> str:
    told = text_of(raw.get("locale"), 40)
    entities = list_of(raw.get("entities"), MOST_MENTIONS)
    return told or next(filter(None, (text_of(part_of(one).get("locale"), 40) for one in entities)), "")


def _message(common: _Common, raw: Raw) -> Message:
    return common.made(Message, text=_sentence(raw), data=data_of(raw.get("value")))


def _is_only_card(raw: Raw) -> bool:
    """Whether somebody sent a card from the box where they write, and not a word with it; its text is then tags at most."""
    cards = [one for one in list_of(raw.get("attachments"), MOST_ATTACHMENTS) if part_of(one).get("contentType") == CARD]
    return bool(cards) and not _TAG.sub("", _sentence(raw)).strip()


def _sentence(raw: Raw) -> str:
    """What was typed, without the mention of the bot. Other people's names stay: they are part of what was said."""
    text, bot = text_of(raw.get("text"), MOST_TEXT), id_of(part_of(raw, "recipient").get("id"))
    for entity in list_of(raw.get("entities"), MOST_MENTIONS):
        part = part_of(entity)
        mention = text_of(part.get("text"))
        if part.get("type") == "mention" and mention and bot and part_of(part, "mentioned").get("id") == bot:
            text = text.replace(mention, " ")
    text = text.replace("<at>", "").replace("</at>", "")
    return " ".join(html.unescape(text).split())


def _pressed(common: _Common, raw: Raw) -> Pressed:
    value = part_of(raw, "value")
    action = part_of(value, "action")
    return common.made(
        Pressed, verb=text_of(action.get("verb"), 100), data=data_of(action.get("data")), is_refresh=value.get("trigger") == "automatic"
    )


def _search(common: _Common, raw: Raw) -> Search:
    """A box that is empty as yet says so in a parameter of its own."""
    value = part_of(raw, "value")
    parameters = [part_of(one) for one in list_of(value.get("parameters"), 10)]
    words = next((text_of(one.get("value"), MOST_TEXT) for one in parameters if one.get("name") != "initialRun"), "")
    page = part_of(value, "queryOptions")
    return common.made(
        Search,
        command=text_of(value.get("commandId"), 100),
        words=" ".join(words.split()),
        skip=number_of(page.get("skip"), 0, 10_000),
        count=number_of(page.get("count"), 25, MOST_RESULTS),
    )


def _link(common: _Common, raw: Raw) -> Link:
    return common.made(Link, url=id_of(part_of(raw, "value").get("url"), MOST_TEXT))


def _extension_opened(common: _Common, raw: Raw) -> DialogOpened:
    value = part_of(raw, "value")
    return common.made(DialogOpened, command=text_of(value.get("commandId"), 100), data=data_of(value.get("data")), is_extension=True)


def _extension_sent(common: _Common, raw: Raw) -> DialogOpened | DialogSent:
    """We never show the message before it is sent; a client that does so all the same comes back with "edit" or "send"."""
    value = part_of(raw, "value")
    if value.get("botMessagePreviewAction") == "edit":
        return _extension_opened(common, raw)
    return common.made(DialogSent, command=text_of(value.get("commandId"), 100), data=data_of(value.get("data")), is_extension=True)


def _dialog(kind: type[DialogOpened] | type[DialogSent]) -> Callable[[_Common, Raw], Incoming]:
    """A card's button has no command of its own: the card writes one into its data."""

    def made(common: _Common, raw: Raw) -> Incoming:
        data = data_of(part_of(raw, "value").get("data"))
        return common.made(kind, command=text_of(data.get("command"), 100), data=data, is_extension=False)

    return made


def _installation(raw: Raw) -> Callable[[_Common, Raw], Incoming] | None:
    """Whether the bot came or went. An upgrade takes it away and brings it back at once, so that only the second counts."""
    action, bot = text_of(raw.get("action")), id_of(part_of(raw, "recipient").get("id"))
    came, went = (
        bool(bot) and any(part_of(one).get("id") == bot for one in list_of(raw.get(name))) for name in ("membersAdded", "membersRemoved")
    )
    if raw.get("type") == "installationUpdate":
        came, went = action in {"add", "add-upgrade"}, action == "remove"
    if not came and not went:
        return None
    return lambda common, _: common.made(Installed if came else Uninstalled)


INVOKES: Mapping[str, Invoke] = {
    "adaptiveCard/action": Invoke(Shape.CARD, _pressed),
    "composeExtension/query": Invoke(Shape.RESULTS, _search),
    "composeExtension/queryLink": Invoke(Shape.RESULTS, _link),
    "composeExtension/fetchTask": Invoke(Shape.DIALOG, _extension_opened),
    "composeExtension/submitAction": Invoke(Shape.DIALOG, _extension_sent),
    "task/fetch": Invoke(Shape.DIALOG, _dialog(DialogOpened)),
    "task/submit": Invoke(Shape.DIALOG, _dialog(DialogSent)),
    # Somebody without the app looks at a link: nothing of ours is for them.
    "composeExtension/anonymousQueryLink": Invoke(Shape.RESULTS, None),
    "composeExtension/selectItem": Invoke(Shape.RESULTS, None),
    "composeExtension/querySettingUrl": Invoke(Shape.RESULTS, None),
    "composeExtension/setting": Invoke(Shape.RESULTS, None),
    "composeExtension/onCardButtonClicked": Invoke(Shape.RESULTS, None),
}
