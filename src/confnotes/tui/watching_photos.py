"""Watches a folder of photos while the app runs, if the user chose one; remembered for the next start."""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from confnotes import config
from confnotes.errors import ConfnotesError, NotFoundError
from confnotes.vault.private_file import vault_id

if TYPE_CHECKING:
    from confnotes.vault.vault import Vault


def watched_folder(root: Path) -> Path | None:
    """The folder watched for this vault; None if none is."""
    try:
        text = _kept(root).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeError):
        return None
    return Path(text) if text else None


def remember(root: Path, folder: Path | None) -> None:
    """Remember the folder to watch from the next start on, or None; ignores errors of the state folder."""
    with suppress(OSError):
        _kept(root).parent.mkdir(mode=0o700, exist_ok=True)
        _kept(root).write_text(f"{folder or ''}\n", encoding="utf-8")


def _kept(root: Path) -> Path:
    return config.state_folder() / "photos" / vault_id(root)


class WatchingPhotos:
    """Places photos from one folder in a thread, and reports them."""

    def __init__(self, vault: Vault, placed: Callable[[Collection[str], str], object]) -> None:
        """`placed` is called in that thread after placing photos, with their notes and a message."""
        self._vault = vault
        self._placed = placed
        self._stop = threading.Event()
        self.folder: Path | None = None

    def begin(self, folder: Path) -> None:
        self.end()
        self.folder = folder
        self._stop = threading.Event()
        threading.Thread(target=self._watch, args=(folder, self._stop), daemon=True).start()

    def end(self) -> None:
        """Stop watching; a photo that is being placed is finished."""
        self._stop.set()
        self.folder = None

    def _watch(self, folder: Path, stop: threading.Event) -> None:
        from confnotes.actions.photos.place_photos import carry_out, unplaced_files
        from confnotes.catalogue.photos.photo_files import LOOK_EVERY, Arrivals
        from confnotes.catalogue.photos.plan_photos import PhotoState, Placing, plan_photos

        arrivals = Arrivals([folder], self._vault.root)
        how = Placing(cancelled=stop.is_set)
        while not stop.wait(LOOK_EVERY):
            with suppress(NotFoundError):  # an unplugged phone may be plugged in again
                files = arrivals.look()
                if not files:
                    continue
                try:
                    plan = plan_photos(self._vault, files, how)
                    outcome = carry_out(self._vault, plan, how)
                except (ConfnotesError, OSError):
                    arrivals.try_again(files)
                else:
                    arrivals.try_again(unplaced_files(plan, outcome))
                    placed = [photo for photo in outcome if photo.state is PhotoState.PLACE and photo.note]
                    if placed:
                        many = f"{len(placed)} photos placed, the last" if len(placed) > 1 else "a photo placed"
                        notes = {photo.note for photo in placed if photo.note}
                        self._placed(notes, f"{many} in “{placed[-1].title}”")
