"""How search results are drawn, computed off-screen: rows of hits, and the text around a hit."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from rich.cells import cell_len

from confnotes.catalogue.searching.shown_hits import ShownHit
from confnotes.markup.link_names import name_of
from confnotes.markup.plain import plain_label
from confnotes.markup.stamps import without_stamp
from confnotes.model.fast_dataclass import fast_dataclass
from confnotes.model.hit import Hit, HitKind, Hits
from confnotes.tui.keymap.keymap import key_of
from confnotes.tui.widgets.drawing import Line, Part, arrow, clean, clip, shorten, spread, width_of, wrap
from confnotes.tui.widgets.facts import facts_of
from confnotes.tui.widgets.pane import Draw
from confnotes.tui.widgets.rows import Row, heading, remark
from confnotes.vault.vault import Vault

_GROUPS = {
    HitKind.NOTE: "NOTES",
    HitKind.TALK: "TALKS WITHOUT A NOTE",
    HitKind.PERSON: "PEOPLE",
    HitKind.PAPER: "PAPERS",
    HitKind.TASK: "TASKS",
    HitKind.QUESTION: "QUESTIONS",
}
_POINTS = (HitKind.TASK, HitKind.QUESTION)
_NOTE_SHARE = 4  # the note's name takes at most a quarter of the width
_MOST_WORDS = 60  # alternatives of one pattern: prefixes may complete to many
_REMARK_WIDTH = 72  # cells at 80 columns
_LANGUAGE = (
    ("energy based", "both words, best match first"),
    ('"score function"', "exact phrase"),
    ("diff*   flow OR gan   -vae", "prefix, either, exclude"),
    ("speaker:bengio   room:hall   tag:rl", "in a field"),
    ("has:video   no:notes   is:question   is:todo", "by content or state"),
    ("date:2019..2021   rating:>=4   is:starred", "by date, rating or star"),
)
LINES_BEFORE = 4  # context before the hit in the preview
FOUND_BAR = Part("▎", "accent")
"""Marks the line of the hit."""

INDENT = 6  # cells
_FEW, _FEWER = 4, 3
"""The number of rows of the best group and of the others, before “more” is opened."""


@fast_dataclass(frozen=True, slots=True)
class HitRow(Row):
    """One hit: its title and place, and below it the matching text."""

    shown: ShownHit
    found: re.Pattern[str] | None

    @property
    def hit(self) -> Hit:
        return self.shown.hit

    def lines(self, width: int, chosen: bool) -> list[Line]:
        place, hit = self.shown, self.hit
        mark = Part("▸ " if chosen else "  ", "accent")
        star = [Part("★ ", "accent")] if place.starred else []
        right = [*star, Part(_where(hit, width), "faint"), Part(" ")]
        if hit.kind in _POINTS:
            room = width - INDENT - width_of(right) - 2
            return [spread([Part("  "), mark, self._sign(), *_snippet(hit, room, "text")], right, width)]
        shown = clean(hit.title)
        title = _lit(shown, spans(shown, self.found), "strong" if chosen else "text")
        first = spread([Part("  "), mark, *title], right, width)
        if self.height == 1:
            return [first]
        above = [Part(f"{shorten(clean(place.heading), width // 3)} › ", "faint")] if place.heading else []
        room = width - INDENT - 1 - width_of(above)
        return [first, [Part(" " * INDENT), *above, *_snippet(hit, room, "dim")]]

    def _sign(self) -> Part:
        if self.hit.kind is HitKind.QUESTION:
            return Part("? ", "accent")
        return Part("☑ ", "faint") if self.is_done else Part("☐ ", "accent")

    @property
    def is_done(self) -> bool | None:
        """Whether a task is done; None for other hits."""
        return self.shown.done


@fast_dataclass(frozen=True, slots=True)
class MoreRow(Row):
    """Represents the hits of a group that are not shown; opening it shows them."""

    kind: HitKind | None
    text: str

    def lines(self, width: int, chosen: bool) -> list[Line]:
        line = [*arrow(chosen), Part(self.text, "dim" if chosen else "faint")]
        return [*([] for _ in range(self.height - 1)), line]


def found_words(shown: Iterable[ShownHit | None]) -> re.Pattern[str] | None:
    """A pattern for the words highlighted in the snippets of these hits."""
    hits = [one.hit for one in shown if one is not None]
    words = {hit.snippet[start:end].casefold() for hit in hits for start, end in hit.highlights}
    longest_first = sorted(filter(None, words), key=len, reverse=True)[:_MOST_WORDS]
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest_first))})(?!\w)", re.I) if longest_first else None


def spans(text: str, found: re.Pattern[str] | None) -> list[tuple[int, int]]:
    """The spans of those words."""
    return [match.span() for match in found.finditer(text)] if found else []


def _where(hit: Hit, width: int) -> str:
    """The place of a hit: conference; the note for tasks and questions; the day for talks; the vault, if another."""
    words = [clean(hit.conference)] if hit.conference else []
    if hit.kind in _POINTS and hit.path is not None:
        name = name_of(hit.path)
        words = [shorten(clean(name), width // _NOTE_SHARE)]
    if hit.kind is HitKind.TALK and hit.date is not None:
        words.append(f"{hit.date.day} {hit.date:{'%b' if hit.conference else '%b %Y'}}")
    if hit.vault is not None:
        words.append(f"in {shorten(clean(hit.vault.name), width // _NOTE_SHARE)}")
    return "   ".join(words)


def _snippet(hit: Hit, width: int, role: str) -> Line:
    """The snippet with matches highlighted, cut at the start if the first match would not be visible.

    Offsets are into the original text.
    """
    text = hit.snippet or (hit.title if hit.kind in _POINTS else "")
    at = _begin(text, min(hit.highlights, default=(0, 0)), width)
    parts = [Part("… ", role)] if at else []
    found = [(start - at, end - at) for start, end in hit.highlights if start >= at]
    return clip([*parts, *_lit(_flat(text[at:]), found, role)], width)


def _lit(text: str, found: Iterable[tuple[int, int]], role: str) -> Iterator[Part]:
    """The text with the matches highlighted."""
    at = 0
    for start, end in sorted(found):
        if at <= start < end <= len(text):
            yield Part(text[at:start], role)
            yield Part(text[start:end], "hit")
            at = end
    yield Part(text[at:], role)


def _begin(text: str, found: tuple[int, int], width: int) -> int:
    """The offset to start from so that the match is visible with a few words before it."""
    start, end = found
    if cell_len(text[:end]) < width:
        return 0
    begin = max(0, start - width // 3)
    return min(text.find(" ", begin) + 1 or start, start)


def _flat(text: str) -> str:
    return text.replace("\n", " ").replace("\t", " ")


class HitGroup(NamedTuple):
    """The shown hits of one kind, and the number of hidden ones."""

    kind: HitKind
    shown: list[Hit]
    left: int


def groups_of(hits: Hits, opened: Collection[HitKind] = ()) -> list[HitGroup]:
    """The hits in groups: the group of the best hit first, best first in each; a few of groups that are not
    `opened`."""
    groups: dict[HitKind, list[Hit]] = {}
    for hit in hits.hits:
        groups.setdefault(hit.kind, []).append(hit)
    found: list[HitGroup] = []
    for kind, group in groups.items():
        most = len(group) if kind in opened or len(groups) == 1 else _FEWER if found else _FEW
        most += len(group) == most + 1  # a row “1 more” would take the same space
        found.append(HitGroup(kind, group[:most], max(0, len(group) - most)))
    return found


def first_seen(
    groups: Iterable[HitGroup], height: int, look_up: Callable[[Hit], ShownHit | None]
) -> dict[Hit, ShownHit | None]:
    """Look up the hits visible in `height` lines before scrolling."""
    seen: dict[Hit, ShownHit | None] = {}
    for group in groups:
        height -= 2 if seen else 1
        for hit in group.shown:
            if height <= 0:
                return seen
            shown = seen[hit] = look_up(hit)
            height -= _height(hit, shown) if shown is not None else 0
        height -= bool(group.left)
    return seen


def rows_of(
    hits: Hits,
    groups: Sequence[HitGroup],
    shown: Mapping[Hit, ShownHit | None],
    found: re.Pattern[str] | None,
    *,
    reading: bool = False,
) -> list[Row]:
    """The rows of the groups; hits that are not in `shown` have no line yet, deleted ones are left out. `found` matches
    words to highlight in titles. `reading`: the index is not complete yet."""
    more_to_come = hits.total > len(hits.hits)
    rows: list[Row] = []
    for group in groups:
        rows.append(heading(_GROUPS[group.kind], first=not rows))
        rows += [_row(hit, one, found) for hit in group.shown if (one := shown.get(hit, ShownHit(hit))) is not None]
        if group.left or (more_to_come and len(groups) == 1):
            many = f"… {group.left or hits.total - len(hits.hits):,} more"
            rows.append(MoreRow(f"more:{group.kind.value}", group.kind, f"{many} (press enter)"))
    if more_to_come and len(groups) > 1:
        rest = f"… {hits.total - len(hits.hits):,} more of all kinds (press enter)"
        rows += [MoreRow("more", None, rest, height=2)]
    return rows or _nothing(hits, reading)


def _row(hit: Hit, shown: ShownHit, found: re.Pattern[str] | None) -> HitRow:
    vault = f"{hit.vault.root}:" if hit.vault else ""
    return HitRow(f"{vault}{hit.kind.value}:{hit.id}:{hit.line}", shown, found, height=_height(hit, shown))


def _height(hit: Hit, shown: ShownHit) -> int:
    """The number of lines of a hit: one if only its title matches; the usual number until its text is looked up."""
    is_only_title = shown.hit is not hit and shown.hit.snippet in ("", shown.hit.title)
    return 1 if hit.kind in _POINTS or is_only_title else 2


def _nothing(hits: Hits, reading: bool) -> list[Row]:
    """The rows that explain an empty result."""
    if reading:
        said, help_ = "No matches yet.", "Confnotes is still indexing your notes; results appear here."
    elif hits.remarks:
        lines = [f"  {line}" for one in hits.remarks for line in wrap(f"{_sentence(one)}.", _REMARK_WIDTH)]
        return [remark("", "  No matches.", role="text"), remark(*lines)]
    elif hits.query.split() == [hits.query.strip()] and ":" not in hits.query:
        said, help_ = "No matches, even with other spellings.", "Try fewer letters."
    else:
        said, help_ = ("No matches for all of these words.", "Try fewer words. -word excludes, word* matches a prefix.")
    return [remark("", f"  {said}", role="text"), remark(f"  {help_}")]


def describe_query(hits: Hits, saved_as: str | None) -> Line:
    """How a query was read, in a line, or which similar words were searched instead."""
    named = [Part(f" {clean(saved_as)} ·", "accent")] if saved_as else []
    if hits.others:
        return [*named, Part(f" {_sentence(hits.told)}", "dim")]
    if hits.instead:
        action = "search.take_suggestion"
        accept = [
            Part(f" {key_of('accept', typing=True)}", "accent", action),
            Part(" accept", "dim", action),
            Part(" ·", "faint"),
        ]
        return [*named, *(accept if hits.suggestion else ()), Part(f" {_sentence(hits.told)}", "dim")]
    if not hits.explanation:
        return named
    return [*named, Part(" read as: ", "faint"), Part(clean(hits.explanation), "dim")]


def _sentence(text: str) -> str:
    return clean(f"{text[:1].upper()}{text[1:]}")


def welcome_rows(saved: Sequence[Row] = ()) -> list[Row]:
    """The rows of an empty search: saved searches, and examples of the search language."""
    rows: list[Row] = [heading("SAVED SEARCHES", first=True), *saved] if saved else []
    rows.append(heading("SEARCH SYNTAX", first=not rows))
    return [*rows, LanguageRow("language", _LANGUAGE, height=len(_LANGUAGE) + 1, selectable=False)]


@fast_dataclass(frozen=True, slots=True)
class LanguageRow(Row):
    """Examples of the search language."""

    entries: Sequence[tuple[str, str]]

    def lines(self, width: int, chosen: bool) -> list[Line]:
        wide = max(len(what) for what, _ in self.entries) + 3
        return [
            [],
            *([Part("    "), Part(what.ljust(wide), "text"), Part(means, "faint")] for what, means in self.entries),
        ]


def excerpt_of(vault: Vault, hit: Hit, found: re.Pattern[str] | None) -> Draw:
    """The note around the hit with matches highlighted, or the facts of a talk or person."""
    if hit.vault is not None:
        vault = Vault(Path(hit.vault.root))
    if hit.path is not None:
        return draw_note(vault, hit.path, hit.line, found, before=LINES_BEFORE)
    if hit.kind is HitKind.TALK:
        from confnotes.catalogue.program.talks import card

        return facts_of(card(vault, hit.id))
    text = [hit.title, ", ".join(hit.speakers), hit.snippet]
    return lambda width: [[Part(" "), Part(line, "dim")] for one in text if one for line in wrap(clean(one), width - 2)]


def draw_note(
    vault: Vault, path: str, line: int | None, words: re.Pattern[str] | None, before: int | None = None
) -> Draw:
    """A note with matches highlighted and a bar at the line; from `before` lines above it, or from its beginning."""
    note = vault.note(path)
    lines = note.body.split("\n")
    found = (line or note.body_line) - note.body_line
    first = 0 if before is None else max(0, found - before)
    while first < min(found, len(lines)) and not lines[first].strip():
        first += 1

    def draw(width: int) -> list[Line]:
        drawn: list[Line] = [[Part(" "), Part(text, "strong")] for text in wrap(clean(note.title), width - 2)]
        drawn.append([])
        for number, text in enumerate(lines[first:], first):
            role = "text" if number == found else "dim"
            bar = FOUND_BAR if number == found and line else Part(" ")
            pieces = wrap(clean(plain_label(without_stamp(text))), width - 2)
            drawn += [[bar, *_lit(piece, spans(piece, words), role)] for piece in pieces]
        return drawn

    return draw
