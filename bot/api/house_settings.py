"""The address of the house's rules: what holds for everybody, read and edited by System Admins."""

from __future__ import annotations

import msgspec
from msgspec import UNSET, UnsetType

from bot.api.endpoint import Answer, Nothing, PersonCall
from bot.api.fields import DefaultAllowance, PeopleRetentionDays, RetentionDays, WindowDays
from bot.api.types import AskText, NoQuery
from bot.api.versions import etag
from bot.errors import refused
from core.administration import Edit
from core.decision import Refusal
from core.model import AskId, Rules
from core.rules_edits import RulesEdit


class SettingsView(msgspec.Struct, frozen=True, rename="camel"):
    """The rules of the house. `frozen`: the operator made it read-only, which can't be undone here. `revision`: for If-Match.

    `advanceBookingDays`: how many days can be booked, today included. `retentionDays`: how long after its day a booking is forgotten;
    `peopleRetentionDays`: how long after they were last seen people are.
    """

    advance_booking_days: int
    default_allowance: int
    one_office_per_day: bool
    reason_required: bool
    read_only: bool
    retention_days: int
    people_retention_days: int
    frozen: bool
    revision: int


class SettingsPatch(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename="camel"):
    """What is to be changed of the rules; what is not named stays. A read-only house takes only an edit that ends this."""

    ask: AskText | None = None
    advance_booking_days: WindowDays | UnsetType = UNSET
    default_allowance: DefaultAllowance | UnsetType = UNSET
    one_office_per_day: bool | UnsetType = UNSET
    reason_required: bool | UnsetType = UNSET
    read_only: bool | UnsetType = UNSET
    retention_days: RetentionDays | UnsetType = UNSET
    people_retention_days: PeopleRetentionDays | UnsetType = UNSET


async def read_settings(call: PersonCall[NoQuery, Nothing]) -> Answer:
    """The rules, read anew: whoever means to edit them must see what is there by now."""
    call.parts.rules.forget()
    return _shown(await call.parts.rules.read(), is_frozen=call.parts.rules.is_frozen)


async def edit_settings(call: PersonCall[NoQuery, SettingsPatch]) -> Answer:
    """Change the rules; every process goes by them within a second."""
    body, parts = call.body, call.parts
    change = RulesEdit(
        advance_booking_days=body.advance_booking_days,
        default_allowance=body.default_allowance,
        one_office_per_day=body.one_office_per_day,
        reason_required=body.reason_required,
        read_only=body.read_only,
        retention_days=body.retention_days,
        people_retention_days=body.people_retention_days,
    )
    edit = Edit(actor=call.person, ask=AskId(body.ask or parts.new_id()), correlation=call.reference, seen=call.seen)
    decision = await parts.rules_administration.edit(edit, change)
    if isinstance(decision, Refusal):
        raise refused(decision)
    return _shown(decision, is_frozen=parts.rules.is_frozen)


def _shown(rules: Rules, *, is_frozen: bool) -> Answer:
    view = SettingsView(
        advance_booking_days=rules.advance_booking_days,
        default_allowance=rules.default_allowance,
        one_office_per_day=rules.one_office_per_day,
        reason_required=rules.reason_required,
        read_only=rules.read_only,
        retention_days=rules.retention_days,
        people_retention_days=rules.people_retention_days,
        frozen=is_frozen,
        revision=rules.revision,
    )
    return Answer(view, headers=etag(str(rules.revision)))
