"""A summary as data: schema `confnotes.summary/2`, one JSON object with the fields of `model.summary`."""

from __future__ import annotations

import json
from dataclasses import fields, is_dataclass
from datetime import date, time

from confnotes.exporters.data.summary_schema import SCHEMA
from confnotes.exporters.render_options import Output, RenderOptions
from confnotes.markup.plain import safe_text
from confnotes.model.schema import plain
from confnotes.model.summary import Summary


def render(summary: Summary, _setting: RenderOptions) -> Output:
    """The JSON text, ending in a newline; what an item lacks is null or an empty list."""
    text = json.dumps({"schema": SCHEMA, **_object(summary.as_data())}, ensure_ascii=False, indent=2) + "\n"
    return Output(text.encode("utf-8", "replace"))


def _object(value: object) -> dict[str, object]:
    assert is_dataclass(value)
    return {one.name: _plain(getattr(value, one.name)) for one in fields(value) if one.init}


def _plain(value: object) -> object:
    if is_dataclass(value):
        return _object(value)
    if isinstance(value, str):
        return safe_text(value)
    if isinstance(value, (date, time)):
        return plain(value)
    if isinstance(value, (tuple, list)):
        return [_plain(one) for one in value]
    return value
