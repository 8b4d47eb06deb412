"""Who is let in: whoever knows the key, whose signature is made again and compared, and one managed identity."""

from __future__ import annotations

import base64
import hashlib
import hmac
from urllib.parse import unquote

from tests.cosmos_gateway.values import GatewayError

KEY = base64.b64encode(hashlib.sha512(b"the key of no account at all").digest()).decode()
"""Made up, and good for nothing but this stand-in."""
TOKEN = "the-token-of-an-identity-that-is-not"
"""Stands for a token that Entra gave to a managed identity."""
_PREFIX = "type=master&ver=1.0&sig="
_IDENTITY = "type=aad&ver=1.0&sig="


def check(method: str, segments: list[str], date: str, authorization: str) -> None:
    """Raises GatewayError 401. `segments` is the path, taken apart and decoded."""
    if not segments or unquote(authorization) == _IDENTITY + TOKEN:
        return
    is_feed = len(segments) % 2 == 1
    kind = segments[-1] if is_feed else segments[-2]
    link = "/".join(segments[:-1] if is_feed else segments)
    signed = f"{method.lower()}\n{kind.lower()}\n{link}\n{date.lower()}\n\n"
    expected = base64.b64encode(hmac.new(base64.b64decode(KEY), signed.encode(), hashlib.sha256).digest()).decode()
    if not hmac.compare_digest(unquote(authorization), _PREFIX + expected):
        raise GatewayError(401, "The input authorization token can't serve the request. The wrong key is being used.")
