"""Mark talks: stars, attendance, watch later, ratings."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final, NamedTuple

from confnotes.catalogue.program.talks import SeveralTalksError, by_key, locate
from confnotes.errors import ConflictError, ConfnotesError, NotFoundError, UsageError
from confnotes.markup.find_by_name import matching
from confnotes.markup.names import fold, slug
from confnotes.model.mark import Mark, MarkChange
from confnotes.vault.layout import marks_path, talk_key
from confnotes.vault.private_file import load_state, store_state
from confnotes.vault.vault import Vault


def mark_talk(vault: Vault, key: str, mark: Mark, on: bool | None = None) -> bool:
    """Set, clear or toggle (None) a mark of the talk; returns whether it is set. Raises NotFoundError."""
    found = by_key(vault, key)
    conference, talk_id = found.conference, found.talk.id or ""
    wanted = mark not in vault.marks(conference).of(talk_id) if on is None else on
    return mark in vault.mark(conference, talk_id, **{mark: wanted}).of(talk_id)


def rate(vault: Vault, key: str, rating: int | None) -> int | None:
    """Rate the talk 1 to 5; None or 0 removes the rating, and overrides one in its note, which is unchanged.

    Returns the resulting rating. Raises NotFoundError, UsageError, ConfnotesError.
    """
    if rating is not None and not 0 <= rating <= 5:
        raise UsageError("invalid rating", "Use 1 to 5; 0 removes the rating.")
    found = by_key(vault, key)
    conference, talk_id = found.conference, found.talk.id or ""
    note = vault.talk_notes(conference).get(key)
    stated = note.rating if note is not None else None
    own = 0 if rating == stated else rating or 0  # what the note states needs no line in the marks
    marks = vault.mark(conference, talk_id, rating=own, unrated=stated is not None and rating != stated)
    return marks.rating(talk_id, stated)


def mark_watched(vault: Vault, key: str, on: bool = True) -> None:
    """Mark a talk as watched: attended, and no longer watch later.

    `on=False` undoes it. Raises NotFoundError, ConfnotesError.
    """
    mark_talk(vault, key, Mark.ATTENDED, on)
    mark_talk(vault, key, Mark.LATER, not on)


def change_mark(vault: Vault, key: str, mark: Mark, value: int | None = None) -> MarkChange:
    """Set a mark, or toggle it (None); raises NotFoundError, ConfnotesError."""
    found, before = by_key(vault, key), _value(vault, key, mark)
    change = MarkChange(key, found.title, mark, before, int(not before) if value is None else value)
    text = _text(vault, found.conference)
    _apply(vault, change)
    return replace(change, texts=(text, _text(vault, found.conference)))


def apply_mark_changes(vault: Vault, changes: Sequence[MarkChange]) -> None:
    """Apply mark changes, to undo or redo a step.

    Raises NotFoundError, ConfnotesError, and ConflictError if a mark was changed otherwise since; then nothing is
    written.
    """
    for change in changes:
        if _value(vault, change.key, change.mark) != change.before:
            raise ConflictError(f"the marks of “{change.title}” changed since", "Nothing was changed.")
    for change in changes:
        _apply(vault, change)


def _text(vault: Vault, conference: str) -> str:
    """The marks file, "" without one."""
    try:
        return vault.read(marks_path(conference)).text
    except NotFoundError:
        return ""


def _restore(vault: Vault, change: MarkChange) -> bool:
    """Give the marks file its text after the change, if it still has the previous text."""
    is_same = False

    def restored(text: str) -> str:
        nonlocal is_same
        before, after = change.texts or ("", "")
        is_same = change.texts is not None and text == before
        return after if is_same else text

    vault.change(marks_path(by_key(vault, change.key).conference), restored, new="", empty="")
    return is_same


def _apply(vault: Vault, change: MarkChange) -> None:
    if _restore(vault, change):
        return
    if change.mark is Mark.RATING:
        rate(vault, change.key, change.after)
    else:
        mark_talk(vault, change.key, change.mark, bool(change.after))


def _value(vault: Vault, key: str, mark: Mark) -> int:
    """The value of a talk's mark; of a rating the one that holds, which its note may state. Raises NotFoundError."""
    found = by_key(vault, key)
    marks, talk_id = vault.marks(found.conference), found.talk.id or ""
    if mark is not Mark.RATING:
        return int(mark in marks.of(talk_id))
    note = vault.talk_notes(found.conference).get(key)
    return marks.rating(talk_id, note.rating if note is not None else None) or 0


