"""From an answer of ours to what Teams wants to read: fields of a message, or the body that answers an invoke."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from http import HTTPStatus

from bot.chat.channel.read import CARD, Shape
from bot.chat.incoming import Sender
from bot.chat.outgoing import (
    Answer,
    Card,
    CardJson,
    Dialog,
    DialogCard,
    DialogWord,
    Fault,
    NewCard,
    Replies,
    Reply,
    Result,
    Results,
    Text,
    Word,
)
from bot.chat.words.plain import harmless

PREVIEW = "application/vnd.microsoft.card.thumbnail"
MESSAGE = "application/vnd.microsoft.activity.message"
ERROR = "application/vnd.microsoft.error"
Body = dict[str, object]
NOTHING: Mapping[str, object] = {"composeExtension": {"type": "result", "attachmentLayout": "list", "attachments": []}}
"""The answer to a search that finds nothing and says nothing."""


def replies_in(answer: Answer) -> tuple[Reply, ...]:
    """The answer as messages, for whoever wrote or pressed a button of an old client."""
    match answer:
        case Replies(replies):
            return replies
        case NewCard(card):
            return (Card(card, ""),)
        case DialogCard(result):
            return (Card(result.card, result.title),)
        case Results(results):
            return tuple(Card(one.card, one.title) for one in results[:1]) or _said(answer)
        case Dialog(title, card):
            return (Card(card, title),)
        case _:
            return _said(answer)


def _said(answer: Answer) -> tuple[Reply, ...]:
    sentence = sentence_in(answer)
    return (Text(sentence),) if sentence else ()


def sentence_in(answer: Answer) -> str:
    """What the answer says in words; empty if it is a card alone."""
    match answer:
        case Word(text) | DialogWord(text) | Fault(text=text):
            return text
        case Results(message=text):
            return text
        case Dialog(title):
            return title
        case DialogCard(result):
            return result.title
        case Replies(replies):
            return next((one.text if isinstance(one, Text) else one.summary for one in replies), "")
        case NewCard():
            return ""


def message_fields(reply: Reply) -> Body:
    """The message that shows the reply."""
    if isinstance(reply, Text):
        return {"type": "message", "text": reply.text, "textFormat": "markdown"}
    return {"type": "message", "summary": reply.summary, "attachments": [attachment(reply.card)]}


def naming(sender: Sender, fields: Body) -> Body:
    """The same message, with the name of who asked before it; only of a message in words."""
    if "text" not in fields or not sender.name or not sender.channel_id:
        return fields
    name = "".join(letter for letter in sender.name if letter not in "<>&*_[]`")
    mention = f"<at>{name}</at>"
    entity = {"type": "mention", "text": mention, "mentioned": {"id": sender.channel_id, "name": name}}
    return {**fields, "text": f"{mention} {fields['text']}", "entities": [entity]}


def attachment(card: CardJson) -> Body:
    """A card as it is attached to a message."""
    return {"contentType": CARD, "content": card}


def invoke_body(shape: Shape, answer: Answer) -> Body:
    """The body that answers an invoke of that shape. What does not fit it is said in words."""
    match shape:
        case Shape.CARD:
            return _card_body(answer)
        case Shape.RESULTS:
            return _results_body(answer)
        case Shape.DIALOG:
            return _dialog_body(answer)


def _card_body(answer: Answer) -> Body:
    match answer:
        case NewCard(card) | Replies((Card(card),)):
            return {"statusCode": int(HTTPStatus.OK), "type": CARD, "value": card}
        case Fault(status, code, text):
            return {"statusCode": status, "type": ERROR, "value": {"code": code, "message": text}}
        case _:
            return {"statusCode": int(HTTPStatus.OK), "type": MESSAGE, "value": sentence_in(answer)}


def _results_body(answer: Answer) -> Body:
    match answer:
        case Results(results, message) if results or not message:
            return _list(results)
        case DialogCard(result):
            return _list([result])
        case _:
            return {"composeExtension": {"type": "message", "text": sentence_in(answer)}}


def _list(results: Sequence[Result]) -> Body:
    rows = [_row(one) for one in results]
    return {"composeExtension": {"type": "result", "attachmentLayout": "list", "attachments": rows}}


def _row(result: Result) -> Body:
    preview = {"contentType": PREVIEW, "content": {"title": harmless(result.title), "text": harmless(result.text)}}
    return {**attachment(result.card), "preview": preview}


def _dialog_body(answer: Answer) -> Body:
    match answer:
        case Dialog(title, card, width, height):
            info = {"title": title, "width": width, "height": height, "card": attachment(card)}
            return {"task": {"type": "continue", "value": info}}
        case DialogCard(result):
            return _list([result])
        case _:
            return {"task": {"type": "message", "value": sentence_in(answer)}}
