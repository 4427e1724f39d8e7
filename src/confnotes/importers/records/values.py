"""Values of records in data files, in any form, and the marks that identify such files."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from math import isfinite
from typing import Any

from confnotes.importers.source import Source, SourceFile
from confnotes.markup.references import trim_url

Record = dict[str, Any]
Keys = tuple[str, ...]
"""Keys of records with the same meaning, in order of priority."""

_SECONDS_OF_OUR_TIME = (946_684_800, 4_102_444_800)  # the years 2000 to 2099
_LOOKED_AT = 1_000_000  # bytes that are searched for the marks of a format
_BEFORE = b"\xef\xbb\xbf \t\r\n"
_WEB_ADDRESS = re.compile(r"https?://[^\s<>\"']+", re.IGNORECASE)


def localized_text(value: object, language: str | None = None) -> str | None:
    """A text or number as text; of a record, the text in `language`, else its name, the English text or the first.

    None for other and empty values.
    """
    if isinstance(value, str):
        text = value.strip()
        return (text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text) or None
    if value is None:
        return None
    if isinstance(value, (int, float)) and not isinstance(value, bool) and isfinite(value):
        return str(value)
    if isinstance(value, dict):
        texts = {key: each for key, each in value.items() if isinstance(each, str) and each.strip()}
        return _localised(texts, language)
    return None


def moment_since_1970(value: float) -> str:
    """A time in seconds or milliseconds since 1970 as ISO 8601; other numbers unchanged."""
    seconds = value / 1000 if abs(value) > 1e11 else value
    first, last = _SECONDS_OF_OUR_TIME
    return datetime.fromtimestamp(seconds, UTC).isoformat() if first <= seconds < last else str(value)


def inner(record: Mapping[str, Any], path: str) -> Any:
    """The value under a key, or under `asset.videoUrl` in a nested record; None if missing."""
    key, _, rest = path.partition(".")
    value = record.get(key)
    if not rest:
        return value
    return inner(value, rest) if isinstance(value, dict) else None


def first_said(record: Mapping[str, Any], *keys: str, language: str | None = None) -> str | None:
    """The first non-empty text under these keys."""
    for key in keys:
        value = record.get(key)
        if value is None and "." in key:
            value = inner(record, key)
        if value is not None and (text := localized_text(value, language)) is not None:
            return text
    return None


def records(value: object, own: str = "id") -> list[Record]:
    """The records of a list, or of a map from their ids, each with its id under `own`; empty for other values."""
    if isinstance(value, dict) and all(isinstance(each, dict) for each in value.values()):
        return [{own: key, **each} for key, each in value.items()]
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []


def by_id(listed: Iterable[Record], *keys: str) -> dict[str, Record]:
    """Records by the first non-empty value of `keys`; of equal ids, the first."""
    found: dict[str, Record] = {}
    for each in listed:
        own = first_said(each, *keys)
        if own is not None:
            found.setdefault(own, each)
    return found


def addresses(text: str | None) -> list[str]:
    """The web addresses in a text, without punctuation after them."""
    if text is None or "//" not in text:
        return []
    return [trim_url(match) for match in _WEB_ADDRESS.findall(text)]


def _localised(texts: dict[str, str], language: str | None) -> str | None:
    for wanted in (language, "name", "en"):
        if wanted in texts:
            return texts[wanted].strip()
        if wanted is not None:
            for key, text in texts.items():
                if key.startswith((f"{wanted}-", f"{wanted}_")):
                    return text.strip()
    return next((text.strip() for text in texts.values()), None)


def listed(value: object) -> list[Any]:
    """A list unchanged; another non-empty value as the only item of a list."""
    return value if isinstance(value, list) else [value] if value else []


@dataclass(frozen=True, slots=True)
class FormatMark:
    """The certainty for a file whose beginning contains all of `every` and, if given, `least` of `either`."""

    score: float
    every: Keys = ()
    either: Keys = ()
    least: int = 1

    def is_in(self, start: bytes) -> bool:
        """Whether the beginning of a file has the mark; a word stands for a key, `"vid` for keys with this prefix."""
        return all(_stands_in(key, start) for key in self.every) and (
            not self.either or sum(_stands_in(key, start) for key in self.either) >= self.least
        )


def _stands_in(key: str, start: bytes) -> bool:
    return (key if key.startswith('"') else f'"{key}"').encode() in start


def score_of(file: SourceFile, marks: Iterable[FormatMark]) -> float:
    """The certainty for a file: the score of its first mark."""
    start = json_start(file)
    return next((mark.score for mark in marks if mark.is_in(start)), 0.0)


def json_files(source: Source, most: int = 60) -> list[SourceFile]:
    """The file of a source, or the first JSON files of a folder."""
    return list(source.ending(".json"))[:most] if source.is_folder else list(source.files)


def json_start(file: SourceFile) -> bytes:
    """The first megabyte as UTF-8 if the file begins with a bracket, as JSON does; otherwise empty.

    Raises ConfnotesError for text that is neither UTF-8 nor UTF-16.
    """
    data = file.data[:_LOOKED_AT]
    if b"\x00" in data[:64]:
        data = file.text[:_LOOKED_AT].encode("utf-8", "replace")
    return data if data[:4096].lstrip(_BEFORE)[:1] in (b"{", b"[") else b""
