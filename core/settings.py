"""Settings: one TOML file plus environment overrides, checked at the start with every fault named at once.

`OFFICE_BOOKER__STORE__PATH=/data/house.db` overrides `path` of `[store]`. Each process asks for the sections it needs; a section that
nobody knows, or a key that its section does not have, is a fault: a typing error must not silently be a default.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Annotated, Literal, TypeVar, cast
from urllib.parse import urlsplit

import msgspec

from core.days import zone_named
from core.model import Office, OfficeId, PersonId, Rules, SpecialDay, person_id
from core.rules_edits import BEYOND_WINDOW, LIMITS
from core.store.port import MAX_BATCH

PREFIX = "OFFICE_BOOKER__"
MAX_OFFICES = MAX_BATCH
"""They are made all at once, so that two processes that start together make them once."""
SECTIONS = frozenset({"web", "entra", "store", "passes", "graph", "notice", "policy", "offices", "chat"})

Text = Annotated[str, msgspec.Meta(min_length=1, max_length=200)]
Capacity = Annotated[int, msgspec.Meta(ge=0, le=100_000)]
_WindowDays = Annotated[int, msgspec.Meta(ge=LIMITS["advance_booking_days"][0], le=LIMITS["advance_booking_days"][1])]
_Allowance = Annotated[int, msgspec.Meta(ge=LIMITS["default_allowance"][0], le=LIMITS["default_allowance"][1])]
_RetentionDays = Annotated[int, msgspec.Meta(ge=LIMITS["retention_days"][0], le=LIMITS["retention_days"][1])]
_PeopleRetentionDays = Annotated[int, msgspec.Meta(ge=LIMITS["people_retention_days"][0], le=LIMITS["people_retention_days"][1])]
Guid = Annotated[str, msgspec.Meta(pattern="^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$")]

_Section = TypeVar("_Section", bound=msgspec.Struct)


class BadSettings(Exception):
    """The settings can't be used; says every fault that was found, one a line."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults


class StoreSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where bookings are kept: the SQLite file at `path`, or Azure Cosmos DB at `endpoint`.

    Cosmos DB is spoken to as the managed identity `client_id`; `key_file` is for a local stand-in, which has no identities.
    """

    kind: Literal["sqlite", "cosmos"] = "sqlite"
    path: Text = "office-booker.db"
    endpoint: str = ""
    client_id: str = ""
    key_file: str = ""

    def faults(self) -> list[str]:
        """What is missing or must not be, in words."""
        if self.kind == "sqlite":
            return []
        parts = urlsplit(self.endpoint)
        is_local = parts.hostname in {"127.0.0.1", "localhost", "::1"}
        faults: list[str] = []
        if not parts.hostname or (parts.scheme != "https" and not is_local):
            faults.append("[store] endpoint: must be the https address of the Azure Cosmos DB account")
        if self.key_file and not is_local:
            faults.append("[store] key_file: is for a stand-in on this machine; an account is spoken to as a managed identity")
        if self.key_file and not Path(self.key_file).is_file():
            faults.append("[store] key_file: there is no such file")
        if not self.key_file and not self.client_id:
            faults.append("[store] client_id: the managed identity is missing")
        return faults


class PassSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Who signs passes: the keys of a `folder` on this machine, or the `key` of the Azure Key Vault at `vault`.

    Nothing said: a folder beside the store's file. The vault is spoken to as the managed identity `client_id`.
    """

    folder: Annotated[str, msgspec.Meta(max_length=200)] = ""
    vault: Annotated[str, msgspec.Meta(max_length=200)] = ""
    key: Annotated[str, msgspec.Meta(pattern="^[0-9a-zA-Z-]{0,127}$(?!\n)")] = ""
    client_id: str = ""

    def folder_beside(self, store: StoreSettings) -> Path:
        """Where the keys are, if not in a vault."""
        return Path(self.folder) if self.folder else Path(store.path).parent / "pass-keys"

    def faults(self, store: StoreSettings, *, on_this_machine_alone: bool) -> list[str]:
        """What is missing or must not be, in words."""
        faults: list[str] = []
        if self.vault:
            if not _is_vault(self.vault):
                faults.append("[passes] vault: must be the https address of the Azure Key Vault, such as https://desks.vault.azure.net")
            if self.folder:
                faults.append("[passes] folder: passes are signed by the keys of a folder or by a vault, not by both")
            if not self.key:
                faults.append("[passes] key: the name of the key in the vault is missing")
            if not self.client_id:
                faults.append("[passes] client_id: the managed identity is missing")
            return faults
        if self.key or self.client_id:
            faults.append("[passes] vault: is missing; key and client_id are for a vault")
        elif store.kind == "cosmos" and not on_this_machine_alone:
            faults.append(
                "[passes] vault: is missing. Where Azure Cosmos DB is the store, several machines may serve, and every one must sign passes"
                " alike: that takes a key in an Azure Key Vault, for a folder is of one machine"
            )
        folder = self.folder_beside(store)
        if folder.exists() and not folder.is_dir():
            faults.append(f"[passes] folder: {folder} is no folder")
        return faults


class PolicySettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """System Admins (object ids, or `tenant id/object id` when several tenants sign in), and the rules for the first start.

    Afterwards the rules live in the store; only `read_only` is in force as long as it stands here.
    """

    system_admins: Annotated[list[str], msgspec.Meta(min_length=1)]
    advance_booking_days: _WindowDays = 14
    default_allowance: _Allowance = 5
    one_office_per_day: bool = False
    reason_required: bool = False
    read_only: bool = False
    retention_days: _RetentionDays = 30
    people_retention_days: _PeopleRetentionDays = 365

    def __post_init__(self) -> None:
        """Raises ValueError for numbers that do not go together."""
        if self.people_retention_days < self.advance_booking_days + BEYOND_WINDOW:
            raise ValueError(f"people_retention_days: must be {BEYOND_WINDOW} more than advance_booking_days at least")

    def rules(self) -> Rules:
        """The rules as the core takes them."""
        return Rules(
            advance_booking_days=self.advance_booking_days,
            default_allowance=self.default_allowance,
            one_office_per_day=self.one_office_per_day,
            reason_required=self.reason_required,
            read_only=self.read_only,
            retention_days=self.retention_days,
            people_retention_days=self.people_retention_days,
        )


class ClosureSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A day on which the office is closed."""

    day: str
    note: Annotated[str, msgspec.Meta(max_length=200)] = ""


class OfficeSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An office for the first start; afterwards offices live in the store. Weekdays: Monday = 1 … Sunday = 7, as in ISO 8601."""

    id: Annotated[str, msgspec.Meta(pattern="^[a-z0-9][a-z0-9-]{0,39}$")]
    name: Text
    zone: Text
    capacity: Capacity
    parking_capacity: Capacity = 0
    location: Annotated[str, msgspec.Meta(max_length=200)] = ""
    open_weekdays: list[Annotated[int, msgspec.Meta(ge=1, le=7)]] = msgspec.field(default_factory=lambda: [1, 2, 3, 4, 5, 6, 7])
    closures: list[ClosureSettings] = msgspec.field(default_factory=list[ClosureSettings])
    admins: list[str] = msgspec.field(default_factory=list[str])

    def office(self) -> Office:
        """The office as the core takes it; ValueError for an unknown zone or date."""
        zone_named(self.zone)
        return Office(
            id=OfficeId(self.id),
            name=self.name,
            zone=self.zone,
            capacity=self.capacity,
            parking_capacity=self.parking_capacity,
            location=self.location,
            open_weekdays=frozenset(number - 1 for number in self.open_weekdays),
            special_days=tuple(SpecialDay(day=_date(closure.day), open=False, note=closure.note) for closure in self.closures),
        )


