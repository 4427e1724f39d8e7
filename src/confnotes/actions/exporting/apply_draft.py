"""Write the edits of an exported Markdown draft back to the notes, the lead and the highlights that it was made from.

The draft is compared with what was exported, and each changed line is traced to the line of a note. Edits are made in
the notes as they were when they were exported, and merged with the notes as they are now. What only the summary says
stays in the draft. Deleted lines are deleted from the notes on request only: people shorten a draft for its readers.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from pathlib import Path

from confnotes.actions.links.rewrite import LeftAlone, Renaming, Rewriting
from confnotes.errors import ConfnotesError, NotFoundError, UsageError
from confnotes.markup import frontmatter
from confnotes.markup.merge_marks import sides
from confnotes.markup.page_one import ChosenHighlight, PageOne, read_highlight, read_page_one
from confnotes.merge.carry_edit import LineForm, Refusal, RefusedEditError, carry_edit, new_source_line
from confnotes.merge.draft_changes import AddedLines, DraftChanges, DraftLine, MovedLine, draft_changes, same_words
from confnotes.merge.regenerate import MadePart, is_made_of
from confnotes.merge.row_edits import RowConflict, RowEdit, merge_rows
from confnotes.merge.source_lines import DraftSource, SourceLines
from confnotes.vault.exported_drafts import ExportedDraft, exported_drafts
from confnotes.vault.vault import Vault

_LEAD, _HIGHLIGHTS = "#lead", "#highlights"
_FEWEST_SHARED = 0.5
"""The part of its pairs of words that a draft without our comments shares with its export."""
_WORD = re.compile(r"\w+")

_NO_PLACE = "this part comes from no note"
_OTHERS = "from somebody else's notes"
_TITLE = "a draft does not change titles; use `confnotes rename`"
_TWICE = "the draft changes this line in two ways"
_NOT_CHOSEN = "confnotes chose the highlights; choose your own on the First page screen"
_UNCLEAR = "too much changed in this section"


@dataclass(frozen=True, slots=True)
class DraftConflict:
    """A line that changed both in the draft and in the note: `line` of the draft, from 1, and both texts."""

    path: str
    line: int
    draft: str
    note: str


@dataclass(frozen=True, slots=True)
class DraftPlan:
    """What applying a draft changes.

    `renaming` has the changed files and the edits that cannot be applied; `deleted` are lines of notes that the draft
    does not have, which stay; `sections` titles of talks whose section was deleted. `converted`: the draft lost our
    comments.
    """

    renaming: Renaming
    conflicts: tuple[DraftConflict, ...] = ()
    deleted: tuple[LeftAlone, ...] = ()
    sections: tuple[str, ...] = ()
    converted: bool = False


def plan_draft(vault: Vault, path: Path, *, deletions: bool = False, prefer_draft: bool = False) -> DraftPlan:
    """Plan writing the edits of the draft at `path` to the vault. Nothing is written.

    `deletions`: deleted lines, too. `prefer_draft`: in a conflict, the draft's line replaces the note's. Raises
    NotFoundError if the draft is missing or was not exported from this vault, ConfnotesError if it cannot be read.
    """
    text = _read(path)
    draft = _draft_of(vault, text)
    found = draft_changes([MadePart(*part) for part in draft.parts], text)
    planner = _Planner(draft, found, path.name, deletions=deletions)
    planner.plan()
    return planner.result(vault, prefer_draft=prefer_draft)


def _read(path: Path) -> str:
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        raise NotFoundError(f"file not found: {path}", "Check the path.") from None
    except IsADirectoryError:
        raise UsageError(f"{path} is a folder", "Name one of its pages.") from None
    except UnicodeDecodeError:
        hint = "Convert it to Markdown first, for example with pandoc FILE -o draft.md."
        raise UsageError(f"{path} is not a Markdown draft", hint) from None
    except OSError as error:
        raise ConfnotesError(f"cannot read {path}: {error.strerror or error}", "Check its permissions.") from error
    if sides(text)[1]:
        raise ConfnotesError(f"{path} has an unfinished git merge", "Finish the merge first.")
    return text


def _draft_of(vault: Vault, text: str) -> ExportedDraft:
    """What the draft was exported as: by the checksums in it, else the export with which it shares most lines."""
    pairs = _word_pairs([text])
    best, shared = None, _FEWEST_SHARED
    for one in exported_drafts(vault.root):
        if is_made_of(text, [MadePart(*part) for part in one.parts]):
            return one
        share = len(pairs & _word_pairs(part for _, part in one.parts)) / max(1, len(pairs))
        if share > shared:
            best, shared = one, share
    if best is None:
        raise NotFoundError(
            "this draft was not exported from this vault on this computer",
            "Export it again to a new file, and copy the edits there.",
        )
    return best


def _word_pairs(texts: Iterable[str]) -> set[tuple[str, str]]:
    """The pairs of words that follow each other: most survive edits, wrapped lines and a conversion."""
    return {pair for text in texts for pair in pairwise(_WORD.findall(text))}


@dataclass(slots=True)
class _Planner:
    """Collects the edits of each text, by its path, and what cannot be applied."""

    draft: ExportedDraft
    found: DraftChanges
    name: str
    deletions: bool
    edits: dict[str, dict[RowEdit, DraftLine]] = field(default_factory=dict)
    left: list[LeftAlone] = field(default_factory=list)
    deleted: list[LeftAlone] = field(default_factory=list)
    lead: tuple[str, ...] = ()
    _sources: SourceLines = field(init=False)
    _pages: dict[str, PageOne] = field(init=False)

    def __post_init__(self) -> None:
        draft = self.draft
        self._pages = {path: _page_one(draft.notes.get(path, "")) for path in draft.conferences}
        items, notes, lists = dict(draft.items), dict(draft.notes), dict[str, tuple[str, str]]()
        for path, page in self._pages.items() if len(self._pages) == 1 else ():
            if page.lead:
                items["lead"] = (path + _LEAD,)
                notes[path + _LEAD] = page.lead
            if page.highlights:
                lists["highlights"] = path + _HIGHLIGHTS, "\n".join(one.text for one in page.highlights)
        self._sources = SourceLines(self.found.exported, items, notes, lists, private=draft.private)

    def plan(self) -> None:
        """Trace every change."""
        for edited in self.found.edited:
            self._edit(edited.row, edited.line)
        for moved in self.found.moved:
            self._move(moved)
        for added in self.found.added:
            self._insert(added)
        for row in self.found.removed:
            self._remove(row)
        for part in self.found.unclear:
            self.left.append(LeftAlone(self.name, 0, part, _UNCLEAR))

    def _move(self, moved: MovedLine) -> None:
        source, place = self._source(moved.row), self._place(moved.above, moved.below, moved.line)
        if source is None or place is None or place[0].path != source.path:
            self._refuse(moved.line, self._why_not(moved.row))
            return
        after = self._carried(moved.row, source, moved.line)
        if after is not None:
            lines = (after.rstrip("\r"),) if after != self._sources.text(source) else ()
            self._add(source.path, RowEdit(place[1], lines, after=True, move=source.row), moved.line)

    def _source(self, row: int | None) -> DraftSource | None:
        return None if row is None else self._sources.find(row)

    def _refuse(self, line: DraftLine, why: str) -> None:
        if not self.found.converted:
            self.left.append(LeftAlone(self.name, line.number, line.text, why))

    def _add(self, path: str, edit: RowEdit, line: DraftLine) -> None:
        own = self.edits.setdefault(path, {})
        same = [one for one in own if not one.after and one.row == edit.row and not edit.after]
        if any(one.lines != edit.lines for one in same):
            self._refuse(line, _TWICE)
        else:
            own.setdefault(edit, line)

    def _edit(self, row: int, line: DraftLine) -> None:
        source = self._sources.find(row)
        if source is None:
            self._refuse(line, self._why_not(row))
            return
        after = self._carried(row, source, line)
        if after is not None and after != self._sources.text(source):
            self._add(source.path, RowEdit(source.row, (after.rstrip("\r"),)), line)

    def _carried(self, row: int, source: DraftSource, line: DraftLine) -> str | None:
        """The line of the note with the edit of an exported line; None, and a reason for the user, if that fails."""
        texts = (self.found.exported[row].text, line.text)
        if self.found.converted:
            texts = (same_words(texts[0], converted=True), same_words(texts[1], converted=True))
        try:
            return carry_edit(self._sources.text(source), *texts)
        except RefusedEditError as error:
            self._refuse(line, error.why)
            return None

    def _why_not(self, row: int) -> str:
        part = self.found.exported[row].part
        if part in self.draft.items and (not row or self.found.exported[row - 1].part != part):
            return _TITLE
        own = self.draft.items.get(part, ())
        return _OTHERS if any(path.startswith("/") for path in own) else Refusal.MADE

    def _remove(self, row: int) -> None:
        source = self._sources.find(row)
        if source is None or self.found.converted or self.found.exported[row].part not in self._written:
            return
        text = self._sources.text(source)
        if self.deletions:
            self._add(source.path, RowEdit(source.row), DraftLine(0, ""))
        else:
            self.deleted.append(
                LeftAlone(_note_path(source.path), source.row + 1, text.strip(), "deleted in the draft")
            )

    @property
    def _written(self) -> Iterable[str]:
        """The parts whose lines are those of notes, and not selected from them."""
        return (*self.draft.items, "lead", *(["highlights"] if self._has_highlights else ()))

    @property
    def _has_highlights(self) -> bool:
        return len(self._pages) == 1 and any(page.highlights for page in self._pages.values())

    def _place(self, above: int | None, below: int | None, *lines: DraftLine) -> tuple[DraftSource, int, int] | None:
        """The line of a note next to new lines, the row behind which they go, and the exported line of that line."""
        is_apart = lines[0].blank_above and not lines[-1].blank_below
        if is_apart and below is not None and (source := self._source(below)) is not None:
            return source, source.row - 1, below
        if above is not None and (source := self._source(above)) is not None:
            return source, source.row, above
        if below is not None and (source := self._source(below)) is not None:
            return source, source.row - 1, below
        part = self.found.exported[above].part if above is not None else ""
        while above is not None and above > 0 and self.found.exported[above - 1].part == part:
            above -= 1
            if (source := self._source(above)) is not None:
                return source, source.row, above
        return None

    def _insert(self, added: AddedLines) -> None:
        if added.part == "title" and self._becomes_lead(added):
            self.lead = tuple(line.text for line in added.lines)
            return
        place = self._place(added.above, added.below, *added.lines) if added.part in self._written else None
        if added.part == "highlights" and self._has_highlights:
            path, row = (place[0].path, place[1]) if place else (next(iter(self._pages)) + _HIGHLIGHTS, -1)
            self._add(path, RowEdit(row, tuple(self._as_highlights(added.lines)), after=True), added.lines[0])
        elif place is not None:
            source, row, exported = place
            neighbor = self.found.exported[exported].text, self._sources.text(source)
            lines = self._as_lines(added, neighbor, self._note(source.path).split("\n"), row)
            self._add(source.path, RowEdit(row, lines, after=True), added.lines[0])
        else:
            for line in added.lines:
                self._refuse(line, self._why_no_place(added.part))

    def _as_lines(self, added: AddedLines, neighbor: tuple[str, str], note: Sequence[str], row: int) -> tuple[str, ...]:
        """New lines as lines behind a row of a note, with the blank lines that they have around them."""
        level = self._sources.heading_level(added.part)
        lines: list[str] = []
        for line in added.lines:
            lines += [""] * line.blank_above + [new_source_line(line.text, neighbor, level)]
        if not lines[0] and (row < 0 or not note[row].strip()):
            del lines[0]
        if added.lines[-1].blank_below and row + 1 < len(note) and note[row + 1].strip():
            lines.append("")
        return tuple(lines)

    def _as_highlights(self, lines: Sequence[DraftLine]) -> Iterator[str]:
        yield from (new_source_line(LineForm.of(line.text).words) for line in lines)

    def _becomes_lead(self, added: AddedLines) -> bool:
        """Whether a paragraph below the title is the lead that the summary did not have."""
        has_lead = any(line.part == "lead" for line in self.found.exported)
        forms = [LineForm.of(line.text) for line in added.lines]
        is_text = all(not (form.heading or form.item or form.quote) for form in forms)
        own = [path for path in self._pages if path in self.draft.notes]
        return not has_lead and is_text and len(self._pages) == len(own) == 1 and not self._pages[own[0]].lead

    def _why_no_place(self, part: str) -> str:
        own = self.draft.items.get(part, ())
        if any(path.startswith("/") for path in own):
            return _OTHERS
        return _NOT_CHOSEN if part == "highlights" else _NO_PLACE

    def _note(self, path: str) -> str:
        if path.endswith(_LEAD):
            return self._pages[_note_path(path)].lead
        return self.draft.notes[path]

    def result(self, vault: Vault, *, prefer_draft: bool) -> DraftPlan:
        """The edits, merged with the notes as they are now."""
        files: list[Rewriting] = []
        conflicts: list[DraftConflict] = []
        paths = [_note_path(path) for path in self.edits]
        if self.lead:
            paths.append(next(iter(self._pages)))
        for path in dict.fromkeys(paths):
            try:
                file = vault.read(path)
            except NotFoundError:
                for line in self.edits.get(path, {}).values():
                    self._refuse(line, f"{path} no longer exists")
                continue
            merged = merge_rows(self.draft.notes[path], self._ordered(path), file.text, prefer_edits=prefer_draft)
            conflicts += [self._conflict(path, one) for one in merged.conflicts]
            text = self._with_page_one(path, merged.text, conflicts, prefer_draft=prefer_draft)
            if text != file.text:
                files.append(replace(Rewriting.of(file), after=text))
        return DraftPlan(
            Renaming("", "", tuple(files), tuple(sorted(self.left, key=lambda one: one.line)), "apply"),
            tuple(conflicts),
            tuple(self.deleted),
            tuple(self._deleted_sections()),
            self.found.converted,
        )

    def _ordered(self, path: str) -> list[RowEdit]:
        """The edits of a text, in the order of the draft."""
        return sorted(own := self.edits.get(path, {}), key=lambda edit: own[edit].number)

    def _conflict(self, path: str, one: RowConflict) -> DraftConflict:
        own = self.edits[path][one.edit]
        return DraftConflict(_note_path(path), own.number, "\n".join(one.edit.lines), "\n".join(one.now))

    def _with_page_one(self, path: str, text: str, conflicts: list[DraftConflict], *, prefer_draft: bool) -> str:
        """The text of a conference's note with the edits of its lead and highlights."""
        if path not in self._pages:
            return text
        before, now = self._pages[path], _page_one(text)
        after = now
        if edits := self._ordered(path + _LEAD):
            merged = merge_rows(before.lead, edits, now.lead, prefer_edits=prefer_draft)
            conflicts += [self._conflict(path + _LEAD, one) for one in merged.conflicts]
            after = replace(after, lead=merged.text.strip("\n"))
        elif self.lead and not now.lead:
            after = replace(after, lead="\n\n".join(self.lead))
        elif self.lead and now.lead != "\n\n".join(self.lead):
            conflicts.append(DraftConflict(path, 0, "\n\n".join(self.lead), now.lead))
        if edits := self._ordered(path + _HIGHLIGHTS):
            wanted = edited_highlights(before.highlights, edits)
            if before.highlights == now.highlights:
                after = replace(after, highlights=wanted)
            elif now.highlights != wanted:
                both = ("\n".join(one.text for one in page) for page in (wanted, now.highlights))
                conflicts.append(DraftConflict(path, self.edits[path + _HIGHLIGHTS][edits[0]].number, *both))
        if after == now:
            return text
        fields = after.fields()
        return frontmatter.set_fields(text, {name: one for name, one in fields.items() if one != now.fields()[name]})

    def _deleted_sections(self) -> Iterator[str]:
        for part in self.found.removed_parts:
            if any(path in self.draft.notes for path in self.draft.items.get(part, ())):
                yield next(LineForm.of(line.text).words for line in self.found.exported if line.part == part)


def edited_highlights(highlights: Sequence[ChosenHighlight], edits: Iterable[RowEdit]) -> tuple[ChosenHighlight, ...]:
    """The highlights with the edits of their list, in which each is a row."""
    own: list[list[ChosenHighlight]] = [[one] for one in highlights]
    added: dict[int, list[ChosenHighlight]] = {}
    for edit in edits:
        if edit.move is not None:
            one = highlights[edit.move]
            added.setdefault(edit.row, []).append(one.reworded(edit.lines[0]) if edit.lines else one)
            own[edit.move] = []
        elif edit.after:
            added.setdefault(edit.row, []).extend(map(read_highlight, edit.lines))
        else:
            own[edit.row] = [highlights[edit.row].reworded(line) for line in edit.lines]
    found = list(added.get(-1, ()))
    for row, kept in enumerate(own):
        found += [*kept, *added.get(row, ())]
    return tuple(found)


def _page_one(text: str) -> PageOne:
    return read_page_one(frontmatter.split(text).fields)


def _note_path(path: str) -> str:
    return path.removesuffix(_LEAD).removesuffix(_HIGHLIGHTS)
