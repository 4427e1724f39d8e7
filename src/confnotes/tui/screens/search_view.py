"""What Search shows, worked out away from the screen: rows of hits, and the text around one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich.cells import cell_len

from confnotes.model.hit import Hit, HitKind, Hits
from confnotes.model.record import record
from confnotes.tui.widgets.drawing import Line, Part, clean, clip, spread, wrap
from confnotes.tui.widgets.facts import facts_of
from confnotes.tui.widgets.pane import Draw
from confnotes.tui.widgets.rows import Row, heading, remark

if TYPE_CHECKING:
    from confnotes.vault.vault import Vault

_GROUPS = (
    (HitKind.NOTE, "NOTES"),
    (HitKind.TALK, "TALKS WITHOUT A NOTE"),
    (HitKind.PERSON, "PEOPLE"),
    (HitKind.PAPER, "PAPERS"),
    (HitKind.TASK, "TASKS"),
    (HitKind.QUESTION, "QUESTIONS"),
)
_LANGUAGE = (
    ("energy based", "both words, best first"),
    ('"score function"', "the phrase"),
    ("diff*   flow OR gan   -vae", "beginnings, either, without"),
    ("speaker:bengio   room:hall   tag:rl", "in that field"),
    ("has:video   no:notes   is:question   is:todo", "what it has or is"),
    ("date:2019..2021   rating:>=4   is:starred", "when, how good"),
)
LINES_BEFORE = 4
INDENT = 6


@record(frozen=True, slots=True)
class HitRow(Row):
    """One hit: its title and where it is; under it, the words that were found."""

    hit: Hit | None = None

    def lines(self, width: int, chosen: bool) -> list[Line]:
        hit = self.hit
        assert hit is not None
        mark = Part("▸ " if chosen else "  ", "accent")
        left = [Part("  "), mark, Part(clean(hit.title), "strong" if chosen else "text")]
        right = [Part(text, "faint") for text in _place(hit)]
        first = spread(left, [*right, Part(" ")], width)
        return [first] if self.height == 1 else [first, [Part(" " * INDENT), *_snippet(hit, width - INDENT - 1)]]


def _only_title(hit: Hit) -> bool:
    """Whether what was found is the title, which stands there anyway."""
    return hit.snippet.removeprefix("title: ") in ("", hit.title)


def _place(hit: Hit) -> list[str]:
    words = [clean(hit.conference)] if hit.conference else []
    if hit.kind is HitKind.NOTE and hit.line and not _only_title(hit):
        words.append(f"line {hit.line}")
    return ["   ".join(words)]


def _snippet(hit: Hit, width: int) -> Line:
    """The snippet with its found words bright, begun later where the first of them would be out of sight.

    Offsets are into the text as it was given.
    """
    text = hit.snippet
    at = _begin(text, min(hit.highlights, default=(0, 0)), width)
    parts: Line = [Part("… ", "dim")] if at else []
    for start, end in sorted(hit.highlights):
        if start < at or end > len(text):
            continue
        parts += [Part(_flat(text[at:start]), "dim"), Part(_flat(text[start:end]), "hit")]
        at = end
    return clip([*parts, Part(_flat(text[at:]), "dim")], width)


def _begin(text: str, found: tuple[int, int], width: int) -> int:
    """Where to begin so that what was found is seen with a few words before it."""
    start, end = found
    if cell_len(text[:end]) < width:
        return 0
    begin = max(0, start - width // 3)
    return min(text.find(" ", begin) + 1 or start, start)


def _flat(text: str) -> str:
    return text.replace("\n", " ").replace("\t", " ")


def rows_of(hits: Hits) -> list[Row]:
    """The hits in their groups, best first in each."""
    rows: list[Row] = []
    for kind, title in _GROUPS:
        group = [hit for hit in hits.hits if hit.kind is kind]
        if not group:
            continue
        rows.append(heading(title, first=not rows))
        rows += [HitRow(f"{kind.value}:{hit.id}:{hit.line}", 1 if _only_title(hit) else 2, True, hit) for hit in group]
    if not rows:
        rows = [remark("", "  Nothing has all of that.", role="text")]
        if not hits.suggestion:
            rows.append(remark("  Fewer words find more; -word leaves out, word* finds beginnings."))
    return rows


def welcome_rows() -> list[Row]:
    """What can be asked, while nothing is."""
    return [
        heading("WHAT CAN BE ASKED", first=True),
        LanguageRow("language", len(_LANGUAGE) + 1, False, _LANGUAGE),
    ]


@record(frozen=True, slots=True)
class LanguageRow(Row):
    """The search language on a few lines."""

    entries: Sequence[tuple[str, str]] = ()

    def lines(self, width: int, chosen: bool) -> list[Line]:
        wide = max(len(what) for what, _ in self.entries) + 3
        return [
            [],
            *([Part("    "), Part(what.ljust(wide), "text"), Part(means, "faint")] for what, means in self.entries),
        ]


def excerpt_of(vault: Vault, hit: Hit) -> Draw:
    """The note around the line that was found, or the facts of the talk or person."""
    if hit.path is not None:
        return _note_excerpt(vault, hit.path, hit.line)
    if hit.kind is HitKind.TALK:
        from confnotes.services.talks import card

        return facts_of(card(vault, hit.id))
    text = [hit.title, ", ".join(hit.speakers), hit.snippet]
    return lambda width: [[Part(" "), Part(line, "dim")] for one in text if one for line in wrap(clean(one), width - 2)]


def lead_of(vault: Vault, hit: Hit) -> str:
    """Where a paper leads: to its note, else to the talk that presents it, else to its page."""
    from confnotes.services.show_thing import show

    shown = show(vault, hit.id)
    if shown.path is not None:
        return f"note:{shown.path}"
    talk = shown.fields.get("talk")
    return f"talk:{talk}" if isinstance(talk, str) else f"url:{hit.id}"


def _note_excerpt(vault: Vault, path: str, line: int | None) -> Draw:
    note = vault.note(path)
    lines = note.body.split("\n")
    found = (line or note.body_line) - note.body_line
    first = max(0, found - LINES_BEFORE)

    def draw(width: int) -> list[Line]:
        drawn: list[Line] = [[Part(" "), Part(text, "strong")] for text in wrap(clean(note.title), width - 2)]
        drawn.append([])
        for number, text in enumerate(lines[first:], first):
            role = "text" if number == found else "dim"
            bar = Part("▎", "accent") if number == found and line else Part(" ")
            drawn += [[bar, Part(piece, role)] for piece in wrap(clean(_unstamped(text)), width - 2)]
        return drawn

    return draw


def _unstamped(line: str) -> str:
    from confnotes.markup.stamps import without_stamp

    return without_stamp(line)
