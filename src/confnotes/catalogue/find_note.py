"""Finding a note by what a person types."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from pathlib import Path

from confnotes.catalogue.program.talks import locate
from confnotes.catalogue.searching.find import outlines
from confnotes.errors import ConfnotesError, NotFoundError
from confnotes.markup.find_by_name import first_fitting, nearest
from confnotes.markup.link_names import aliases, stem_of
from confnotes.markup.names import fold
from confnotes.model.note import Outline
from confnotes.vault.vault import Vault

_NEAR, _SHOWN = 72, 5


def find_note(
    vault: Vault,
    text: str,
    at: datetime | None = None,
    *,
    in_part: bool = True,
    deleted: Callable[[], Iterable[Outline]] = tuple,
) -> str:
    """The path of the note that the text names.

    By path (in the vault, or from the working directory), file, title, alias, its talk's key or id, “now” or “next”
    (`at`); with `in_part` also by the beginning or a part of its title, and by all that names its talk. The `deleted`
    notes count after those that are there and are called exactly so. Nothing is guessed.
    Raises NotFoundError with the nearest titles when there is none, ConfnotesError when there are several.
    """
    wanted = text.strip()
    gone: list[Outline] = []

    def deleted_once() -> list[Outline]:
        gone.extend(deleted())
        return gone

    found = next(filter(None, _called(vault, wanted, deleted_once)), [])
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
    """A path as the vault has it: one that leads into the vault from the working directory, else the text itself."""
    path = Path(text)
    if (vault.root / path).exists() and not path.is_absolute():
        return text
    try:
        return path.resolve().relative_to(vault.root.resolve()).as_posix()
    except (OSError, ValueError):
        return text


def _called(vault: Vault, wanted: str, deleted: Callable[[], list[Outline]]) -> Iterator[list[str]]:
    """The notes called exactly so, the surest names first; what takes longer to read is read last."""
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
    """The key and the id of the talk that the note is about."""
    key = note.fields.get("talk")
    return (fold(key), fold(key.partition("/")[2])) if isinstance(key, str) and "/" in key else ()


def _in_part(vault: Vault, wanted: str, at: datetime | None, gone: list[Outline]) -> list[str]:
    """The notes that begin so, else have it in their titles, else are of the talk that it names."""
    folded = fold(wanted)
    clock = at is not None and folded in ("now", "next")
    notes = [] if clock or not folded else [*outlines(vault), *gone]
    titles = [(str(note.path), fold(note.title)) for note in notes]
    if begin := first_fitting(titles, lambda one: one[1].startswith(folded), lambda one: folded in one[1]):
        return [path for path, _ in begin]
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
    """The question whether a note of a title like it was meant, "" where there is none."""
    notes = list(outlines(vault))
    near = [notes[at] for at, _ in nearest(fold(wanted), (fold(note.title) for note in notes), _SHOWN, _NEAR)]
    return "Did you mean: " + "; ".join(f"{note.title} ({note.path})" for note in near) if near else ""
