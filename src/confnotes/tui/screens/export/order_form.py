"""The form with all choices of an export, one per row; layout choices are folded in small windows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widget import Widget

from confnotes import system
from confnotes.tui.keymap.keymap import key_of
from confnotes.tui.screens.export import options
from confnotes.tui.screens.export.pick_screen import PickScreen, Typed
from confnotes.tui.screens.export.told import Hint
from confnotes.tui.screens.export.work import ExportOrder
from confnotes.tui.widgets.bars import Words
from confnotes.tui.widgets.drawing import Part, clean
from confnotes.tui.widgets.field import PathInput
from confnotes.tui.widgets.pick import INDENT, Option, Pick

if TYPE_CHECKING:
    from confnotes.actions.exporting.choices import Choice
    from confnotes.model.preset import Preset


@dataclass(frozen=True)
class _Question:
    """The title of a row's full list; for rows that accept typed values, an example and a parser."""

    title: str
    example: str = ""
    typed: Typed | None = None


_QUESTIONS = {
    "conference": _Question("Choose one or more conferences"),
    "what": _Question("Choose what to export", "Day, track, tag or any search", options.search_for),
    "form": _Question("Choose a format"),
    "audience": _Question("Choose an audience"),
    "parts": _Question("Choose a preset or parts"),
    "own": _Question("Your own in a public version"),
    "by": _Question("Group by"),
    "language": _Question("Choose a language"),
    "theme": _Question("Choose a theme", "Name, or path of a theme file", options.theme_file),
    "names": _Question("Names of people who asked questions"),
    "whose": _Question(
        "Add notes of other people",
        "Ada=~/ada/notes, Bo=/srv/bo/notes",
        lambda text: options.whose(options.others_in(text)),
    ),
    "author": _Question("Author", "Your name", lambda text: options.signed(" ".join(text.split()))),
}


