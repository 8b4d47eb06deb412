"""The names Outlook knows time zones by: Windows names (a table from Unicode CLDR) and IANA names."""

import functools
import zoneinfo
from pathlib import Path

from infra.local.graph_error import GraphError, bad_request


@functools.cache
def _windows() -> dict[str, str]:
    lines = (Path(__file__).parent / "windows_zones.tsv").read_text(encoding="utf-8").splitlines()
    pairs = (line.split("\t") for line in lines)
    return {windows.casefold(): iana for windows, iana in pairs}


def zone_of(name: str) -> zoneinfo.ZoneInfo:
    """The zone of this Windows or IANA name; Outlook's own error for any other."""
    try:
        return zoneinfo.ZoneInfo(_windows().get(name.casefold(), name))
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise _unknown(name) from error


def _unknown(name: str) -> GraphError:
    message = f"A valid TimeZone value must be specified. The following TimeZone value is not supported: '{name}'."
    return bad_request("TimeZoneNotSupportedException", message)
