"""Links: backlinks of a note, and unlinked mentions of its title that can become links."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from confnotes.errors import ConfnotesError
from confnotes.markup.link_names import stem_of
from confnotes.model.fast_dataclass import fast_dataclass
from confnotes.tui.command import Need, Where
from confnotes.tui.keymap.keymap import key_of
from confnotes.tui.screens.list_screen import ListScreen
from confnotes.tui.screens.rewriting import RewritingPage, Rewritten
from confnotes.tui.widgets.drawing import SHARE, Line, Part, begin, clean, clip, plural, spread
from confnotes.tui.widgets.rows import Row, heading, remark

if TYPE_CHECKING:
    from confnotes.actions.links.link_mentions import UnlinkedMention
    from confnotes.catalogue.links.backlinks import Backlink


@fast_dataclass(frozen=True, slots=True)
class PlaceRow(Row):
    """A line of another note: its place and its sentence."""

    place: Backlink | UnlinkedMention
    named: str = ""

    def lines(self, width: int, chosen: bool) -> list[Line]:
        place = self.place
        left = begin(chosen, clean(place.title))
        right = [Part(clean(place.heading or ""), "faint")]
        before, named, after = clean(place.sentence).partition(self.named) if self.named else ("", "", "")
        said = [Part(before, "dim"), Part(named, "accent"), Part(after, "dim")]
        if not named:
            said = [Part(clean(place.sentence or place.path), "dim")]
        return [[*spread(left, right, width - 2, SHARE), Part("  ")], clip([Part("      "), *said], width - 2)]


class LinksOfNote(NamedTuple):
    """The backlinks and unlinked mentions of a note."""

    title: str
    backlinks: Sequence[Backlink]
    mentions: Sequence[UnlinkedMention]


class LinksScreen(RewritingPage, ListScreen[LinksOfNote]):
    """The list of backlinks and unlinked mentions of the note at `path`."""

    where: ClassVar[Where] = Where.LINKS
    gathering: ClassVar[str] = "Loading …"

    def __init__(self, path: str) -> None:
        super().__init__()
        self.path = path

    def gather(self) -> Iterator[LinksOfNote]:
        from confnotes.actions.links.link_mentions import find_unlinked_mentions
        from confnotes.catalogue.links.backlinks import backlinks

        vault = self.confnotes.vault
        title = vault.note(self.path).title
        yield LinksOfNote(title, backlinks(vault, self.path), find_unlinked_mentions(vault, self.path))

    def rows(self, found: LinksOfNote) -> Sequence[Row]:
        rows: list[Row] = [heading("BACKLINKS", f"{len(found.backlinks):,}", first=True)]
        rows += [PlaceRow(f"from:{one.path}:{one.line}", one, height=2) for one in found.backlinks]
        if not found.backlinks:
            rows.append(remark("  No backlinks yet."))
        rows.append(heading("UNLINKED MENTIONS", f"{len(found.mentions):,}"))
        rows += [PlaceRow(_key(one), one, clean(one.text), height=2) for one in found.mentions]
        if not found.mentions:
            rows.append(remark("  No unlinked mentions."))
        return rows

    def tell(self) -> None:
        title = self.found.title if self.found else stem_of(self.path)
        told = f"  {plural(len(self.found.backlinks), 'backlink')}" if self.found else ""
        self.top.tell([Part(clean(title), "strong"), Part(told, "dim")], self.hint())

    @property
    def _mentions(self) -> Sequence[UnlinkedMention]:
        return self.found.mentions if self.found else ()

    # Commands

    def has(self, need: Need) -> bool:
        return bool(self._mentions) if need is Need.MENTION else super().has(need)

    def action_open(self) -> None:
        row = self.list.chosen
        if isinstance(row, PlaceRow):
            self.confnotes.open_path(row.place.path, row.place.line)

    def action_link(self) -> None:
        row = self.list.chosen
        chosen = [one for one in self._mentions if row is not None and _key(one) == row.key]
        if chosen:
            self._link(chosen)
        else:
            self.say("This is already a link")

    def action_link_all(self) -> None:
        self._link(self._mentions)

    def _link(self, mentions: Sequence[UnlinkedMention]) -> None:
        from confnotes.actions.links.link_mentions import link

        if not self.everything_saved():
            return
        try:
            renaming = link(self.confnotes.vault, mentions)
        except (ConfnotesError, OSError) as error:
            self.confnotes.complain_of(error)
            self.load()
        else:
            self.rewrite(renaming, f"Linked {plural(len(mentions), 'mention')} · {key_of('undo')} to undo")

    def action_rename(self) -> None:
        self.confnotes.show("rename.RenameScreen", self.path)

    def links_rewritten(self, written: Rewritten) -> None:
        if self.path == written.old and written.new:
            self.path = written.new
        self.load()
        super().links_rewritten(written)


def _key(mention: UnlinkedMention) -> str:
    return f"named:{mention.path}:{mention.line}:{mention.start}"