class OrderForm(Vertical):
    """All choices; calls `conference_changed` after another conference was chosen, `changed` after other choices."""

    DEFAULT_CSS = f"""
    OrderForm {{ height: auto; }}
    OrderForm .field {{ height: 1; }}
    OrderForm .field Words {{ width: {INDENT}; }}
    OrderForm .field Input {{ width: 1fr; }}
    OrderForm .look {{ display: none; }}
    OrderForm.-more .look {{ display: block; }}
    OrderForm.-more #more {{ display: none; }}
    """

    def __init__(self, changed: Callable[[], None], conference_changed: Callable[[], None]) -> None:
        super().__init__(id="order")
        self._has_changed, self._has_changed_conference = changed, conference_changed
        self.conference = Pick("conference", "From")
        self.what = Pick("what", "What", [options.EVERYTHING])
        self.form = Pick("form", "Format", options.forms())
        self.audience = Pick("audience", "For", options.AUDIENCES)
        self.parts = Pick("parts", "Parts", [options.ALL_PARTS])
        self.more = Pick("more", "More")
        self.own = Pick("own", "Public", options.OWN)
        self.by = Pick("by", "Group by", options.GROUPINGS)
        self.language = Pick("language", "Language", options.languages())
        self.theme = Pick("theme", "Theme", options.themes())
        self.names = Pick("names", "Names", options.NAMES)
        self.whose = Pick("whose", "Notes", [options.MINE])
        self.author = Pick("author", "Author", [options.signed("")])
        self.file = PathInput("", "file")
        self.hint = Hint()
        self._presets: Sequence[Preset] = ()
        self._before: list[tuple[Pick, Option]] = []
        """What was chosen before a preset, which another preset begins with."""

        for pick in self._look():
            pick.add_class("look")

    def _look(self) -> Sequence[Pick]:
        return (self.parts, self.own, self.by, self.language, self.theme, self.names, self.whose, self.author)

    def _of_presets(self) -> Sequence[Pick]:
        return (self.form, self.audience, self.own, self.by, self.language, self.theme, self.names, self.author)

    def compose(self) -> ComposeResult:
        yield from (self.conference, self.what, self.form, self.audience, self.more, *self._look())
        with Horizontal(classes="field"):
            yield Words("label-file", [Part("    Save to", "dim")])
            yield self.file
        yield self.hint

    @property
    def form_chosen(self) -> tuple[str, bool]:
        """The name of the format, and whether to write a folder."""
        name, slash, network = self.form.value.partition("/")
        return name, bool(slash) and not network

    def file_name(self, stem: str | None) -> str:
        """The file name to suggest; `stem` is one that was typed."""
        from confnotes.actions.exporting.file_names import kind_of, name_for

        what = self.what.value and (self.what.value if options.is_day(self.what.value) else self.what.option.label)
        name, folder = self.form_chosen
        kind = kind_of(options.contents_of(self.parts.value, self._presets), self._presets)
        return name_for(" ".join(filter(None, (self.conference.value, what))), name, stem, folder=folder, kind=kind)

    @property
    def typed_stem(self) -> str:
        """The file name in the field, without its extension."""
        from confnotes.actions.exporting.file_names import stem_of

        return stem_of(Path(self.file.path).name)

    def fill_in(
        self, choice: Choice, form: str | None, presets: Sequence[Preset], colleagues: Sequence[tuple[str, str]]
    ) -> None:
        """Restore the last choices; `form` replaces the format. `colleagues` are names and folders of notes."""
        self._presets = presets
        self.parts.tell(options.parts(presets), choice.parts)
        if self.parts.value != choice.parts:
            self.parts.take(options.parts_named(choice.parts))
        self.form.tell(self.form.options, form or (options.FOLDER if choice.folder else choice.form))
        self.audience.tell(self.audience.options, choice.audience)
        self.own.tell(self.own.options, choice.include)
        self.by.tell(self.by.options, choice.by)
        self.language.tell(self.language.options, choice.language)
        self.theme.take(Option(choice.theme, choice.theme, "your own theme"))
        self.names.tell(self.names.options, "short" if choice.short_names else "")
        self.whose.tell([options.MINE, *([options.whose(colleagues)] if colleagues else [])])
        self.whose.take(options.whose(choice.others))
        self.author.take(options.signed(choice.author))
        self._tell_more()

    def order(self, path: Path, at: datetime) -> ExportOrder:
        from confnotes.actions.exporting.render_preferences import RenderPreferences, links_at
        from confnotes.model.summary import Audience, Grouping, Own, SummaryOrder

        conference, what = self.conference.value, self.what.value
        order = SummaryOrder(
            what or conference,
            conference if what else None,
            audience=Audience(self.audience.value),
            by=Grouping(self.by.value),
            short_names=bool(self.names.value),
            author=self.author.value,
            include=frozenset(map(Own, self.own.value.split())),
            contents=options.contents_of(self.parts.value, self._presets),
            others=tuple((whose, str(system.user_path(at))) for whose, at in options.others_in(self.whose.value)),
        )
        name, folder = self.form_chosen
        look = RenderPreferences(self.language.value, self.theme.value, links_at(path), folder)
        if network := self.form.value.removeprefix(name).strip("/"):
            look = replace(look, network=network)
        return ExportOrder(order, name, look, at)

    def choice(self, path: Path) -> Choice:
        """The choices, to restore the next time."""
        from confnotes.actions.exporting.choices import Choice

        name, folder = self.form_chosen
        return Choice(
            what="" if options.is_day(self.what.value) else self.what.value,
            form=name if folder else self.form.value,
            folder=folder,
            audience=self.audience.value,
            parts=self.parts.value,
            include=self.own.value,
            by=self.by.value,
            language=self.language.value,
            theme=self.theme.value,
            short_names=bool(self.names.value),
            author=self.author.value,
            others=options.others_in(self.whose.value),
            place=str(path.parent),
        )

    def show_all(self, everything: bool) -> None:
        """Show the layout choices, or fold them into one line."""
        self.set_class(everything, "-more")

    def _tell_more(self) -> None:
        words = [pick.option.label for pick in (self.parts, self.own) if pick.value]
        words += [f"by {self.by.option.label}", self.language.option.label, self.theme.option.label]
        words += [pick.option.label for pick in (self.names, self.whose) if pick.value]
        words += [f"author {self.author.value}"] if self.author.value else []
        self.more.tell([Option("", " · ".join(words), f"press {key_of('more', typing=True)} to show these choices")])

    def on_pick_chosen(self, event: Pick.Chosen) -> None:
        event.stop()
        self._changed(event.pick)

    def _take_preset(self) -> None:
        """Choose what the preset says, and for the rest what was chosen before a preset."""
        for pick, chosen in self._before:
            pick.take(chosen)
        preset = options.preset_in(self.parts.value, self._presets)
        if preset is None:
            self._before = []
            return
        self._before = self._before or [(pick, pick.option) for pick in self._of_presets()]
        rows = {"format": self.form, "audience": self.audience, "by": self.by, "language": self.language}
        for option, value in preset.options.items():
            if option in rows:
                rows[option].tell(rows[option].options, value)
        if theme := preset.options.get("theme"):
            self.theme.take(options.theme_file(theme))
        if author := preset.options.get("author"):
            self.author.take(options.signed(author))
        if preset.include:
            self.own.tell(self.own.options, " ".join(sorted(preset.include, reverse=True)))
        if preset.short_names:
            self.names.tell(self.names.options, "short")

    def _changed(self, pick: Pick) -> None:
        if pick is self.parts:
            self._take_preset()
        else:
            self._before = []
        self._tell_more()
        self.tell_hint()
        (self._has_changed_conference if pick is self.conference else self._has_changed)()

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        self.tell_hint()

    def tell_hint(self) -> None:
        """Show the hint of the focused row's option."""
        focused = self.screen.focused
        if isinstance(focused, Pick) and focused.option.lacks:
            self.hint.tell(clean(f"not available yet: {focused.option.lacks}"), "warning")
            return
        of_file = "Press tab to complete a path. A folder is enough." if focused is self.file else ""
        self.hint.tell(clean(focused.option.hint) if isinstance(focused, Pick) else of_file, "faint")

    def ask(self, focused: Widget | None) -> None:
        """Show the full list of the focused row."""
        (focused if isinstance(focused, Pick) else self.form).action_ask()

    def on_pick_asked(self, event: Pick.Asked) -> None:
        event.stop()
        if event.pick is self.more:
            self.show_all(True)
            self.parts.focus()
        else:
            self._ask(event.pick)

    def _ask(self, pick: Pick) -> None:
        """Show the full list of a row, which also accepts typed values in some rows."""
        question = _QUESTIONS[str(pick.id)]
        joined = {self.conference: options.several, self.parts: options.several_parts}.get(pick)

        def take(option: Option | None) -> None:
            if option is not None and option.value != pick.value:
                pick.take(option)
                self._changed(pick)

        screen = PickScreen(
            question.title, pick.options, pick.value, example=question.example, typed=question.typed, joined=joined
        )
        self.app.push_screen(screen, take)
