"""Take what is in the clipboard of this desktop: a picture as an attachment of a note, or text."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import datetime
from typing import Final

from confnotes import system
from confnotes.catalogue.photos.photo_files import picture_kind
from confnotes.catalogue.photos.plan_photos import free_name
from confnotes.errors import ConflictError, ConfnotesError
from confnotes.exporters.run_beside import run_beside
from confnotes.vault.scan import ATTACHMENTS
from confnotes.vault.vault import Vault

SECONDS: Final = 4.0
"""A clipboard whose owner does not answer by then never will."""

_MOST_BYTES: Final = 50_000_000  # of a picture
_TYPES: Final = ("image/png", "image/jpeg", "image/webp", "image/gif", "image/tiff")
_TEXTS: Final = ("text/plain;charset=utf-8", "UTF8_STRING", "text/plain", "STRING")


class ClipboardError(ConfnotesError):
    """The clipboard has no picture, or no program reads it."""


def paste_image(vault: Vault, folder: str, wall: datetime) -> str:
    """Store the clipboard's picture in the folder's attachments, named by the time; returns its name.

    Raises ClipboardError, or ConfnotesError if it cannot be saved.
    """
    data = read_image()
    kind = picture_kind(data)
    if kind is None or len(data) > _MOST_BYTES:
        reason = "is larger than 50 MB" if kind else "has a format that confnotes doesn't know"
        raise ClipboardError(f"The picture in the clipboard {reason}", "Save it as a file and use `confnotes photos`.")
    taken: set[str] = set()
    while True:
        name = free_name(f"{wall:%Y-%m-%d %H%M%S}", kind, taken.__contains__)
        try:
            vault.save_bytes(f"{folder}/{ATTACHMENTS}/{name}", data, None)
        except ConflictError:
            taken.add(name)
        else:
            return name


def read_copied() -> str | bytes | None:
    """The text in the clipboard, else the picture; None if it has neither, or nobody tells."""
    if system.is_served():
        return None
    for program, ask, take in _programs():
        with suppress(OSError, subprocess.TimeoutExpired):
            offered = _run([program, *ask]).decode("utf-8", "replace").split() if ask else []
            wanted = next((kind for kind in (*_TEXTS, *_TYPES) if kind in offered), "")
            data = _run([program, *(part.format(wanted) for part in take)]) if wanted else b""
            if data:
                return data.decode("utf-8", "replace") if wanted in _TEXTS else data
    return None


def read_image() -> bytes:
    """The picture in the clipboard, as the first program that this desktop has gives it. Raises ClipboardError."""
    system.refuse_if_served()
    missing: list[str] = []
    for program, ask, take in _programs():
        try:
            offered = _run([program, *ask]).decode("utf-8", "replace").split() if ask else ["image/png"]
            wanted = next((kind for kind in _TYPES if kind in offered), None)
            data = _run([program, *(part.format(wanted) for part in take)]) if wanted else b""
        except FileNotFoundError:
            missing.append(program)
            continue
        except subprocess.TimeoutExpired:
            raise ClipboardError(f"{program} doesn't answer", "Copy the picture again, or save it as a file.") from None
        except OSError as error:
            raise ClipboardError(f"{program} can't be started: {(error.strerror or str(error)).lower()}") from error
        if data:
            return data
        raise ClipboardError("The clipboard has no picture")
    hint = f"Install {' or '.join(missing)}." if missing else "There is no clipboard here: no desktop is running."
    raise ClipboardError("Can't read pictures from the clipboard", hint)


def _programs() -> Iterator[tuple[str, Sequence[str], Sequence[str]]]:
    """Programs that may read the clipboard here, how to ask for its types, and how to take one of them."""
    if sys.platform == "darwin":
        yield "pngpaste", (), ("-",)
    if os.environ.get("WAYLAND_DISPLAY"):
        yield "wl-paste", ("--list-types",), ("--no-newline", "--type", "{}")
    if os.environ.get("DISPLAY"):
        xclip = ("-selection", "clipboard", "-target")
        yield "xclip", (*xclip, "TARGETS", "-out"), (*xclip, "{}", "-out")


def _run(command: Sequence[str]) -> bytes:
    """What the program prints; b"" if it fails, as with an empty clipboard."""
    done = run_beside(command, seconds=SECONDS)
    return done.stdout if not done.returncode else b""
