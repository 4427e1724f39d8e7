"""Whether data from elsewhere, a file that anybody may have written or a plugin, has the types that the model says."""

from __future__ import annotations

from dataclasses import is_dataclass
from functools import cache
from typing import Any, get_args, get_origin, get_type_hints


def is_well_typed(value: object, hint: Any) -> bool:
    """Whether a value, and everything in it, is of that type: a class, a union of classes, or a tuple of one type."""
    if get_origin(hint) is tuple:
        return isinstance(value, tuple) and all(is_well_typed(item, get_args(hint)[0]) for item in value)
    return isinstance(value, hint) and all(
        is_well_typed(getattr(value, name), each) for name, each in _fields(value.__class__)
    )


@cache
def _fields(kind: type) -> tuple[tuple[str, Any], ...]:
    return tuple(get_type_hints(kind).items()) if is_dataclass(kind) else ()
