"""Where the commands lead that work everywhere: each to its screen, which is loaded when it is first wanted."""

from __future__ import annotations

from datetime import date
from functools import partialmethod
from importlib import import_module

from textual.screen import Screen

from confnotes.errors import ConfnotesError
from confnotes.tui.commands import Where
from confnotes.tui.opening import OpeningApp


class GoingApp(OpeningApp):
    """Goes to a screen, to the web, or where a pressed part leads."""

    def go(self, screen: Screen[None]) -> None:
        """Show a screen on top of the one that is there."""
        self.push_screen(screen)

    def show(self, name: str, *given: object, **named: object) -> None:
        """Go to the screen of that name, as in "people.PeopleScreen", made of what is given."""
        module, _, screen = name.rpartition(".")
        self.go(getattr(import_module(f"confnotes.tui.screens.{module}"), screen)(*given, **named))

    action_export = partialmethod(show, "export.screen.ExportScreen")
    action_histories = partialmethod(show, "histories.HistoriesScreen")
    action_import_program = partialmethod(show, "import_.ImportScreen")
    action_new_note = partialmethod(show, "answer.NewNoteScreen")
    action_papers = partialmethod(show, "papers.PapersScreen")
    action_people = partialmethod(show, "people.PeopleScreen")
    action_program = partialmethod(show, "program.ProgramScreen")
    action_recorded = partialmethod(show, "recorded.RecordedScreen")
    action_saved = partialmethod(show, "saved.SavedScreen")
    action_schedule = partialmethod(show, "schedule.ScheduleScreen")
    action_search = partialmethod(show, "search.SearchScreen")
    action_tags = partialmethod(show, "tags.TagsScreen")
    action_unresolved = partialmethod(show, "unresolved.UnresolvedScreen")

    async def action_posters(self) -> None:
        self.show("posters.hall.PostersScreen", conference=self.conference)
        await self.note_is_ready()

    def action_changes(self) -> None:
        self.show_changes(self.conference)

    def action_tasks(self) -> None:
        self.show("tasks.TasksScreen", self.conference)

    def action_day_wrap(self) -> None:
        self.wrap_up(self.conference)

    def wrap_up(self, conference: str | None, day: date | None = None) -> None:
        """Go through that day of a conference; without one, the day that is on."""
        self.show("day_wrap.DayWrapScreen", conference, day)

    def action_refresh(self) -> None:
        """Read again what the conference that is shown came from."""
        if self.conference is None:
            self.complain(ConfnotesError("there is no conference here yet", "i on Now imports a program"))
        else:
            self.refresh_conference(self.conference)

    def refresh_conference(self, name: str) -> None:
        """Read again what that conference came from, and show what is new before it is written."""
        self.show("import_.ImportScreen", refreshing=name)

    def show_changes(self, conference: str | None) -> None:
        """What imports changed in that conference, or in all."""
        self.show("changes.ChangesScreen", conference)

    def show_links(self, path: str) -> None:
        """Who links to the note, and where it is named without a link."""
        self.show("links.LinksScreen", path)

    def rename_note(self, path: str) -> None:
        """Ask for another name of the note."""
        self.show("rename.RenameScreen", path)

    def export_day(self, conference: str, day: date) -> None:
        """A day of a conference, to be handed out."""
        self.show("export.screen.ExportScreen", conference=conference, day=day)

    def action_help(self) -> None:
        where = getattr(self.screen, "where", Where.NOTE)
        if where is not Where.HELP:
            self.show("help.HelpScreen", where)

    def action_command_palette(self) -> None:
        from confnotes.tui.screens.dialog import Palette

        if not any(isinstance(screen, Palette) for screen in self.screen_stack):
            self.push_screen(Palette(id="--command-palette"))

    def follow(self, target: str) -> None:
        """Go where a pressed part leads: "url:…", "person:…", "paper:…", "talk:…" or "note:…"."""
        kind, _, what = target.partition(":")
        if kind == "url":
            self.open_link(what)
        elif kind == "person":
            self.show("person.PersonScreen", what)
        elif kind == "paper":
            self.show("paper.PaperScreen", what)
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
