"""The tags of all notes as a tree, and renaming a tag in all notes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from confnotes.actions.links.rewrite import LineChange, Renaming, Rewriting, apply
from confnotes.catalogue.searching.find import index_of
from confnotes.errors import ConfnotesError, NotFoundError
from confnotes.markup.names import bare
from confnotes.markup.retag import check_names, retag_text
from confnotes.vault.vault import Vault


@dataclass(frozen=True, slots=True)
class TagCount:
    """A tag in the tree: full name, number of notes with the tag itself, and number including subtags."""

    name: str
    own: int
    notes: int

    @property
    def depth(self) -> int:
        """0 for a top-level tag."""
        return self.name.count("/")


@dataclass(frozen=True, slots=True)
class Retagging:
    """Plan for renaming a tag; `merges`: some notes already have the new tag, and the two are merged.

    A changed line with an empty `after` is removed: a list item that would be a duplicate.
    """

    old: str
    new: str
    notes: tuple[Rewriting, ...]
    lines: tuple[LineChange, ...]
    merges: bool

    @property
    def renaming(self) -> Renaming:
        """What to write."""
        return Renaming("", "", self.notes, why="retag")


def all_tags(vault: Vault) -> list[TagCount]:
    """All tags of the notes and their parents, in tree order.

    The spelling is that of one of the notes.
    """
    notes = paths_by_tag(vault)
    holders: dict[str, set[str]] = {}
    for tag, paths in notes.items():
        for name in _with_parents(tag):
            holders.setdefault(name, set()).update(paths)
    spelled = _spellings(vault, notes)
    found = [
        TagCount(spelled.get(name, name), len(set(notes.get(name, ()))), len(paths)) for name, paths in holders.items()
    ]
    return sorted(found, key=lambda tag: tag.name.casefold().split("/"))


def plan_retag(vault: Vault, old: str, new: str) -> Retagging:
    """Plan renaming a tag; an existing new name merges the two.

    Raises UsageError for an invalid tag, NotFoundError if no note has it, ConfnotesError if a note cannot be changed.
    """
    old, new = check_names(old, new)
    planned = (_planned(vault, path, old, new) for path in paths_with_tag(vault, old))
    notes = tuple(note for note in planned if note is not None)
    if not notes:
        raise NotFoundError(f"tag not found: #{old}", "List tags with `confnotes list tags`.")
    merges = old.casefold() != new.casefold() and bool(paths_with_tag(vault, new))
    return Retagging(old, new, notes, tuple(line for note in notes for line in note.lines()), merges)


def retag(vault: Vault, plan: Retagging) -> None:
    """Write all notes or none; `rewrite.take_back` undoes it. Raises what `rewrite.apply` raises."""
    apply(vault, plan.renaming)


def _planned(vault: Vault, path: str, old: str, new: str) -> Rewriting | None:
    file = vault.read(path)
    try:
        after = retag_text(file.text, old, new)
    except ConfnotesError as error:
        raise ConfnotesError(f"{path}: {error.message}", error.hint) from error
    return replace(Rewriting.of(file), after=after) if after != file.text else None


def _with_parents(name: str) -> Iterator[str]:
    parts = name.split("/")
    return ("/".join(parts[:depth]) for depth in range(1, len(parts) + 1))


def _spellings(vault: Vault, notes: dict[str, list[str]]) -> dict[str, str]:
    """The spelling of each tag and parent tag in one of its notes."""
    found: dict[str, str] = {}
    for name, paths in notes.items():
        if name in found:
            continue
        try:
            written = vault.note(max(paths)).tags
        except ConfnotesError:
            continue
        for tag in written:
            for one, spelled in zip(_with_parents(bare(tag.name)), _with_parents(tag.name), strict=False):
                found.setdefault(one, spelled)
    return found


def paths_by_tag(vault: Vault) -> dict[str, list[str]]:
    """Paths of the notes with each folded tag; subtags count separately."""
    return index_of(vault).labelled("tag")


def paths_with_tag(vault: Vault, tag: str) -> list[str]:
    """Sorted paths of the notes with a tag or one of its subtags."""
    wanted = f"{bare(tag)}/"
    return sorted(
        {path for name, paths in paths_by_tag(vault).items() if f"{name}/".startswith(wanted) for path in paths}
    )
