"""Where the commands lead that work everywhere: each to its screen, which is loaded when it is first wanted."""

from __future__ import annotations

from datetime import date

from textual.screen import Screen

from confnotes.errors import ConfnotesError
from confnotes.tui.opening import OpeningApp


class GoingApp(OpeningApp):
    """Goes to a screen, to the web, or where a pressed part leads."""

    def go(self, screen: Screen[None]) -> None:
        """Show a screen on top of the one that is there."""
        self.push_screen(screen)

    def follow(self, target: str) -> None:
        """Go where a pressed part leads: "url:…", "person:…", "paper:…", "talk:…" or "note:…"."""
        kind, _, what = target.partition(":")
        if kind == "url":
            self.open_link(what)
        elif kind == "person":
            from confnotes.tui.screens.person import PersonScreen

            self.go(PersonScreen(what))
        elif kind == "paper":
            from confnotes.tui.screens.paper import PaperScreen

            self.go(PaperScreen(what))
        elif kind == "talk":
            self.open_talk(what)
        elif kind == "note":
            self.open_path(what)

    def open_link(self, url: str) -> None:
        """Open a web page or a letter in the program for it; nothing else is opened."""
        from confnotes.markup.canonical import parts

        if parts(url)[0] in ("http", "https", "mailto"):
            self.open_url(url)
        else:
            self.complain(ConfnotesError(f"this link is not opened: {url}", "only http, https and mailto are"))

    def action_command_palette(self) -> None:
        from confnotes.tui.screens.dialog import Palette

        if not any(isinstance(screen, Palette) for screen in self.screen_stack):
            self.push_screen(Palette(id="--command-palette"))

    def action_search(self) -> None:
        from confnotes.tui.screens.search import SearchScreen

        self.go(SearchScreen())

    def action_saved(self) -> None:
        """Show the searches that were saved."""
        from confnotes.tui.screens.saved import SavedScreen

        self.go(SavedScreen())

    def action_program(self) -> None:
        from confnotes.tui.screens.program import ProgramScreen

        self.go(ProgramScreen())

    async def action_posters(self) -> None:
        from confnotes.tui.screens.posters.hall import PostersScreen

        self.go(PostersScreen(conference=self.conference))
        await self.note_is_ready()

    def action_schedule(self) -> None:
        from confnotes.tui.screens.schedule import ScheduleScreen

        self.go(ScheduleScreen())

    def action_people(self) -> None:
        from confnotes.tui.screens.people import PeopleScreen

        self.go(PeopleScreen())

    def action_papers(self) -> None:
        from confnotes.tui.screens.papers import PapersScreen

        self.go(PapersScreen())

    def action_import_program(self) -> None:
        from confnotes.tui.screens.import_ import ImportScreen

        self.go(ImportScreen())

    def action_refresh(self) -> None:
        """Read again what the conference that is shown came from."""
        if self.conference is None:
            self.complain(ConfnotesError("there is no conference here yet", "i on Now imports a program"))
        else:
            self.refresh_conference(self.conference)

    def refresh_conference(self, name: str) -> None:
        """Read again what that conference came from, and show what is new before it is written."""
        from confnotes.tui.screens.import_ import ImportScreen

        self.go(ImportScreen(refreshing=name))

    def action_changes(self) -> None:
        self.show_changes(self.conference)

    def show_changes(self, conference: str | None) -> None:
        """What imports changed in that conference, or in all."""
        from confnotes.tui.screens.changes import ChangesScreen

        self.go(ChangesScreen(conference))

    def action_tasks(self) -> None:
        from confnotes.tui.screens.tasks import TasksScreen

        self.go(TasksScreen(self.conference))

    def action_day_wrap(self) -> None:
        """Look back on the day."""
        self.wrap_up(self.conference)

    def wrap_up(self, conference: str | None, day: date | None = None) -> None:
        """Go through that day of a conference; without one, the day that is on."""
        from confnotes.tui.screens.day_wrap import DayWrapScreen

        self.go(DayWrapScreen(conference, day))

    def action_recorded(self) -> None:
        """What there is to watch, and all slides and videos."""
        from confnotes.tui.screens.recorded import RecordedScreen

        self.go(RecordedScreen())

    def action_tags(self) -> None:
        from confnotes.tui.screens.tags import TagsScreen

        self.go(TagsScreen())

    def action_histories(self) -> None:
        """Deleted notes, and those with earlier versions."""
        from confnotes.tui.screens.histories import HistoriesScreen

        self.go(HistoriesScreen())

    def action_unresolved(self) -> None:
        """Go through what notes name that is nowhere yet."""
        from confnotes.tui.screens.unresolved import UnresolvedScreen

        self.go(UnresolvedScreen())

    def show_links(self, path: str) -> None:
        """Who links to the note, and where it is named without a link."""
        from confnotes.tui.screens.links import LinksScreen

        self.go(LinksScreen(path))

    def rename_note(self, path: str) -> None:
        """Ask for another name of the note."""
        from confnotes.tui.screens.rename import RenameScreen

        self.go(RenameScreen(path))

    def action_export(self) -> None:
        from confnotes.tui.screens.export.screen import ExportScreen

        self.go(ExportScreen())

    def export_day(self, conference: str, day: date) -> None:
        """A day of a conference, to be handed out."""
        from confnotes.tui.screens.export.screen import ExportScreen

        self.go(ExportScreen(conference=conference, day=day))

    def action_new_note(self) -> None:
        from confnotes.tui.screens.new_note import NewNoteScreen

        self.go(NewNoteScreen())

    def action_help(self) -> None:
        from confnotes.tui.commands import Where
        from confnotes.tui.screens.help import HelpScreen

        if not isinstance(self.screen, HelpScreen):
            self.go(HelpScreen(getattr(self.screen, "where", Where.NOTE)))
