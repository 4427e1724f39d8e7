"""Values of records in data files: a text, a list or a moment, whatever stands in its place."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from confnotes.markup.references import trimmed

Record = dict[str, Any]
_WEB_ADDRESS = re.compile(r"https?://[^\s<>\"']+", re.IGNORECASE)


def said(value: object, language: str | None = None) -> str | None:
    """A text or number as text, a localised one (`{"en": ..., "de": ...}`) in `language`, else English, else the first.

    None for anything else, and where nothing is said.
    """
    if value is None:
        return None
    if isinstance(value, str):
        text = value.strip()
        return (text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text) or None
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return str(value)
    if isinstance(value, dict):
        texts = {key: each for key, each in value.items() if isinstance(each, str) and each.strip()}
        return _localised(texts, language)
    return None


def first_said(record: Mapping[str, Any], *keys: str, language: str | None = None) -> str | None:
    """What the first of these keys says that says anything."""
    for key in keys:
        text = said(record.get(key), language)
        if text is not None:
            return text
    return None


def records(value: object) -> list[Record]:
    """The records of a list; whatever else is in it, or is no list, is left out."""
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []


def by_id(listed: Iterable[Record], *keys: str) -> dict[str, Record]:
    """Records by what the first of `keys` says; of several with one id, the first."""
    found: dict[str, Record] = {}
    for each in listed:
        own = first_said(each, *keys)
        if own is not None:
            found.setdefault(own, each)
    return found


def addresses(text: str | None) -> list[str]:
    """The web addresses in a text, without the punctuation that follows them."""
    if text is None or "//" not in text:
        return []
    return [trimmed(match) for match in _WEB_ADDRESS.findall(text)]


def _localised(texts: dict[str, str], language: str | None) -> str | None:
    for wanted in (language, "en"):
        if wanted is None:
            continue
        for key, text in texts.items():
            if key == wanted or re.match(rf"{re.escape(wanted)}[-_]", key):
                return text.strip()
    return next((text.strip() for text in texts.values()), None)
