"""Move lines from the wrong note to another talk's note, and undo it.

The target is written first: if writing fails in between, the lines are in both notes rather than in none.
"""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from confnotes.actions.notes import take_note
from confnotes.actions.notes.change_talk_note import wall_of
from confnotes.actions.notes.take_note import OpenNote
from confnotes.errors import ConfnotesError, NotFoundError, UsageError
from confnotes.markup.frontmatter import split
from confnotes.markup.headings import title_in
from confnotes.markup.recent_lines import (
    all_lines,
    blocks,
    lines_of,
    recent_lines,
    with_lines,
    without_blocks,
    without_run,
)
from confnotes.model.schema import read_plain
from confnotes.vault.private_file import put_private, state_file
from confnotes.vault.program_save import PlannedFile
from confnotes.vault.transaction import Transaction
from confnotes.vault.vault import Vault

LONGEST = timedelta(hours=20)
_NOTES_LOOKED_AT = 40  # the newest, for one that was written at the same time


@dataclass(frozen=True, slots=True)
class Move:
    """A move of lines from the note `source` to `target`, with both texts before and after.

    `key` is the talk of the target, a note that did not exist if `is_new`.
    """

    source: str
    target: str
    key: str
    lines: tuple[str, ...]
    source_before: str
    source_after: str
    target_before: str
    target_after: str
    is_new: bool = False

    @property
    def source_title(self) -> str:
        """Title of the note that the lines leave."""
        return title_in(split(self.source_before), self.source)

    @property
    def target_title(self) -> str:
        """Title of the note that the lines go to."""
        return title_in(split(self.target_before), self.target)


def latest_note_path(vault: Vault, span: timedelta, at: datetime, but: str | None = None) -> str:
    """The most recently saved note with lines of that time span, except `but`.

    Raises NotFoundError if no note has any.
    """
    for path in vault.latest_notes(_NOTES_LOOKED_AT):
        with suppress(ConfnotesError):
            if path != but and recent_lines(split(vault.read(path).text).body, span, wall_of(vault, path, at)):
                return path
    raise NotFoundError(
        f"no note has lines from the last {in_words(span)}",
        "Name the note with --from, or give a longer time with --last.",
    )


def plan(vault: Vault, source: str, key: str, span: timedelta | None, wall: datetime) -> Move:
    """Plan moving the lines typed within `span` before `wall` (None: all lines) to the talk's note.

    Nothing is written. Raises NotFoundError for missing lines, notes or talks, UsageError if both notes are the same or
    the span is too long to exclude the previous day, ConfnotesError if a note cannot be changed.
    """
    if span is not None and not timedelta() < span <= LONGEST:
        raise UsageError("invalid duration", f"Use a duration of up to {in_words(LONGEST)}, such as 10m.")
    mine, theirs = take_note.open_note(vault, source), take_note.draft(vault, key)
    if mine.path == theirs.path:
        raise UsageError(f"the lines are already in the note of that talk: {source}", "Choose another talk.")
    front, other = split(mine.text), split(theirs.text)
    if span is None:
        lines, left = all_lines(front.body), ""
    else:
        chosen = recent_lines(front.body, span, wall)
        lines, left = lines_of(front.body, chosen), without_blocks(front.body, chosen)
    if not lines:
        hint = (
            "Try a longer time."
            if blocks(front.body)
            else "The lines have no timestamps. Move them with cut and paste."
        )
        since = f" in the last {in_words(span)}" if span is not None else ""
        raise NotFoundError(f"no lines typed in {source}{since}", hint)
    return Move(
        source,
        theirs.path,
        key,
        tuple(lines),
        mine.text,
        front.head + left,
        theirs.text,
        other.head + with_lines(other.body, lines, wall),
        theirs.version is None,
    )


def move(vault: Vault, planned: Move) -> None:
    """Write both notes or neither, and store how to undo it.

    Raises ConflictError if one of them changed meanwhile, ConfnotesError if writing fails.
    """
    mine = take_note.open_note(vault, planned.source)
    theirs = take_note.draft(vault, planned.key)
    if (mine.text, theirs.text) != (planned.source_before, planned.target_before):
        raise ConfnotesError("one of the two notes changed just now", "Nothing was moved. Try again.")
    _write(vault, (theirs, planned.target_after), (mine, planned.source_after))
    _remember(vault, planned)


def last_move(vault: Vault) -> Move | None:
    """The last move in this vault, or None; raises ConfnotesError if its record cannot be read."""
    place = state_file(vault.root, "moved")
    try:
        moved = read_plain(Move, json.loads(place.read_text(encoding="utf-8")))
        if moved is None:
            raise ValueError
        return moved
    except FileNotFoundError:
        return None
    except (OSError, ValueError, RecursionError) as error:
        raise ConfnotesError(
            f"cannot read the undo file of the last move: {place}",
            "Move the lines by hand, then delete that file.",
        ) from error


def take_back(vault: Vault, moved: Move, at: datetime) -> None:
    """Move the lines back; later changes to the notes are kept. A note that the move created is removed if unchanged.

    Raises NotFoundError if the lines have changed or are gone, else what `move` raises.
    """
    mine, theirs = (take_note.open_note(vault, path) for path in (moved.source, moved.target))
    front, other = split(mine.text), split(theirs.text)
    without = without_run(other.body, moved.lines)
    if without is None:
        raise NotFoundError(f"the lines in {moved.target} changed meanwhile", "Nothing was changed.")
    source, target = moved.source_before, moved.target_before
    if mine.text != moved.source_after:
        source = front.head + with_lines(front.body, moved.lines, wall_of(vault, moved.source, at))
    if theirs.text != moved.target_after:
        target = other.head + without
    _write(vault, (mine, source), (theirs, None if moved.is_new and target == moved.target_before else target))
    state_file(vault.root, "moved").unlink(missing_ok=True)


def in_words(span: timedelta) -> str:
    """“10 minutes”, “1 hour 30 minutes”."""
    hours, minutes = divmod(max(1, round(span / timedelta(minutes=1))), 60)
    told = [f"{count} {unit}{'' if count == 1 else 's'}" for count, unit in ((hours, "hour"), (minutes, "minute"))]
    return " ".join(words for words, count in zip(told, (hours, minutes), strict=True) if count)


def _write(vault: Vault, first: tuple[OpenNote, str], second: tuple[OpenNote, str | None]) -> None:
    """Write two notes, the target of the lines first; the second one is removed without a text."""
    for note, _ in (first, second):
        if note.read_only:
            raise ConfnotesError(f"cannot change {note.path}: {note.read_only}", "Nothing was moved.")
    try:
        with Transaction(vault, "move") as transaction:
            for note, text in (first, second):
                if text is not None:
                    transaction.save(PlannedFile(note.path, text, note.version))
                elif note.version is not None:
                    transaction.remove(note.path, note.version)
    except ConfnotesError as error:
        if _has(vault, first[0].path, first[1]):
            where = f"the lines are now in both {first[0].path} and {second[0].path}"
            raise ConfnotesError(f"{error.message}; {where}", "Remove them from one of the two.") from error
        raise
    for note, _ in (first, second):
        if note.recovered:
            take_note.discard(vault, note)


def _has(vault: Vault, path: str, text: str) -> bool:
    try:
        return vault.read(path).text == text
    except ConfnotesError:
        return False


def _remember(vault: Vault, moved: Move) -> None:
    """Store the move for undo; a failure only means that the undo command is not available."""
    with suppress(OSError, UnicodeError):
        put_private(state_file(vault.root, "moved"), json.dumps(asdict(moved)).encode("ascii"))
