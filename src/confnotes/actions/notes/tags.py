"""The tags of all notes as a tree, and another name for one of them in every note at once."""

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
    """A tag in the tree: its whole name, how many notes have it itself, and how many with what is nested in it."""

    name: str
    own: int
    notes: int

    @property
    def depth(self) -> int:
        """0 for a tag that is nested in none."""
        return self.name.count("/")


@dataclass(frozen=True, slots=True)
class Retagging:
    """What renaming a tag would do; `merges`: notes have the new one already, and the two become one.

    A changed line whose `after` is empty is only taken out: an item of a list that is named already.
    """

    old: str
    new: str
    notes: tuple[Rewriting, ...]
    lines: tuple[LineChange, ...]
    merges: bool

    @property
    def renaming(self) -> Renaming:
        """What is to be written."""
        return Renaming("", "", self.notes, why="retag")


def all_tags(vault: Vault) -> list[TagCount]:
    """Every tag of the notes, and every one that others are nested in, in the order of a tree.

    A tag is spelled as in one of its notes.
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
    """What giving a tag another name would change; a name that is there already merges the two.

    Raises UsageError for what is no tag, NotFoundError when no note has it, ConfnotesError for a note that cannot be
    changed.
    """
    old, new = check_names(old, new)
    planned = (_planned(vault, path, old, new) for path in paths_with_tag(vault, old))
    notes = tuple(note for note in planned if note is not None)
    if not notes:
        raise NotFoundError(f"tag not found: #{old}", "List tags with `confnotes list tags`.")
    merges = old.casefold() != new.casefold() and bool(paths_with_tag(vault, new))
    return Retagging(old, new, notes, tuple(line for note in notes for line in note.lines()), merges)


def retag(vault: Vault, plan: Retagging) -> None:
    """Write it: all of the notes, or none; `rewrite.take_back` undoes it. Raises as `rewrite.apply` does."""
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
    """How each tag, and each one that it is nested in, is written in one of its notes."""
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
    """For each tag, folded, the paths of the notes that have it; what is nested in it counts for itself."""
    return index_of(vault).labelled("tag")


def paths_with_tag(vault: Vault, tag: str) -> list[str]:
    """The paths of the notes that have a tag, or one that is nested in it, sorted."""
    wanted = f"{bare(tag)}/"
    return sorted(
        {path for name, paths in paths_by_tag(vault).items() if f"{name}/".startswith(wanted) for path in paths}
    )
