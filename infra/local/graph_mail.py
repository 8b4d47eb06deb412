"""Sending mail, the one mail operation of the Graph subset: strict about what is written, silent about what becomes of it."""

import asyncio
import re
from dataclasses import dataclass

import msgspec

from infra.local.graph_call import Answer, Call
from infra.local.graph_error import GraphError, bad_request
from infra.local.graph_types import ItemBody, unreadable, without_annotations
from infra.local.limits import Limits
from infra.local.mails import Mail, Mails
from infra.local.people import People
from infra.local.weather import Weather

PATH = re.compile(r"/users/([^/]+)/(?:microsoft\.graph\.)?sendMail/?", re.IGNORECASE)
HEADERS_MAX = 5
RECIPIENTS_MAX = 500
_ADDRESS = re.compile(r"[^\s@<>\"]+@[^\s@<>\"]+")


class _EmailAddress(msgspec.Struct, forbid_unknown_fields=True):
    address: str | None = None
    name: str | None = None


class _Recipient(msgspec.Struct, forbid_unknown_fields=True, rename="camel"):
    email_address: _EmailAddress


class _Header(msgspec.Struct, forbid_unknown_fields=True):
    name: str
    value: str


class _Message(msgspec.Struct, forbid_unknown_fields=True, rename="camel"):
    """What a notice may need. Attachments and the rest count as unknown."""

    subject: str | None = None
    body: ItemBody | None = None
    to_recipients: list[_Recipient] = []
    cc_recipients: list[_Recipient] = []
    bcc_recipients: list[_Recipient] = []
    reply_to: list[_Recipient] = []
    importance: str | None = None
    internet_message_headers: list[_Header] = []


class _Sending(msgspec.Struct, forbid_unknown_fields=True):
    """The action's parameters; their names are taken whatever their case."""

    message: _Message | None = None
    savetosentitems: bool = True


@dataclass(slots=True)
class GraphMail:
    """Answers one logical request at an address that `PATH` fits."""

    people: People
    mails: Mails
    limits: Limits
    weather: Weather

    async def answer(self, call: Call) -> Answer:
        """Raises GraphError for a no, ConnectionCut when a test wants that."""
        self.weather.strike(call, "before")
        match = PATH.fullmatch(call.path)
        if match is None or call.method != "POST":
            raise GraphError(405, "ErrorMethodNotAllowed", f"{call.method} is not allowed at {call.path}.")
        sender = self.people.owner_of_mailbox(match[1])
        with self.limits.request(sender.oid):
            if self.weather.latency_s:
                await asyncio.sleep(self.weather.latency_s)
            sending = _sending(call.body)
            message, recipients = _checked(sending.message)
            self.mails.deliver(sender, recipients, _kept(message), save=sending.savetosentitems)
        self.weather.strike(call, "after")
        return Answer(202)


def _sending(body: object) -> _Sending:
    plain = without_annotations(body)
    if not isinstance(plain, dict):
        raise bad_request("ErrorInvalidRequest", "The request body must be a JSON object.")
    parameters = {name.casefold(): value for name, value in msgspec.convert(plain, dict[str, object]).items()}
    try:
        return msgspec.convert(parameters, _Sending, strict=False)  # Microsoft's own examples send "false" as a text
    except msgspec.ValidationError as error:
        raise unreadable(str(error)) from error


def _checked(message: _Message | None) -> tuple[_Message, list[str]]:
    """The message and everybody it goes to; raises GraphError."""
    if message is None:
        raise bad_request("ErrorInvalidParameter", "The parameter 'Message' is missing.")
    addresses = [one.email_address.address or "" for one in (*message.to_recipients, *message.cc_recipients, *message.bcc_recipients)]
    if not addresses:
        raise bad_request(
            "ErrorInvalidRecipients", "At least one recipient is not valid., A message can't be sent because it contains no recipients."
        )
    for address in addresses:
        if not _ADDRESS.fullmatch(address):
            raise bad_request(
                "ErrorInvalidRecipients",
                f"At least one recipient is not valid., Recipient '{address}' is not resolved. "
                "All recipients must be resolved before a message can be submitted.",
            )
    if len(addresses) > RECIPIENTS_MAX:
        raise bad_request("ErrorExceededMaxRecipientLimit", f"A message goes to at most {RECIPIENTS_MAX} recipients.")
    _check_headers(message.internet_message_headers)
    return message, addresses


def _check_headers(headers: list[_Header]) -> None:
    if len(headers) > HEADERS_MAX:
        message = f"Maximum number of headers in one message should be less than or equal to {HEADERS_MAX}."
        raise bad_request("InvalidInternetMessageHeaderCollection", message)
    for header in headers:
        if not header.name.casefold().startswith("x-"):
            message = f"The internet message header name '{header.name}' should start with 'x-' or 'X-'."
            raise bad_request("InvalidInternetMessageHeader", message)


def _kept(message: _Message) -> Mail:
    body = message.body or ItemBody()
    return Mail(
        subject=message.subject or "",
        body=body,
        to=[one.email_address.address or "" for one in message.to_recipients],
        cc=[one.email_address.address or "" for one in message.cc_recipients],
        headers=[(header.name, header.value) for header in message.internet_message_headers],
    )
