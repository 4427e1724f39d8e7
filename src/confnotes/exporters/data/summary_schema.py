"""The JSON Schema (2020-12) of `confnotes.summary/2`, generated from the dataclasses of `model.summary`.

To write it to a file, such as `docs/reference/schemas/summary.json`:

    python -m confnotes.exporters.data.summary_schema FILE
"""

from __future__ import annotations

import inspect
import json
import re
import sys
import types
from dataclasses import fields, is_dataclass
from datetime import date, datetime, time
from enum import Enum
from pathlib import Path
from typing import Any, Union, get_args, get_origin, get_type_hints

from confnotes.model.mark import FLAGS, Mark
from confnotes.model.summary import Summary

SCHEMA = "confnotes.summary/2"
_DAY = r"^\d{4}-\d{2}-\d{2}$"
_MOMENT = r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?([+-]\d{2}:\d{2})?$"
_HOUR = r"^\d{2}:\d{2}(:\d{2}(\.\d+)?)?$"
_PLAIN: dict[object, dict[str, object]] = {
    str: {"type": "string"},
    bool: {"type": "boolean"},
    int: {"type": "integer"},
    types.NoneType: {"type": "null"},
    date: {"type": "string", "format": "date", "pattern": _DAY},
    datetime: {"type": "string", "pattern": _MOMENT},
    time: {"type": "string", "pattern": _HOUR},
}


def schema() -> dict[str, object]:
    """The whole schema; every field is required, and null or an empty list if there is no value."""
    definitions: dict[str, dict[str, object]] = {}
    _define(Summary, definitions)
    whole = definitions.pop("Summary")
    properties = {"schema": {"const": SCHEMA}, **_mapping(whole["properties"])}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:{SCHEMA.replace('.', ':').replace('/', ':')}",
        "title": SCHEMA,
        "description": " ".join([_described(sys.modules[Summary.__module__]), str(whole["description"])]),
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
        "$defs": dict(sorted(definitions.items())),
    }


def text() -> str:
    """The schema as file content."""
    return json.dumps(schema(), ensure_ascii=False, indent=2) + "\n"


def _define(kind: type, definitions: dict[str, dict[str, object]]) -> None:
    """Add a dataclass or enumeration with everything it contains."""
    name = kind.__name__
    if name in definitions:
        return
    if issubclass(kind, Enum):
        values = [one.value for one in kind]
        definitions[name] = {"description": _described(kind), "enum": values}
        return
    definitions[name] = {}
    hints = get_type_hints(kind)
    assert is_dataclass(kind)
    properties: dict[str, dict[str, object]] = {}
    for one in fields(kind):
        if hints[one.name] == frozenset[Mark]:
            properties |= {mark.value: dict(_PLAIN[bool]) for mark in FLAGS}
        elif one.init:
            properties[one.name] = _type(hints[one.name], definitions)
    definitions[name] = {
        "description": _described(kind),
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def _type(hint: Any, definitions: dict[str, dict[str, object]]) -> dict[str, object]:
    if hint in _PLAIN:
        return dict(_PLAIN[hint])
    if get_origin(hint) is tuple:
        return {"type": "array", "items": _type(get_args(hint)[0], definitions)}
    if get_origin(hint) in (Union, types.UnionType):
        return {"anyOf": [_type(one, definitions) for one in get_args(hint)]}
    assert is_dataclass(hint) or issubclass(hint, Enum), hint
    _define(hint, definitions)
    return {"$ref": f"#/$defs/{hint.__name__}"}


def _described(thing: object) -> str:
    """A docstring as description, with null instead of None."""
    return re.sub(r"\bNone\b", "null", " ".join((inspect.getdoc(thing) or "").split()))


def _mapping(value: object) -> dict[str, object]:
    assert isinstance(value, dict)
    return value


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(text(), encoding="utf-8")
