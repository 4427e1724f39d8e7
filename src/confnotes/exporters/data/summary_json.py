"""A summary as data: schema `confnotes.summary/2`, a JSON object with the fields of `model.summary`."""

from __future__ import annotations

import json
from typing import Any

from confnotes.exporters.data.summary_schema import SCHEMA
from confnotes.exporters.render_options import Output, RenderOptions
from confnotes.markup.plain import safe_text
from confnotes.model.schema import plain
from confnotes.model.summary import Summary


def render(summary: Summary, _setting: RenderOptions) -> Output:
    """The JSON text with a final newline; missing values are null or an empty list."""
    text = json.dumps({"schema": SCHEMA, **_safe(plain(summary.as_data()))}, ensure_ascii=False, indent=2) + "\n"
    return Output(text.encode("utf-8", "replace"))


def _safe(value: Any) -> Any:
    if isinstance(value, str):
        return safe_text(value)
    if isinstance(value, dict):
        return {name: _safe(one) for name, one in value.items()}
    return [_safe(one) for one in value] if isinstance(value, list) else value
