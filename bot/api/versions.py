"""Which version of a thing a caller saw and means to edit: ETag going out, If-Match coming back."""

from __future__ import annotations

import base64
import binascii
from enum import Enum
from http import HTTPStatus

from aiohttp import hdrs, web

from bot.errors import Problem, bad_request, refused
from core.decision import Code, Refusal
from core.store.port import Version

ANYTHING = "*"
VERSION_MISSING = "version_missing"


class Match(Enum):
    """Whether an address wants to be told which version is meant."""

    NO = "no"
    MAY = "may"
    MUST = "must"


def seen(request: web.Request, match: Match) -> str | None:
    """The version of the If-Match header; None for whatever is there. Raises Problem 428 where it is missing and must not be."""
    said = request.headers.getall(hdrs.IF_MATCH, [])
    if match is Match.NO or (match is Match.MAY and not said):
        return None
    if not said:
        detail = 'Say which version you have seen, as in If-Match: "3"; it came as the ETag.'
        raise Problem(HTTPStatus.PRECONDITION_REQUIRED, VERSION_MISSING, detail)
    tags = request.if_match or ()
    if len(said) != 1 or len(tags) != 1:
        raise bad_request('If-Match must name one version in quotation marks, such as "3", or be *.')
    if tags[0].is_weak:
        raise refused(Refusal(Code.CHANGED_MEANWHILE))
    return None if tags[0].value == ANYTHING else tags[0].value


def etag(version: str) -> dict[str, str]:
    """The header that tells the version."""
    return {hdrs.ETAG: f'"{version}"'}


def shown_version(version: Version) -> str:
    """A store's version as a word that fits into a header: Azure Cosmos DB's have quotation marks of their own."""
    return base64.urlsafe_b64encode(version.encode()).decode().rstrip("=")


def kept_version(shown: str | None) -> str | None:
    """What `shown_version` was given. A word that it never made is no version of anything."""
    if shown is None:
        return None
    try:
        return base64.b64decode(shown + "=" * (-len(shown) % 4), altchars=b"-_", validate=True).decode()
    except (binascii.Error, UnicodeError, ValueError):
        return ""
