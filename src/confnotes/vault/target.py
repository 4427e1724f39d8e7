"""A file that is to change, and where its new version is made."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

from confnotes.errors import ConfnotesError
from confnotes.vault.folders import opened_folder, split_path
from confnotes.vault.layout import MARKER


class Target(NamedTuple):
    """The file's folder (a descriptor), its name, and the folder where its new version is made.

    For whoever finds a file there, `path` is the path of the file that it was made for.
    """

    folder: int
    name: str
    aside: int
    path: str


def in_folder(folder: int, name: str) -> Target:
    """A file whose new version is made right beside it."""
    return Target(folder, name, folder, name)


@contextmanager
def opened_target(root: Path, path: str, vault: Path | None, *, create: bool = False) -> Iterator[Target]:
    """The file at `path` below `root`; folders that are missing are made when `create`.

    In a vault new versions are made in the folder that marks it, where no other program looks and the next start finds
    what was left. Raises OSError; ConfnotesError when one of the folders is a link.
    """
    folders, name = split_path(path)
    with ExitStack() as opened:
        folder = opened.enter_context(opened_folder(root, folders, create=create))
        target = in_folder(folder, name)
        if vault is not None:
            with suppress(OSError, ConfnotesError, ValueError):
                aside = opened.enter_context(opened_folder(vault, [MARKER]))
                target = Target(folder, name, aside, (root / path).relative_to(vault).as_posix())
        yield target
