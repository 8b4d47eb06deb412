"""Texts that somebody might show in place of a pass."""

from __future__ import annotations

from core.passes import MAX_LENGTH
from tests.passes.making import to_bytes, to_text


def mutations(token: str) -> list[str]:
    """Texts that differ a little from a pass: one bit of each byte, and what somebody might try."""
    data = to_bytes(token)
    flipped = [to_text(data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]) for at in range(len(data))]
    return [*flipped, token[:-1], token + "A", token + "=", token * 2, token.lower(), token[::-1], "A" * MAX_LENGTH, "A" * 5000]