MOST: Final = 50  # steps that can be undone


class KeptMarks(NamedTuple):
    """An undo step: marks changed together, on which list, and its message."""

    place: str
    said: str
    changes: tuple[MarkChange, ...]


def keep_marks(vault: Vault, steps: Sequence[KeptMarks]) -> None:
    """Store the latest steps for undo; a read-only state folder is not an error."""
    data = [
        [place, said, [[one.key, one.title, one.mark, one.before, one.after] for one in changes]]
        for place, said, changes in steps[-MOST:]
    ]
    store_state(vault.root, "marked", data)


def kept_marks(vault: Vault, newer: Iterable[KeptMarks] = ()) -> list[KeptMarks]:
    """Stored steps that can be undone after the `newer` ones; empty if they cannot be read."""
    try:
        kept = [_read(one) for one in load_state(vault.root, "marked") or ()]
    except (ValueError, TypeError):
        return []
    before: dict[tuple[str, Mark], int | None] = {}
    for step in reversed([*newer]):
        before |= {(one.key, one.mark): one.before for one in step.changes}
    found: list[KeptMarks] = []
    for step in reversed(kept):
        stands = True
        for one in step.changes:
            name = (one.key, one.mark)
            stands &= (before[name] if name in before else _value_now(vault, one)) == one.after
        before |= {(one.key, one.mark): one.before if stands else None for one in step.changes}
        found += [step] if stands else []
    return found[::-1]


def _value_now(vault: Vault, change: MarkChange) -> int | None:
    """The mark's current value; None if the talk is gone."""
    try:
        return _value(vault, change.key, change.mark)
    except ConfnotesError:
        return None


def _read(step: list[object]) -> KeptMarks:
    place, said, changes = step
    if not isinstance(place, str) or not isinstance(said, str) or not isinstance(changes, list) or not changes:
        raise ValueError
    return KeptMarks(place, said, tuple(map(_read_change, changes)))


def _read_change(change: list[object]) -> MarkChange:
    key, title, mark, before, after = change
    if not (isinstance(key, str) and isinstance(title, str) and isinstance(before, int) and isinstance(after, int)):
        raise ValueError
    return MarkChange(key, title, Mark(str(mark)), before, after)


_SHOWN = 4  # talks named in one line


@dataclass(frozen=True, slots=True)
class Named:
    """A talk or session: conference folder, id and title."""

    conference: str
    id: str
    title: str
    is_session: bool = False


def named(vault: Vault, text: str, at: datetime | None = None) -> Named:
    """The session with this key, id or title, else the talk that `locate` finds, else a session by words of its title.

    Raises NotFoundError, ConfnotesError if several sessions or talks match.
    """
    sessions = list(_sessions(vault))
    wanted, folded = text.strip(), fold(text)
    exact = [
        one for one in sessions if wanted in (one.id, f"{slug(one.conference)}/{one.id}") or fold(one.title) == folded
    ]
    if folded and exact:
        try:
            by_key(vault, wanted)
        except NotFoundError:
            return _only(wanted, exact)
    try:
        card = locate(vault, text, at)
    except SeveralTalksError:
        raise
    except NotFoundError:
        near = matching(sessions, wanted, lambda one: (one.title,))
        if not near:
            raise
        return _only(wanted, near)
    return Named(card.conference, card.talk.id or "", card.title)


def set_no_share(vault: Vault, one: Named, on: bool = True) -> bool:
    """Set or clear the “do not share” mark; returns whether it is set."""
    return Mark.UNSHARED in vault.mark(one.conference, one.id, unshared=on).of(one.id)


def _sessions(vault: Vault) -> list[Named]:
    found = []
    for name in vault.conferences():
        try:
            program = vault.program(name)
        except ConfnotesError:
            continue
        found += [Named(name, session.id or "", session.title or "", True) for session in program.sessions]
    return found


def _only(wanted: str, found: list[Named]) -> Named:
    if len(found) == 1:
        return found[0]
    keys = ", ".join(talk_key(one.conference, one.id) for one in found[:_SHOWN])
    raise ConfnotesError(f"“{wanted}” matches {len(found)} sessions: {keys}", "Name one of them by its id.")
