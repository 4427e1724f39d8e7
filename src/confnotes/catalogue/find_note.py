"""Find a note by what the user types."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from pathlib import Path

from confnotes import system
from confnotes.catalogue.program.talks import locate
from confnotes.catalogue.searching.find import outlines
from confnotes.errors import ConfnotesError, NotFoundError
from confnotes.markup.find_by_name import matching, nearest
from confnotes.markup.link_names import aliases, stem_of
from confnotes.markup.names import fold
from confnotes.model.note import Outline
from confnotes.vault.vault import Vault

_NEAR, _SHOWN = 72, 5  # similarity in percent of a title to propose it, and the number of notes named


def find_note(
    vault: Vault,
    text: str,
    at: datetime | None = None,
    *,
    in_part: bool = True,
    deleted: Callable[[], Iterable[Outline]] = tuple,
) -> str:
    """The path of the note that the text names.

    Matches a path (in the vault or relative to the working directory), file name, title, alias, the key or id of its
    talk, “now” or “next” (`at`); with `in_part` also words of its title, and any name of its talk. `deleted` notes
    match by exact name, after existing ones. Nothing is guessed. Raises NotFoundError with the closest titles, or
    ConfnotesError if several notes match.
    """
    wanted = text.strip()
    gone: list[Outline] = []

    def deleted_once() -> list[Outline]:
        gone.extend(deleted())
        return gone

    found = next(filter(None, _by_name(vault, wanted, deleted_once)), [])
    if not found and in_part:
        found = _in_part(vault, wanted, at, gone)
    if not found:
        listed = (
            "List deleted notes with `confnotes history`."
            if deleted is not tuple
            else "List notes with `confnotes list notes`."
        )
        raise NotFoundError(f"note not found: “{text}”", _near(vault, wanted) or listed)
    if len(found) > 1:
        paths = {str(one.path) for one in gone}
        named = "; ".join(path + " (deleted)" * (path in paths) for path in found[:_SHOWN])
        raise ConfnotesError(f"“{text}” matches {len(found)} notes: {named}", "Give the path of one.")
    return found[0]


def path_in_vault(vault: Vault, text: str) -> str:
    """A path relative to the vault, if it leads into it from the working directory; else the text itself."""
    path = Path(text)
    try:
        if (vault.root / path).exists() and not path.is_absolute():
            return text
        return system.real_path(path).relative_to(vault.root).as_posix()
    except (OSError, ValueError):
        return text


def _by_name(vault: Vault, wanted: str, deleted: Callable[[], list[Outline]]) -> Iterator[list[str]]:
    """Notes with exactly this name, best kind of name first; slow lookups come last."""
    paths = vault.note_paths()
    stem = fold(wanted.removesuffix(".md"))
    meant = {wanted, f"{wanted}.md", path_in_vault(vault, wanted)}
    yield [path for path in paths if path in meant]
    yield [path for path in paths if fold(stem_of(path)) == stem]
    yield from _by_names(list(outlines(vault)), stem)
    gone = deleted()
    yield [str(note.path) for note in gone if str(note.path) in meant]
    yield [str(note.path) for note in gone if fold(note.stem) == stem]
    yield from _by_names(gone, stem)


def _by_names(notes: list[Outline], wanted: str) -> Iterator[list[str]]:
    yield [str(note.path) for note in notes if fold(note.title) == wanted]
    yield [str(note.path) for note in notes if wanted in map(fold, aliases(note.fields))]
    yield [str(note.path) for note in notes if wanted in _talk_names(note)]


def _talk_names(note: Outline) -> tuple[str, ...]:
    """The key and id of the note's talk."""
    key = note.fields.get("talk")
    return (fold(key), fold(key.partition("/")[2])) if isinstance(key, str) and "/" in key else ()


def _in_part(vault: Vault, wanted: str, at: datetime | None, gone: list[Outline]) -> list[str]:
    """Notes whose title the text matches, else whose talk it names."""
    clock = at is not None and fold(wanted) in ("now", "next")
    notes = [] if clock else [*outlines(vault), *gone]
    if titled := matching(notes, wanted, lambda note: (note.title,)):
        return [str(note.path) for note in titled]
    try:
        talk = locate(vault, wanted, at, guess=False)
    except NotFoundError:
        if clock:
            raise
        return []
    found = [str(note.path) for note in [*outlines(vault), *gone] if note.fields.get("talk") == talk.key]
    if not found:
        raise NotFoundError(f"no note yet for “{talk.title}”", "Name another talk, or the path of a note.")
    return found


def _near(vault: Vault, wanted: str) -> str:
    """A “Did you mean” question with a similar title, or ""."""
    notes = list(outlines(vault))
    near = [notes[at] for at, _ in nearest(fold(wanted), (fold(note.title) for note in notes), _SHOWN, _NEAR)]
    return "Did you mean: " + "; ".join(f"{note.title} ({note.path})" for note in near) if near else ""
