"""The command palette: finds any command by the words that people use for it, and runs it.

Recent commands come first. Commands that cannot run here are greyed, with what is missing or where they can run.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import cache, partial
from typing import TYPE_CHECKING, ClassVar, Final, cast

from rich.cells import cell_len
from textual import events
from textual.app import App, ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, Static

from confnotes import config
from confnotes.markup.names import fold
from confnotes.model.fast_dataclass import fast_dataclass
from confnotes.tui import commands
from confnotes.tui.command import Command, Where
from confnotes.tui.command_lists.dialogs import DIALOGS
from confnotes.tui.command_lists.legend import signs_meant
from confnotes.tui.ex_line import matching, run_ex_line
from confnotes.tui.screens.dialog import Dialog
from confnotes.tui.screens.page import Page
from confnotes.tui.themes import theme_setting
from confnotes.tui.widgets.drawing import SCREEN_STYLES, Line, Part, clean, pad, spread
from confnotes.tui.widgets.filter import Filter, steer
from confnotes.tui.widgets.rows import Row, RowList, heading, remark

if TYPE_CHECKING:
    from confnotes.tui.confnotes import Confnotes

KEYS: Final = 18  # cells
RECENT: Final = 6  # commands
LEAST_FUZZY, LEAST_TWICE = 3, 7
"""The least number of letters of a word in which one typing error is allowed, and two."""

_WORD = re.compile(r"[^\W_]+")
_NOT, _ENDING = re.compile(r"n['’]t\b"), re.compile(r"['’](?:s|m|re|ve|ll|d)\b")
_FILLING = frozenset(
    [
        *("a", "an", "and", "are", "as", "can", "could", "do", "does", "from", "get", "have", "how", "i", "in", "into"),
        *("is", "it", "just", "make", "me", "my", "of", "on", "one", "only", "please", "put", "some", "that", "the"),
        *("these", "this", "to", "use", "want", "was", "were", "what", "which", "with"),
    ]
)
"""Words of questions without meaning for the search."""

_LEADING = frozenset(["where", "show", "open", "set", "see"])
"""Words of questions that commands seldom have, and that do not tell what is meant."""

_LOOKING = frozenset(["about", "find", "search", "wrote", "write", "written"])
_BESIDE = _LOOKING | {"did", "for", "note", "notes"}
"""Words of questions for the search, and words that the search ignores."""

_IN_A_TASK = frozenset(
    [
        Where.EVERYWHERE,
        Where.MOVE,
        Where.MATCH,
        Where.VERSIONS,
        Where.LINKS,
        Where.RENAME,
        Where.READ_TALKS,
        Where.READ_ROWS,
        *DIALOGS,
    ]
)
"""Screens about one thing, opened from it: their commands are not listed on other screens."""

TITLE, OTHER_WORDS, HELP, TYPO = range(4)
"""How a command matches, best first: by its title, its synonyms, its help, or a word with typing errors."""


@fast_dataclass(frozen=True, slots=True)
class CommandRow(Row):
    """A command: `action` is what to run; `missing` says why it cannot run here, "" if it can."""

    command: Command
    title: str
    action: str
    missing: str = ""
    marked: tuple[tuple[int, int], ...] = ()

    def lines(self, width: int, chosen: bool) -> list[Line]:
        role = "faint" if self.missing else "strong" if chosen else "text"
        parts, at = [Part("▸ " if chosen else "  ", "accent")], 0
        for start, end in self.marked:
            parts += [Part(self.title[at:start], role), Part(self.title[start:end], "hit")]
            at = end
        parts += [Part(self.title[at:], role), Part(f"  {self.said}", "faint")]
        keys = Part(pad(commands.format_keys(self.command), KEYS), "faint" if self.missing else "accent")
        return [spread(parts, [keys], width)]

    @property
    def said(self) -> str:
        """What is missing and what it does."""
        return " ".join(filter(None, (self.missing, self.command.help)))

    def is_cut(self, width: int) -> bool:
        """Whether a list of that many cells cannot show all of it beside its keys."""
        return cell_len(f"▸ {self.title}  {self.said}  ") + KEYS > width


_NO_COMMAND = remark("No matching command.", "Try another word.")


class Palette(Dialog[None]):
    """All commands, filtered by what is typed; enter runs the selected one."""

    where: ClassVar[Where] = Where.PALETTE
    COMPONENT_CLASSES: ClassVar[set[str]] = set(SCREEN_STYLES)
    CSS = """
    Palette { align: center top; }
    Palette > Vertical { width: 104; height: 80%; margin-top: 1; padding: 1 1 0 1; }
    Palette RowList { margin-top: 1; background: $panel; scrollbar-background: $panel; }
    Palette Filter { padding: 0 2; }
    Palette .said { height: 3; padding: 1 2 0 2; color: $dim; }
    """

    def __init__(self, page: Page, typed: str = "") -> None:
        """`page` is the screen below the palette; `typed` is the text to begin with."""
        super().__init__("")
        self._page = page
        self._recent = recent_commands()
        self._theme = page.app.theme
        self._ran = False
        self._shown_for: str | None = None
        self.filter = Filter("Type a command: theme, export, undo …")
        self.filter.value = typed
        self.filter.cursor_position = len(typed)
        self.list = RowList("commands")
        self.list.is_menu = True

    def compose(self) -> ComposeResult:
        with Vertical():
            yield self.filter
            yield self.list
            yield Static(classes="said")

    def on_mount(self) -> None:
        self.filter.focus()
        self._show()

    def on_input_changed(self, event: Input.Changed) -> None:
        event.stop()
        self._show()

    def _show(self) -> None:
        if self._shown_for == self.filter.value:
            return
        self._shown_for = self.filter.value
        if self.filter.value.startswith(":"):
            self.list.show([remark(pad(line, KEYS) + does) for line, does in matching(self.filter.value)])
            return
        typed = _words_in(self.filter.value)
        signs: list[Row] = [remark(f"{sign}  {means}", role="text") for sign, means in signs_meant(self.filter.value)]
        if signs:
            rows = [*signs, remark(""), *self._found(["symbols"])]
        else:
            rows = self._found(typed) if typed else self._everything()
        self.list.show(rows or [_NO_COMMAND], keep=False)

    def on_row_list_moved(self, event: RowList.Moved) -> None:
        """Show below the list what the selected row has no room for."""
        event.stop()
        self._preview(event.row)
        row, width = event.row, self.list.scrollable_content_region.width
        said = row.said if isinstance(row, CommandRow) and row.is_cut(width) else ""
        self.query_one(".said", Static).update(Content(clean(said)))

    def _preview(self, row: Row | None) -> None:
        """Show the theme of the selected row, and on other rows the chosen one."""
        is_theme = isinstance(row, CommandRow) and row.command.action == "app.theme"
        theme = row.action.split("'")[1] if is_theme and isinstance(row, CommandRow) else self._theme
        if self.app.theme != theme:
            self.app.theme = theme

    def on_unmount(self) -> None:
        if not self._ran:
            self._preview(None)

    def tell(self, text: str, style: str) -> None:
        self.query_one(".said", Static).update(Content.styled(text, style))

    def unsay(self) -> None:
        """What the selected row says goes away with the next row."""

    # Commands

    def _rows_here(self) -> Iterator[CommandRow]:
        """The commands of the page and those that work everywhere, then the other screens."""
        there = commands.of(self._page.where)
        here = [one for one in there if one.action != "app.command_palette" and not commands.is_move(one)]
        seen = {one.action for one in here}
        for command in here:
            yield from self._runs(command, self._page.missing(command))
        for command in commands.all_commands():
            if command.action.startswith("app.") and command.action not in {*seen, "app.command_palette"}:
                seen.add(command.action)
                yield from self._runs(command._replace(keys=()), self._page.missing(command))

    def _rows_elsewhere(self, titles: set[str]) -> Iterator[CommandRow]:
        """Commands of other screens only, each title once."""
        for command in commands.all_commands():
            if command.title not in titles and command.where not in _IN_A_TASK and not commands.is_move(command):
                titles.add(command.title)
                name = "a note" if command.where is Where.NOTE else f"“{commands.screen_name(command.where)}”"
                yield from self._runs(command, f"Open {name} first.")

    def _runs(self, command: Command, missing: str) -> Iterator[CommandRow]:
        """The rows of a command: rating for each rating, refreshing for each conference."""
        if command.action == "rate":
            runs = [
                (command._replace(on="", keys=(keys,)), f"{command.title}: {number}", f"rate({number})")
                for number, keys in enumerate(command.keys, 1)
            ]
        elif command.action == "app.refresh":
            names = cast("Confnotes", self.app).vault.conferences()
            runs = [(command, f"Refresh {clean(name)}", f"app.refresh({name!r})") for name in names]
        elif command.action == "app.program":
            names = cast("Confnotes", self.app).vault.conferences()
            other = command._replace(on="", keys=(), help="Opens its program.", words="conference event another other")
            there = [(other, f"Switch to {clean(name)}", f"app.program_of({name!r})") for name in names]
            runs = [(command, command.title, command.textual_action), *(there if len(names) > 1 else ())]
        elif command.action == "app.theme":
            runs = [
                (command._replace(keys=()), f"{command.title}: {theme_setting(name)}", f"app.theme({name!r})")
                for name in self.app.available_themes
            ]
        else:
            runs = [(command, command.title, command.textual_action)]
        for one, title, action in runs:
            yield CommandRow(f"{command.id} {title}", one, title, action, missing)

    # Results

    def _everything(self) -> list[Row]:
        rows = [row for row in self._rows_here() if not row.missing and row.command.action != "app.theme"]
        recent = sorted((row for row in rows if row.key in self._recent), key=lambda row: self._recent.index(row.key))
        others = [row for row in rows if row.key not in self._recent]
        lead = [heading("RECENTLY USED", first=True)] if recent else []
        return [*lead, *recent, heading("ALL COMMANDS", first=not recent), *others]

    def _found(self, typed: Sequence[str]) -> list[Row]:
        """The commands that match the typed words; words without meaning count only if no others were typed."""
        naming = [word for word in typed if word not in _FILLING]
        here = list(self._rows_here())
        rows = [*here, *self._rows_elsewhere({row.command.title for row in here})]
        wanted, found = _understood(naming or typed, rows)
        is_answered = bool(found)
        if not found and naming:
            found = _fitting_best(wanted, rows)
        answers: list[Row] = [_marked(row, wanted) for _, row in sorted(found, key=partial(self._order, wanted))]
        looked_for = " ".join(word for word in naming if word not in _BESIDE)
        if not is_answered and looked_for:
            answers = answers or [_NO_COMMAND]
            answers.insert(0 if _LOOKING & set(naming) else len(answers), self._search_for(looked_for))
        return answers

    def _order(self, wanted: Sequence[str], one: tuple[int, CommandRow]) -> tuple[bool, bool, int, int, int]:
        """A sort key: the best row first, and before any that cannot run here."""
        fit, row = one
        recent = self._recent.index(row.key) if row.key in self._recent else RECENT
        return fit >= HELP, bool(row.missing), _exactness(row, wanted), fit, recent

    def _search_for(self, words: str) -> CommandRow:
        """A row that searches notes for what the palette cannot answer."""
        command = next(one for one in commands.commands_of(Where.EVERYWHERE) if one.action == "app.search")
        return CommandRow(command.id, command, f"Search everything for “{words}”", f"app.search({words!r})")

    # Keys and the mouse

    def on_key(self, event: events.Key) -> None:
        steer(event, self.list, self.filter)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self._show()  # enter may come before the events of the last letters
        self._run()

    def on_row_list_pressed(self, event: RowList.Pressed) -> None:
        event.stop()
        self._run()

    def on_click(self, event: events.Click) -> None:
        if event.widget is self:
            self.dismiss()

    def _run(self) -> None:
        if self.filter.value.startswith(":"):
            self.dismiss()
            self.app.call_later(run_ex_line, self._page, self.filter.value)
            return
        row = self.list.chosen
        if not isinstance(row, CommandRow):
            return
        app: App[object] = self.app
        self._ran = True
        self.dismiss()
        if row.missing:
            self._page.say(row.missing)
            return
        remember_command(row.key, self._recent)
        app.call_later(partial(app.run_action, row.action, self._page))


def _words_in(typed: str) -> list[str]:
    """The folded words of what was typed; contractions in full: “don’t” is “do not”."""
    return _WORD.findall(_ENDING.sub("", _NOT.sub(" not", fold(typed))))


@cache
def _words_of(title: str, command: Command) -> tuple[list[str], list[str], list[str]]:
    """The words of its title; these and its synonyms; these and the words of its help."""
    in_title = _WORD.findall(fold(title))
    others = _WORD.findall(fold(f"{title} {command.words} {commands.format_keys(command)}"))
    return in_title, others, [*others, *_WORD.findall(fold(f"{command.help} {command.id}"))]


def _fit(wanted: Sequence[str], row: CommandRow) -> int | None:
    """How well the row matches all words; None if it does not."""
    tiers = _words_of(row.title, row.command)
    for fit, words in enumerate(tiers):
        if all(any(word.startswith(one) for word in words) for one in wanted):
            return fit
    return TYPO if all(any(_is_nearly(one, word) for word in tiers[OTHER_WORDS]) for one in wanted) else None


def _exactness(row: CommandRow, wanted: Sequence[str]) -> int:
    """The rank of a row that has all words as typed, so that “delete” does not first find “Deleted notes”: in its
    title, in its synonyms, or not.
    """
    tiers = _words_of(row.title, row.command)
    return next((fit for fit in (TITLE, OTHER_WORDS) if set(wanted) <= {*tiers[fit], *_singulars(tiers[fit])}), HELP)


def _singulars(words: Sequence[str]) -> set[str]:
    """The words without a plural’s s: “tag” means the command “Tags”."""
    return {word.removesuffix("s") for word in words}


def _fitting(wanted: Sequence[str], rows: Sequence[CommandRow]) -> list[tuple[int, CommandRow]]:
    """The rows that match all words; those with typing errors only if there are no others."""
    fits = [(fit, row) for row in rows if (fit := _fit(wanted, row)) is not None]
    found = [(fit, row) for fit, row in fits if fit < HELP or not row.missing]
    return [one for one in found if one[0] < TYPO] or found


def _understood(words: Sequence[str], rows: Sequence[CommandRow]) -> tuple[Sequence[str], list[tuple[int, CommandRow]]]:
    """The words that count, and the rows that match them; without leading words if these match at best with errors."""
    found = _fitting(words, rows)
    subject = [word for word in words if word not in _LEADING]
    if subject and all(fit == TYPO for fit, _ in found):
        return subject, _fitting(subject, rows) or found
    return words, found


def _fitting_best(wanted: Sequence[str], rows: Sequence[CommandRow]) -> list[tuple[int, CommandRow]]:
    """The rows that match a question best, at least half of its words."""
    worths = [[_worth(one, row) for one in wanted] for row in rows]
    most = max(map(sum, worths))
    best = ((worth, row) for worth, row in zip(worths, rows, strict=True) if sum(worth) == most)
    return [(TYPO, row) for worth, row in best if 2 * sum(map(bool, worth)) >= len(wanted)]


def _worth(word: str, row: CommandRow) -> int:
    """The weight of a word for a row: most if it is the whole word, less as a beginning, least with typing errors."""
    fit = _fit([word], row)
    known = _words_of(row.title, row.command)[HELP]
    return 0 if fit is None else 1 if fit == TYPO else 3 if word in {*known, *_singulars(known)} else 2


def _is_nearly(typed: str, word: str) -> bool:
    """Whether the typed word is the word, or the start of it, with typing errors."""
    if typed[:1] != word[:1]:
        return False
    from rapidfuzz.distance import OSA

    allowed = (len(typed) >= LEAST_FUZZY) + (len(typed) >= LEAST_TWICE)
    return any(OSA.distance(typed, one, score_cutoff=allowed) <= allowed for one in (word[: len(typed)], word))


def _marked(row: CommandRow, wanted: Sequence[str]) -> CommandRow:
    """The row with the typed letters of its title highlighted."""
    spans = []
    for word in _WORD.finditer(row.title):
        typed = max((one for one in wanted if fold(word.group()).startswith(one)), key=len, default="")
        if typed:
            spans.append((word.start(), word.start() + len(typed)))
    return replace(row, marked=tuple(spans))


def recent_commands() -> list[str]:
    """The last commands run from the palette, latest first."""
    with suppress(OSError):
        return (config.state_folder() / "palette").read_text(encoding="utf-8").splitlines()[:RECENT]
    return []


def remember_command(key: str, recent: Sequence[str]) -> None:
    """Remember a command as the latest; a state folder that cannot be written is ignored."""
    kept = [key, *(one for one in recent if one != key)][:RECENT]
    with suppress(OSError):
        (config.state_folder() / "palette").write_text("\n".join(kept) + "\n", encoding="utf-8")
