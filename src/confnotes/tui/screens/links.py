"""Links: who links to a note, and where it is named in plain words that can be made a link."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual.message import Message
from textual.widget import Widget
from textual.worker import get_current_worker

from confnotes.errors import ConfnotesError
from confnotes.markup.link_names import stem_of
from confnotes.model.record import record
from confnotes.tui.beside import reads
from confnotes.tui.commands import Where
from confnotes.tui.screens.rewriting import RewritingPage
from confnotes.tui.widgets.drawing import Line, Part, clean, clip, counted, shorten, spread
from confnotes.tui.widgets.rows import Row, RowList, heading, remark

if TYPE_CHECKING:
    from confnotes.actions.links.link_mentions import UnlinkedMention
    from confnotes.catalogue.links.backlinks import Backlink


@record(frozen=True, slots=True)
class PlaceRow(Row):
    """A line of another note: where it is, and its sentence."""

    place: Backlink | UnlinkedMention | None = None
    named: str = ""

    def lines(self, width: int, chosen: bool) -> list[Line]:
        place = self.place
        assert place is not None
        left = [
            Part("  "),
            Part("▸ " if chosen else "  ", "accent"),
            Part(clean(place.title), "strong" if chosen else "text"),
        ]
        where = f"{shorten(clean(place.heading), width // 3)} · " if place.heading else ""
        right = [Part(f"{where}line {place.line}", "faint"), Part("  ")]
        before, named, after = clean(place.sentence).partition(self.named) if self.named else ("", "", "")
        said = [Part(before, "dim"), Part(named, "accent"), Part(after, "dim")]
        if not named:
            said = [Part(clean(place.sentence or place.path), "dim")]
        return [spread(left, right, width), clip([Part("      "), *said], width - 2)]


class LinksScreen(RewritingPage):
    """Where a note is linked from, and where it is named without a link."""

    where: ClassVar[Where] = Where.LINKS

    @dataclass
    class Loaded(Message):
        """Both lists were made."""

        title: str
        backlinks: Sequence[Backlink]
        mentions: Sequence[UnlinkedMention]

    def __init__(self, path: str) -> None:
        super().__init__()
        self.path = path
        self.list = RowList("links", classes="body")
        self._title = stem_of(path)
        self._mentions: Sequence[UnlinkedMention] = ()

    def body(self) -> Iterable[Widget]:
        yield self.list

    def on_mount(self) -> None:
        self.list.focus()
        self._tell(None)
        self.list.show([remark("", "  looking …")])

    def on_screen_resume(self) -> None:
        self._load()

    @reads("links")
    def _load(self) -> None:
        from confnotes.actions.links.link_mentions import unlinked_mentions
        from confnotes.catalogue.links.backlinks import backlinks

        worker = get_current_worker()
        vault = self.confnotes.vault
        try:
            title = vault.note(self.path).title
            loaded = self.Loaded(title, backlinks(vault, self.path), unlinked_mentions(vault, self.path))
        except (ConfnotesError, OSError) as error:
            self.post_message(self.NotRewritten(error))
            return
        if not worker.is_cancelled:
            self.post_message(loaded)

    def on_links_screen_loaded(self, event: Loaded) -> None:
        self._title, self._mentions = event.title, event.mentions
        self._tell(len(event.backlinks))
        rows: list[Row] = [heading("LINKED FROM", f"{len(event.backlinks):,}", first=True)]
        rows += [PlaceRow(f"from:{one.path}:{one.line}", 2, True, one) for one in event.backlinks]
        if not event.backlinks:
            rows.append(remark("  No note links here yet."))
        rows.append(heading("NAMED WITHOUT A LINK", f"{len(event.mentions):,}"))
        rows += [PlaceRow(_key(one), 2, True, one, clean(one.text)) for one in event.mentions]
        if not event.mentions:
            rows.append(remark("  No other note names it in plain words."))
        self.list.show(rows)

    def _tell(self, links: int | None) -> None:
        told = f"  {counted(links, 'link')}" if links is not None else ""
        self.top.tell([Part(clean(self._title), "strong"), Part(told, "dim")], self.hint())

    # What can be done

    def on_row_list_pressed(self, event: RowList.Pressed) -> None:
        self.action_open()

    def action_open(self) -> None:
        """Open the note at the line."""
        row = self.list.chosen
        if isinstance(row, PlaceRow) and row.place is not None:
            self.confnotes.open_path(row.place.path, row.place.line)

    def action_link(self) -> None:
        """Make the chosen place a link."""
        row = self.list.chosen
        chosen = [one for one in self._mentions if row is not None and _key(one) == row.key]
        if chosen:
            self._link(chosen)
        else:
            self.say("this is a link already")

    def action_link_all(self) -> None:
        """Make every place a link."""
        if self._mentions:
            self._link(self._mentions)
        else:
            self.say("there is nothing to link")

    def _link(self, mentions: Sequence[UnlinkedMention]) -> None:
        from confnotes.actions.links.link_mentions import link

        if not self.everything_saved():
            return
        try:
            renaming = link(self.confnotes.vault, mentions)
        except (ConfnotesError, OSError) as error:
            self.confnotes.complain_of(error)
            self._load()
        else:
            self.rewrite(renaming, f"{counted(len(mentions), 'place')} linked · ctrl+z undoes it")

    def action_rename(self) -> None:
        """Give the note another name."""
        self.confnotes.rename_note(self.path)

    def links_rewritten(self, event: RewritingPage.Rewritten) -> None:
        if self.path == event.old and event.new:
            self.path = event.new
        self._load()
        super().links_rewritten(event)


def _key(mention: UnlinkedMention) -> str:
    return f"named:{mention.path}:{mention.line}:{mention.start}"
