"""JSON of strangers, looked at part by part: what is not there, or another thing than was hoped for, counts as empty."""

from typing import TypeGuard, cast

Json = dict[str, object]


def mapped(value: object) -> Json:
    """The object, or an empty one."""
    return cast("Json", value) if isinstance(value, dict) else {}


def listed(value: object) -> list[object]:
    """The list, or an empty one."""
    return cast("list[object]", value) if isinstance(value, list) else []


def is_list(value: object) -> TypeGuard[list[object]]:
    """Whether it is a list at all."""
    return isinstance(value, list)


def is_object(value: object) -> TypeGuard[Json]:
    """Whether it is an object at all."""
    return isinstance(value, dict)
