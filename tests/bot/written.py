"""Catches the lines of the log as a deployment would write them, and says whether they tell of anybody."""

from __future__ import annotations

import io
import json
from dataclasses import dataclass, field
from typing import Any

SECRETS = ("Wilhelmina", "wilhelmina", "Featherstonehaugh", "a sick goldfish", "goldfish", "Basic Zm9v", "eyJ", "sesame")
"""A person's name and address, a reason, and what stands at the beginning of every token."""
NAME, EMAIL, REASON = "Wilhelmina Featherstonehaugh", "wilhelmina@contoso.example", "I have a sick goldfish"


@dataclass(slots=True)
class Written:
    """All lines as they are written in a deployment."""

    output: io.BytesIO = field(default_factory=io.BytesIO)

    @property
    def text(self) -> str:
        return self.output.getvalue().decode()

    @property
    def lines(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.text.splitlines()]

    def of(self, action: str) -> list[dict[str, Any]]:
        return [line for line in self.lines if line["action"] == action]


def told_of_nobody(text: str, *more: str) -> None:
    for secret in (*SECRETS, *more):
        assert secret not in text, secret
