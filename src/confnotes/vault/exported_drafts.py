"""What Markdown drafts were exported from a vault, so that edits in them can be written back to the notes.

One compressed file per export in the user's state folder: the draft as exported, and the notes that it was made from.
They are a convenience: a damaged file or a folder that cannot be written is not an error.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from confnotes.model.fast_dataclass import fast_dataclass
from confnotes.vault.private_file import state_file, write_private
from confnotes.vault.version import digest_of

_MOST = 40  # exports
_MOST_BYTES = 64 << 20
"""Compressed; older exports are forgotten first."""
_LONGEST = 256 << 20  # bytes of one, unpacked


@fast_dataclass(frozen=True, slots=True)
class ExportedDraft:
    """A draft: its parts (name and text), the paths of the notes of each item by the name of its part, and the texts of
    all these notes by path. `private`: it has private text, too. `conferences` are the paths of the conference notes.
    """

    parts: tuple[tuple[str, str], ...]
    items: Mapping[str, tuple[str, ...]]
    notes: Mapping[str, str]
    private: bool
    conferences: tuple[str, ...] = ()


def remember_draft(root: Path, draft: ExportedDraft) -> None:
    """Store a draft of the vault at `root`; the oldest ones are forgotten if there are too many."""
    stored = [draft.parts, draft.items, draft.notes, draft.private, draft.conferences]
    data = zlib.compress(json.dumps(stored).encode("ascii"), 1)
    file = _folder(root) / f"{digest_of(data)}.z"
    write_private(file, data)
    with suppress(OSError):
        file.touch()
    total = 0
    for number, old in enumerate(_files(root)):
        with suppress(OSError):
            total += old.stat().st_size
            if number >= _MOST or (number and total > _MOST_BYTES):
                old.unlink()


def exported_drafts(root: Path) -> Iterator[ExportedDraft]:
    """The drafts of the vault at `root`, newest first."""
    for file in _files(root):
        with suppress(OSError, ValueError, zlib.error, RecursionError):
            reader = zlib.decompressobj()
            draft = _read(json.loads(reader.decompress(file.read_bytes(), _LONGEST)))
            if draft is not None:
                yield draft


def _folder(root: Path) -> Path:
    return state_file(root, "drafts").with_suffix("")


def _files(root: Path) -> Sequence[Path]:
    found: list[tuple[int, Path]] = []
    with suppress(OSError):
        files = [file for file in _folder(root).iterdir() if file.suffix == ".z"]
        found += [(-file.stat().st_mtime_ns, file) for file in files]
    return [file for _, file in sorted(found)]


def _read(stored: Any) -> ExportedDraft | None:
    try:
        parts, items, notes, private, conferences = stored
        draft = ExportedDraft(
            tuple((name, text) for name, text in parts),
            {name: tuple(paths) for name, paths in items.items()},
            dict(notes),
            private,
            tuple(conferences),
        )
    except (AttributeError, TypeError, ValueError):
        return None
    texts = [*(one for part in draft.parts for one in part), *draft.items, *draft.notes.values(), *draft.conferences]
    texts += [path for paths in draft.items.values() for path in paths]
    return draft if all(isinstance(text, str) for text in texts) and isinstance(private, bool) else None
