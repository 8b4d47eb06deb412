"""The part of the settings that operators' work needs. The web process's own sections may be missing from the file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec

from core import settings
from core.model import PersonId, Rules, person_id
from core.settings import BadSettings, Guid, PolicySettings, StoreSettings


class _Tenants(msgspec.Struct, frozen=True):
    tenants: list[Guid] = msgspec.field(default_factory=list[str])


@dataclass(frozen=True, slots=True, kw_only=True)
class AdminSettings:
    """Where everything is kept; `rules` count for a house that was never started.

    `system_admins` as the file writes them; `tenants` may be none.
    """

    store: StoreSettings
    rules: Rules
    tenants: tuple[str, ...]
    system_admins: tuple[str, ...]

    def names_as_admin(self, person: PersonId) -> bool:
        """Whether the settings themselves hold this person's id."""
        return any(person_named(name, self.tenants) == person for name in self.system_admins)


def read(path: Path, environ: Mapping[str, str]) -> AdminSettings:
    """The settings of file and environment. Raises BadSettings with every fault at once."""
    tree = settings.read(path, environ)
    store = tree.section("store", StoreSettings)
    policy = tree.section("policy", PolicySettings)
    entra = tree.section("entra", _Tenants, only_known=True)
    if store is None or policy is None or entra is None:
        raise BadSettings(tree.faults)
    tree.faults += store.faults()
    if store.kind == "sqlite" and not Path(store.path).is_file():
        # Opening would make an empty house, and everything asked of it would be in order.
        tree.faults.append(f"[store] path: there is no file {store.path}; the service makes it when it first starts")
    tree.refuse_if_faulty()
    return AdminSettings(store=store, rules=policy.rules(), tenants=tuple(entra.tenants), system_admins=tuple(policy.system_admins))


def person_named(text: str, tenants: Sequence[str]) -> PersonId | None:
    """A person as exports write them (`tenant.object`), as settings do (`tenant/object`), or by object id where one tenant signs in."""
    tenant, parted, object_id = text.strip().replace("/", ".").partition(".")
    if not parted:
        if len(tenants) != 1:
            return None
        tenant, object_id = tenants[0], tenant
    try:
        return person_id(msgspec.convert(tenant, Guid), msgspec.convert(object_id, Guid))
    except msgspec.ValidationError:
        return None
