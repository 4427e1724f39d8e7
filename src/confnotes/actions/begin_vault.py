"""Create a vault: an empty one, from an existing folder of notes, or as a copy of the sample; and undo it.

In an existing folder, only `.confnotes/` is added.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from importlib.resources import as_file, files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Final

from confnotes import system
from confnotes.errors import ConfnotesError, UsageError
from confnotes.vault import layout
from confnotes.vault.vault import Vault

SAMPLE_DAY: Final = "10 December 2019"
_ENTRIES: Final = 1000  # counted of a folder; if it has more, “1000+” is shown


@dataclass(frozen=True, slots=True)
class FolderCheck:
    """Whether a folder can become a vault, in one line; `problem` says why it cannot."""

    says: str = ""
    problem: str = ""
    is_vault: bool = False


@dataclass(frozen=True, slots=True)
class NewVault:
    """A vault that was just created, and the folders created for it, innermost last."""

    vault: Vault
    made: Sequence[Path] = ()

    def take_back(self) -> None:
        """Remove what was created, unless the folders contain other files by now."""
        if not self.made:
            return
        with suppress(OSError):
            marker = self.vault.root / layout.MARKER
            settings = marker / layout.SETTINGS
            if settings.read_text(encoding="utf-8") == layout.NEW_SETTINGS and [*marker.iterdir()] == [settings]:
                settings.unlink()
            for folder in reversed(self.made):
                folder.rmdir()


def check_folder(text: str, *, must_exist: bool = False) -> FolderCheck:
    """Check a folder while the user types its path.

    With `must_exist`, the folder must already exist and may contain notes.
    """
    if not text.strip():
        return FolderCheck(problem="Type the path of a folder")
    if "://" in text:
        return FolderCheck(problem="This is a web address: choose the folder first, then the program")
    folder = system.user_path(text.strip())
    if str(folder).startswith("~"):
        return FolderCheck(problem=f"Home folder not found: {folder.parts[0]}")
    try:
        if folder.exists():
            return _check_existing(folder) if folder.is_dir() else FolderCheck(problem="This is a file")
        if must_exist:
            return FolderCheck(problem="Folder not found")
        parent = next(one for one in folder.absolute().parents if one.exists())
        if not parent.is_dir():
            return FolderCheck(problem=f"{parent} is a file")
        if around := Vault.find(parent):
            return _inside(around)
    except (OSError, ValueError, StopIteration) as error:
        return FolderCheck(problem=getattr(error, "strerror", None) or "Not a path")
    if not os.access(parent, os.W_OK | os.X_OK):
        return FolderCheck(problem=f"No permission to write to {parent}")
    return FolderCheck("A new folder" if folder.is_absolute() else f"A new folder in {parent}")


def _check_existing(folder: Path) -> FolderCheck:
    around = Vault.find(folder)
    if around and around.root == folder.resolve():
        return FolderCheck("A vault already; it opens as it is", is_vault=True)
    if folder.resolve() in (system.user_path("~").resolve(), Path(folder.absolute().anchor)):
        return FolderCheck(problem="This folder has all your files: name a folder inside it")
    if around:
        return _inside(around)
    if not os.access(folder, os.W_OK | os.X_OK):
        return FolderCheck(problem="No permission to write to this folder")
    with os.scandir(folder) as entries:
        names = [entry.name for entry, _ in zip(entries, range(_ENTRIES), strict=False)]
    if not names:
        return FolderCheck("An empty folder")
    kind = "An Obsidian vault" if ".obsidian" in names else "A zk notebook" if ".zk" in names else ""
    if not kind:
        more = "+" if len(names) == _ENTRIES else ""
        kind = f"A folder with {len(names)}{more} file{'s' if len(names) > 1 else ''}"
    return FolderCheck(f"{kind}; your files stay as they are")


def _inside(around: Vault) -> FolderCheck:
    return FolderCheck(problem=f"Inside the vault {around.root}: open that one, or name a folder outside")


def begin_vault(text: str, *, must_exist: bool = False) -> NewVault:
    """Create a vault in the folder, or open its vault.

    Raises ConfnotesError if the folder cannot be a vault; incomplete folders are removed.
    """
    check = check_folder(text, must_exist=must_exist)
    if check.problem:
        raise UsageError(f"{check.problem}: {text}", "Choose another folder.")
    folder = system.user_path(text.strip()).absolute()
    missing = [one for one in (*reversed(folder.parents), folder, folder / layout.MARKER) if not one.exists()]
    try:
        return NewVault(Vault.create(folder), missing)
    except ConfnotesError:
        _remove_empty(missing)
        raise


def _remove_empty(folders: Sequence[Path]) -> None:
    """Remove folders, innermost last, unless they contain something."""
    for folder in reversed(folders):
        with suppress(OSError):
            folder.rmdir()


def copy_sample(text: str) -> Vault:
    """Copy the sample vault to a folder that is new or empty; raises ConfnotesError, without half a copy.

    Opens the copy if the folder already contains one.
    """
    check = check_folder(text)
    folder = system.user_path(text.strip()).absolute()
    if check.is_vault:
        return Vault.open(folder)
    missing = [one for one in (*reversed(folder.parents), folder) if not one.exists()]
    if check.problem or (not missing and any(folder.iterdir())):
        raise UsageError(f"{check.problem or 'Folder not empty'}: {text}", "Choose a new folder.")
    try:
        with as_file(_sample()) as sample:
            shutil.copytree(sample, folder, dirs_exist_ok=True, copy_function=_copy_file)
    except (OSError, shutil.Error, ConfnotesError) as error:
        for one in folder.iterdir() if folder.exists() else ():
            shutil.rmtree(one, ignore_errors=True)
        _remove_empty(missing)
        reason = error.message if isinstance(error, ConfnotesError) else getattr(error, "strerror", None) or "no folder"
        raise ConfnotesError(f"Cannot copy the sample to {text}: {reason}", "Choose another folder.") from error
    return Vault.open(folder)


def _copy_file(source: str, target: str) -> None:
    """Copy a file; `copytree` continues after an OSError, and tells all of them at once."""
    try:
        shutil.copyfile(source, target)
    except OSError as error:
        raise ConfnotesError((error.strerror or type(error).__name__).lower()) from error


def _sample() -> Traversable:
    """The sample vault: next to the modules in an installed package, at the top level in a checkout."""
    package = files("confnotes")
    packed = package / "sample"
    return packed if packed.is_dir() else Path(str(package)).parents[1] / "notes"