class SettingsFile:
    """The file and the environment as one tree; collects the faults of all that is asked of it."""

    def __init__(self, tree: Mapping[str, object], faults: list[str]) -> None:
        self._tree = tree
        self.faults = faults + [f"[{name}] is no section of these settings" for name in tree if name not in SECTIONS]

    def has(self, name: str) -> bool:
        """Whether anything was said of that section; for those that switch something on."""
        return name in self._tree

    def section(self, name: str, shape: type[_Section], *, only_known: bool = False) -> _Section | None:
        """A section in its shape; None, with the faults kept, if it does not fit. `only_known`: the rest is another process's matter."""
        return self._fit(f"[{name}]", self._tree.get(name, {}), shape, only_known=only_known)

    def sections(self, name: str, shape: type[_Section]) -> list[_Section]:
        """A list of sections, such as `[[offices]]`; those that fit."""
        rows = self._tree.get(name, [])
        if not isinstance(rows, list):
            self.faults.append(f"[{name}] must be a list of sections: [[{name}]]")
            return []
        numbered = enumerate(cast("list[object]", rows), start=1)
        fitted = [self._fit(f"[[{name}]] number {number}", row, shape) for number, row in numbered]
        return [row for row in fitted if row is not None]

    def refuse_if_faulty(self) -> None:
        """Raises BadSettings with every fault found so far."""
        if self.faults:
            raise BadSettings(self.faults)

    def _fit(self, where: str, table: object, shape: type[_Section], *, only_known: bool = False) -> _Section | None:
        if not isinstance(table, Mapping):
            self.faults.append(f"{where} must be a section")
            return None
        given = cast("Mapping[str, object]", table)
        before = len(self.faults)
        fields = {field.encode_name: field for field in msgspec.structs.fields(shape)}
        if not only_known:
            self.faults += [f"{where} {name}: there is no such setting" for name in given if name not in fields]
        for name, field in fields.items():
            if name not in given:
                if field.required:
                    self.faults.append(f"{where} {name}: is missing")
                continue
            try:
                msgspec.convert(given[name], field.type)
            except msgspec.ValidationError as error:
                self.faults.append(f"{where} {name}: {error}")
        if len(self.faults) > before:
            return None
        try:
            return msgspec.convert(given, shape)
        except msgspec.ValidationError as error:  # single settings are right, but not together
            self.faults.append(f"{where} {error}")
            return None


def read(path: Path, environ: Mapping[str, str]) -> SettingsFile:
    """The file with the environment's overrides laid over it; a file that can't be read is a fault like any other."""
    faults: list[str] = []
    tree: dict[str, object] = {}
    try:
        tree = tomllib.loads(path.read_text("utf-8"))
    except OSError as error:
        faults.append(f"{path}: {error.strerror or 'can not be read'}")
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        faults.append(f"{path}: {error}")
    for name, value in environ.items():
        if name.startswith(PREFIX):
            _override(tree, name, value, faults)
    return SettingsFile(tree, faults)


def _override(tree: dict[str, object], name: str, value: str, faults: list[str]) -> None:
    section, _, key = name.removeprefix(PREFIX).lower().partition("__")
    table = tree.setdefault(section, {})
    if not key or not isinstance(table, dict):
        faults.append(f"{name}: names no single setting of a section")
        return
    cast("dict[str, object]", table)[key] = _plain_value(value)


def _plain_value(value: str) -> object:
    """What TOML would take the text for; a text that is no TOML value is itself."""
    try:
        return tomllib.loads(f"value = {value}")["value"]
    except tomllib.TOMLDecodeError:
        return value


def offices_of(settings: SettingsFile) -> list[tuple[Office, list[str]]]:
    """The offices of the settings, each with its admins as written; faults (zone, date, doubled id) are kept."""
    offices: list[tuple[Office, list[str]]] = []
    for row in settings.sections("offices", OfficeSettings):
        try:
            office = row.office()
        except ValueError as error:
            settings.faults.append(f"[[offices]] {row.id}: {error}")
            continue
        if any(known.id == office.id for known, _ in offices):
            settings.faults.append(f"[[offices]] {row.id}: this id is there twice")
        offices.append((office, row.admins))
    if len(offices) > MAX_OFFICES:
        settings.faults.append(f"[[offices]]: there are {len(offices)}; {MAX_OFFICES} at most can be made on the first start")
    if not offices:
        settings.faults.append("[[offices]]: at least one office is needed")
    return offices


def people_of(settings: SettingsFile, where: str, names: list[str], tenants: list[str]) -> frozenset[PersonId]:
    """People named by object id (of the one tenant) or by `tenant id/object id`; what can't be one is a fault."""
    people: set[PersonId] = set()
    for name in names:
        tenant, slash, object_id = name.rpartition("/")
        if not slash and len(tenants) == 1:
            tenant = tenants[0]
        try:
            people.add(person_id(msgspec.convert(tenant, Guid), msgspec.convert(object_id, Guid)))
        except msgspec.ValidationError:
            settings.faults.append(f"{where}: {name!r} must be an object id, or tenant id/object id when several tenants sign in")
    return frozenset(people)


def _is_vault(address: str) -> bool:
    parts = urlsplit(address)
    return parts.scheme == "https" and bool(parts.hostname) and address == f"https://{parts.netloc}"


def _date(text: str) -> date:
    return date.fromisoformat(text)
