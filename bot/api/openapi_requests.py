"""The examples of what is sent: for every body some, and one for every name of an address or a query."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from bot.api.admin_types import DayPut, MePatch, NewOffice, OfficePatch, PersonPatch
from bot.api.house_settings import SettingsPatch
from bot.api.openapi_people import ANNA, ANNAS_BOOKING, BEN, BOOKED, FREE, FULL, OFFICE
from bot.api.types import NewBooking, NewWait

Json = Mapping[str, object]

_ASK = "5f0c7b4e-7d0a-4a57-9f0e-2a4c7f3f0d11"
BODIES: Mapping[type[msgspec.Struct], Mapping[str, Json]] = {
    NewBooking: {
        "A place": {"ask": _ASK, "office": OFFICE, "date": FREE.isoformat()},
        "A place for a car, too": {
            "ask": "2b9d1f0a-6c3e-4a8b-8d57-1e0f9a8b7c6d",
            "office": OFFICE,
            "date": "2026-11-30",
            "parking": True,
            "reason": "Workshop with a supplier",
        },
        "For somebody else, by an administrator of the office": {
            "ask": "7e4a2c18-9b0d-4f63-a5c1-3d2e1f0a9b8c",
            "office": OFFICE,
            "date": FREE.isoformat(),
            "person": BEN.id,
        },
    },
    NewWait: {
        "A place": {"ask": _ASK},
        "A place for a car, too, if it frees by the evening before": {"ask": _ASK, "parking": True, "until": "18:00"},
    },
    MePatch: {
        "A home office": {"homeOffice": OFFICE},
        "No home office": {"homeOffice": None},
        "A language": {"language": "en"},
        "Days that colleagues may see, and no reminders": {"shareDays": True, "reminders": False},
    },
    PersonPatch: {
        "Four days a week, without giving reasons": {"allowance": 4, "autoApproved": True},
        "The allowance of everybody": {"allowance": None},
        "An administrator of the office": {"adminOf": [OFFICE]},
    },
    NewOffice: {
        "An office": {
            "ask": _ASK,
            "id": "oslo",
            "name": "Oslo",
            "zone": "Europe/Oslo",
            "capacity": 40,
            "parkingCapacity": 6,
            "location": "Storgata 1, Oslo",
            "openWeekdays": [1, 2, 3, 4, 5],
        }
    },
    OfficePatch: {"More places": {"capacity": 14, "parkingCapacity": 5}, "Closed at the weekend": {"openWeekdays": [1, 2, 3, 4, 5]}},
    DayPut: {
        "Closed": {"open": False, "note": "The lift is being repaired."},
        "Closed, and cleared": {"open": False, "note": "The lift is being repaired.", "clear": True},
        "Fewer places": {"capacity": 5, "parkingCapacity": 0, "note": "Half of the floor is being painted."},
        "A day like any other": {},
    },
    SettingsPatch: {
        "Three weeks, with reasons": {"advanceBookingDays": 21, "reasonRequired": True},
        "Nothing can be changed": {"readOnly": True},
    },
}
"""For each shape of a body, by what it is for; complete by a test."""

PATH: Mapping[str, object] = {"office": OFFICE, "date": FULL.isoformat(), "booking": ANNAS_BOOKING, "person": ANNA.id}
"""For each variable part of an address; complete by a test."""

QUERY: Mapping[str, object] = {
    "autoApproved": False,
    "capacity": 8,
    "clear": True,
    "customAllowance": True,
    "date": BOOKED.isoformat(),
    "from": "2026-11-23",
    "limit": 50,
    "office": OFFICE,
    "open": False,
    "openWeekdays": "1,2,3,4",
    "parkingCapacity": 2,
    "person": BEN.id,
    "query": "anna",
    "removed": True,
    "role": "person",
    "to": "2026-11-29",
    "zone": "Europe/London",
}
"""For each name of a query but `next`, which only an answer can give; complete by a test."""
