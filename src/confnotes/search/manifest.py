"""Which segments make up the index: one small checked file, replaced as a whole with every commit."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from zlib import crc32

from confnotes.search.analyse import ANALYSER_VERSION
from confnotes.search.segment_file import DamagedIndexError

SCHEMA = f"confnotes.index/14.{ANALYSER_VERSION}"
NAME = "manifest.json"


@dataclass(frozen=True, slots=True)
class Entry:
    """One segment: its file and size in bytes, how many documents, and which of its sources are no longer true."""

    name: str
    size: int
    docs: int
    dead: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Manifest:
    """The segments of one commit, oldest first; the generation grows with every commit."""

    generation: int = 0
    segments: tuple[Entry, ...] = ()


def read(folder: Path) -> Manifest | None:
    """The folder's manifest, or None. Raises DamagedIndexError when it is damaged or of another schema."""
    try:
        data = (folder / NAME).read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise DamagedIndexError("the manifest cannot be read") from error
    checksum, _, body = data.partition(b"\n")
    if checksum != _checksum(body):
        raise DamagedIndexError("the manifest is damaged")
    try:
        content = json.loads(body)
        if content["schema"] != SCHEMA:
            raise DamagedIndexError("the index was made by another version")
        return Manifest(content["generation"], tuple(_entry(segment) for segment in content["segments"]))
    except (ValueError, KeyError, TypeError) as error:
        raise DamagedIndexError("the manifest cannot be read") from error


def write(folder: Path, manifest: Manifest) -> None:
    """Replace the folder's manifest; who reads meanwhile sees the old one or the new one."""
    segments = [
        {"name": entry.name, "size": entry.size, "docs": entry.docs, "dead": sorted(entry.dead)}
        for entry in manifest.segments
    ]
    content = {"schema": SCHEMA, "generation": manifest.generation, "segments": segments}
    body = json.dumps(content, separators=(",", ":")).encode()
    fresh = folder / f"{NAME}.new"
    fresh.write_bytes(_checksum(body) + b"\n" + body)
    fresh.replace(folder / NAME)


def _entry(segment: Mapping[str, object]) -> Entry:
    name, size, docs, dead = (segment[key] for key in ("name", "size", "docs", "dead"))
    if not (isinstance(name, str) and isinstance(size, int) and isinstance(docs, int) and isinstance(dead, list)):
        raise TypeError
    if Path(name).name != name:
        raise ValueError(name)
    return Entry(name, size, docs, frozenset(dead))


def _checksum(body: bytes) -> bytes:
    return f"{crc32(body):08x}".encode()
