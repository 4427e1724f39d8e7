"""The welcome: known vaults, the conferences and the other ways to begin; then the folder of the new vault."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar, Final

from textual import events
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Input, Static

from confnotes.actions.begin_vault import SAMPLE_DAY, NewVault, begin_vault, check_folder, copy_sample
from confnotes.actions.importing.conference_list import ListedConference, bundled_conferences, matching, own_conferences
from confnotes.errors import ConfnotesError
from confnotes.model.fast_dataclass import fast_dataclass
from confnotes.tui.command import Where
from confnotes.tui.screens.key_line import KeyLineScreen
from confnotes.tui.widgets.bars import TopLine
from confnotes.tui.widgets.conference_list import HINT_WIDTH, ConferenceRow, conference_rows, is_source, rows_by_year
from confnotes.tui.widgets.drawing import SCREEN_STYLES, Line, Part, begin, clean, shorten, spread
from confnotes.tui.widgets.field import PathInput, PathSuggester, complete_last, sources_in, take_completion
from confnotes.tui.widgets.filter import Filter, has_words, steer
from confnotes.tui.widgets.rows import Row, RowList, heading, remark
from confnotes.vault.known_vaults import KnownVault, known_vaults

OWN_SOURCE, SAMPLE, EMPTY, FOLDER = "own source", "sample", "empty", "folder"
"""The ways to begin without a listed conference."""

_WAYS: Final = (
    (OWN_SOURCE, "Use a web address, file or QR code", "of any conference"),
    (SAMPLE, "Look around in the sample", "a conference of 2019"),
    (EMPTY, "Start empty", "import a program later"),
    (FOLDER, "Open a folder you have", "Obsidian, zk or Markdown notes"),
)
_NOT_FOUND: Final = "File or folder not found: {}"
_VAULT, _TYPED_VAULT = "vault:", "typed vault"


@fast_dataclass(frozen=True, slots=True)
class WayRow(Row):
    """A way to begin, with a hint if there is room for it."""

    title: str
    hint: str

    def lines(self, width: int, chosen: bool) -> list[Line]:
        hint = [Part(shorten(self.hint, width // 2), "faint"), Part("  ")] if width >= HINT_WIDTH else []
        return [spread(begin(chosen, self.title), hint, width)]


@dataclass(frozen=True, slots=True)
class Beginning:
    """What was chosen: the vault, whether to remember it, and what to import first.

    `imports`: start with the import form, with the address `listed` or `typed`, or empty.
    """

    new: NewVault
    remember: bool = True
    imports: bool = False
    listed: ListedConference | None = None
    typed: str = ""


class WelcomeScreen(KeyLineScreen[None]):
    """A title, a body, and a line of keys that messages replace; `begin` ends the welcome."""

    COMPONENT_CLASSES: ClassVar[set[str]] = set(SCREEN_STYLES)

    def __init__(self, begin: Callable[[Beginning], object], *does: tuple[str, str]) -> None:
        super().__init__(*does)
        self.begin = begin

    def compose(self) -> ComposeResult:
        top = TopLine()
        top.tell([Part("confnotes", "strong"), Part(" · Welcome", "dim")])
        yield top
        yield from self.body()
        yield self.key_line()

    def body(self) -> ComposeResult:
        """The widgets between the two lines."""
        yield from ()

    def complain(self, text: str) -> None:
        """Show what is wrong in place of the keys."""
        self.tell(clean(text), "$error")

    def action_back(self) -> None:
        """Go back; the first screen stays."""
        self.dismiss()


class ChooseScreen(WelcomeScreen):
    """The conferences and the other ways to begin; typing filters them."""

    where: ClassVar[Where] = Where.WELCOME

    def __init__(self, begin: Callable[[Beginning], object], message: str = "") -> None:
        """`message` is shown first."""
        moves = (("up down", "move"), ("tab", "complete path"), ("back", "clear"), ("quit", "quit"))
        super().__init__(begin, ("open", "choose"), *moves)
        self._message = message
        self.filter = Filter("Type its name, or the address or file of its program")
        self.filter.suggester = PathSuggester()
        self.list = RowList("ways", classes="room")
        own, self._problems = own_conferences()
        self._conferences = [*own, *bundled_conferences()]
        self._vaults = known_vaults()

    def body(self) -> ComposeResult:
        yield Static(Content("Which conference are you going to?"), classes="text")
        yield self.filter
        yield self.list

    def on_mount(self) -> None:
        self.show()
        self.filter.focus()
        if self._problems:
            more = f" (and {len(self._problems) - 1} more)" if len(self._problems) > 1 else ""
            self.complain(f"{self._problems[0].message}{more}")
        elif self._message:
            self.complain(self._message)

    def show(self) -> None:
        """List the matches of the filter: conferences first once something is typed, else the other ways."""
        typed = self.filter.value.strip()
        fitting = sorted(_WAYS, key=lambda way: not has_words(way[1], typed))
        ways: Sequence[Row] = [WayRow(key, title, hint) for key, title, hint in fitting]
        found = matching(self._conferences, typed)
        rows = conference_rows(found)
        vaults = self._vault_rows(typed)
        if not typed:
            shown = [
                *vaults,
                heading("START ANOTHER" if vaults else "START HERE", first=not vaults),
                *ways,
                *rows_by_year(found),
            ]
        elif is_source(typed):
            shown = self._source_rows(typed)
        elif rows or vaults:
            counted = [heading(f"CONFERENCES · {len(rows)}", first=not vaults)] if rows else []
            shown = [*vaults, *counted, *rows, heading("OR"), *ways]
        else:
            told = remark(f"No conference matches “{clean(typed)}”.", "Use its address, or start another way.")
            shown = [told, *ways]
        self.list.show(shown, keep=False)

    def _source_rows(self, typed: str) -> list[Row]:
        """What can be done with a typed address or path; the files that begin like it if it does not exist."""
        sources = sources_in(typed)
        missing = [one for one in sources if "://" not in one and not os.path.exists(one)]  # noqa: PTH110
        if missing:
            matches = complete_last(typed)
            return [remark(matches.listed) if matches else remark(_NOT_FOUND.format(clean(typed)), role="error")]
        rows: list[Row] = [WayRow("typed", f"Import {clean(typed)}", "")]
        if len(sources) == 1 and os.path.isdir(sources[0]):  # noqa: PTH112  (as above: an invalid path is not an error)
            check = check_folder(sources[0], must_exist=True)
            if check.is_vault:
                return [WayRow(_TYPED_VAULT, f"Open the vault {clean(typed)}", ""), *rows]
            if not check.problem:
                return [*rows, WayRow(FOLDER, f"Open {clean(typed)} as your notes", check.says)]
        return rows

    def _vault_rows(self, typed: str) -> list[Row]:
        """The vaults opened before that match the filter, under their heading."""
        rows: list[Row] = [
            WayRow(f"{_VAULT}{one.root}", one.root.name or str(one.root), _place_of(one))
            for one in self._vaults
            if has_words(str(one.root), typed)
        ]
        return [heading("YOUR VAULTS", first=True), *rows] if rows else []

    def on_input_changed(self, event: Input.Changed) -> None:
        self.unsay()
        self.show()

    def on_key(self, event: events.Key) -> None:
        if event.key == "tab":
            event.prevent_default().stop()
            take_completion(self.filter)
        else:
            steer(event, self.list, self.filter)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        self.choose()

    def on_row_list_pressed(self, event: RowList.Pressed) -> None:
        self.choose()

    def choose(self) -> None:
        """Take the selected row: the folder is next."""
        row = self.list.chosen
        if isinstance(row, ConferenceRow):
            self.app.push_screen(FolderScreen(self.begin, EMPTY, listed=row.conference))
        elif row is not None and row.key.startswith(_VAULT):
            self._open(row.key.removeprefix(_VAULT), remember=False)
        elif row is not None and row.key == _TYPED_VAULT:
            self._open(sources_in(self.filter.value)[0], remember=True)
        elif row is not None:
            typed = self.filter.value.strip()
            way = OWN_SOURCE if row.key == "typed" else row.key
            self.app.push_screen(FolderScreen(self.begin, way, typed=typed if is_source(typed) else ""))
        else:
            self.complain(_NOT_FOUND.format(self.filter.value.strip()))

    def _open(self, vault: str, *, remember: bool) -> None:
        """Open an existing vault; one that was opened before does not become the default."""
        try:
            self.begin(Beginning(begin_vault(vault, must_exist=True), remember=remember))
        except ConfnotesError as error:
            self.complain(f"{error.message} · {error.hint}")

    def action_back(self) -> None:
        """Clear the filter."""
        self.filter.value = ""
        self.filter.focus()


def _place_of(vault: KnownVault) -> str:
    """The path of a vault, and anything special about it."""
    place = vault.root
    with suppress(ValueError, RuntimeError):
        place = Path("~") / place.relative_to(Path.home())
    special = "default · " if vault.is_default else "sample · " if vault.is_sample else ""
    return clean(f"{special}{place}")


_LIVES: Final = "A folder of plain Markdown files. confnotes opens it from now on."
_ASKED: Final = {
    EMPTY: ("Where should your notes live?", _LIVES, "~/confnotes"),
    OWN_SOURCE: ("Where should your notes live?", f"{_LIVES} Next: the program.", "~/confnotes"),
    SAMPLE: (
        "Where should the copy of the sample go?",
        f"In the sample it is always {SAMPLE_DAY}. You may delete the folder at any time.",
        "~/confnotes-sample",
    ),
    FOLDER: (
        "Which folder holds your notes?",
        "Your files stay as they are; confnotes adds a folder .confnotes, and opens this folder from now on.",
        "",
    ),
}


class FolderScreen(WelcomeScreen):
    """The folder for the notes: proposed, edited, and checked while typing."""

    where: ClassVar[Where] = Where.NEW_VAULT

    def __init__(
        self, begin: Callable[[Beginning], object], way: str, *, listed: ListedConference | None = None, typed: str = ""
    ) -> None:
        super().__init__(begin, ("open", "continue"), ("tab", "complete"), ("back", "back"), ("quit", "quit"))
        self._way, self._listed, self._typed = way, listed, typed
        self.folder = PathInput("the path of a folder", "folder")
        self.folder.value = typed if way == FOLDER else _ASKED[way][2]
        self.folder.select_on_focus = way != FOLDER  # a path that is typed replaces the proposed one

    def body(self) -> ComposeResult:
        title, text, _ = _ASKED[self._way]
        yield Static(Content(title).stylize("bold"), classes="text")
        yield Static(Content(text), classes="text")
        yield Static("")
        yield self.folder
        yield Static(classes="check")
        yield Static(classes="room")

    def on_mount(self) -> None:
        self.folder.focus()
        self.check()

    def on_input_changed(self, event: Input.Changed) -> None:
        self.unsay()
        self.check()

    def check(self) -> None:
        """Show what will happen to the folder."""
        if self._way == FOLDER and not self.folder.value:
            self.query_one(".check", Static).update("")
            return
        check = check_folder(self.folder.path, must_exist=self._way == FOLDER)
        text, style = (check.problem, "$error") if check.problem else (check.says, "$success")
        self.query_one(".check", Static).update(Content.styled(clean(text), style))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        try:
            if self._way == SAMPLE:
                chosen = Beginning(NewVault(copy_sample(self.folder.path)), remember=False)
            else:
                new = begin_vault(self.folder.path, must_exist=self._way == FOLDER)
                imports = self._listed is not None or self._way == OWN_SOURCE
                chosen = Beginning(new, imports=imports, listed=self._listed, typed=self._typed)
        except ConfnotesError as error:
            self.complain(f"{error.message} · {error.hint}")
        else:
            self.begin(chosen)
