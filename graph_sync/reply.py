"""What Graph answers, what that means for the next try, and when it may be. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

MAX_BACKOFF = timedelta(minutes=5)
MIN_REST = timedelta(seconds=1)
"""The least time between two tries, whatever Outlook says: `Retry-After: 0` must not make the clerk run hot."""
FORBIDDEN = "ErrorAccessDenied"
BLOCKING = frozenset({"MailboxNotEnabledForRESTAPI", "ErrorInvalidUser", "MailboxNotFound", "ResourceNotFound", FORBIDDEN})
TRANSIENT = frozenset({0, 408, 409, 412, 429, 500, 502, 503, 504})
"""Answers after which the same call may work; 0 stands for a connection that broke."""
UNANSWERED = frozenset({0, 408, 500, 502, 503, 504})
"""Answers after which nobody knows whether the call was done."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What Outlook answered: HTTP's status (0: none came), its error code, the id of the entry concerned, and how long to wait.

    `left`: whether the request may have left this machine; without a token or a connection it did not.
    """

    status: int
    code: str = ""
    event: str | None = None
    retry_after_s: float | None = None
    left: bool = True

    @property
    def trouble(self) -> str:
        """Why there must be another try, in a word."""
        return self.code or f"status {self.status}"


def is_blocked(reply: Reply) -> bool:
    """Whether the mailbox can't hold our entries, or we may not reach it."""
    return reply.code in BLOCKING and reply.status not in TRANSIENT


def leaves_alone(reply: Reply) -> bool:
    """Whether the answer speaks for the whole mailbox, so that its other calls need not be made."""
    return reply.status == 429 or is_blocked(reply)  # noqa: PLR2004 - too many requests


def backoff(reply: Reply, attempts: int, jitter: float) -> timedelta:
    """As long as Outlook says, else twice as long as the time before, a random part of it. `jitter` is a random number from 0 to 1."""
    if reply.retry_after_s is None:
        return min(MAX_BACKOFF, timedelta(seconds=2 ** min(attempts, 10))) * (0.5 + jitter / 2)
    return max(MIN_REST, timedelta(seconds=reply.retry_after_s)) + timedelta(seconds=jitter / 2)
