"""The lead paragraph and the highlights that an author wrote for page one, as far as the audience may read them.

They are in the front matter of the conference's note (`markup/page_one.py`). A highlight goes only where its source
goes: what comes from a private line or note, from a talk that is not shared, from an opinion or a task, or from a line
that was deleted since, stays with its author.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, partial

from confnotes.catalogue.audience.audience_filter import AudienceFilter
from confnotes.catalogue.audience.for_audience import with_body
from confnotes.catalogue.searching.find import outlines
from confnotes.errors import ConfnotesError
from confnotes.markup.link_names import LinkNames
from confnotes.markup.page_one import ChosenHighlight, NoteLines, read_page_one
from confnotes.model.note import Note
from confnotes.model.summary import Audience, SummaryHighlight, SummaryItem, SummaryOrder
from confnotes.report.authors import NoteAuthors, own_name
from confnotes.report.own_parts import without_own
from confnotes.report.readable_text import readable_text
from confnotes.report.sources import SummarySource
from confnotes.vault import layout
from confnotes.vault.vault import Vault


@dataclass(frozen=True, slots=True)
class PageOneContent:
    """The lead and the highlights for the audience; `withheld` says the highlights that it does not get, for the author
    only.
    """

    lead: str = ""
    highlights: tuple[SummaryHighlight, ...] = ()
    withheld: tuple[str, ...] = ()


def page_one_reader(vault: Vault, order: SummaryOrder) -> partial[PageOneContent]:
    """`page_one_content` for the vault and the order, called with the other arguments for each summary."""
    return partial(page_one_content, vault, order, AudienceFilter(vault, order.audience))


def page_one_content(
    vault: Vault,
    order: SummaryOrder,
    shown: AudienceFilter,
    sources: Sequence[SummarySource],
    items: Mapping[str, SummaryItem],
    item_of: Callable[[str], str | None],
    *,
    whole: bool,
) -> PageOneContent:
    """Page one of these conferences; without `whole`, of a day or a search, only the highlights from its items.

    `items` are those of the summary by id, `item_of` gives the one that a link means, `shown` is what the audience may
    see. A talk that was chosen without words shows its takeaways.
    """
    leads: list[str] = []
    found: list[SummaryHighlight] = []
    withheld: list[str] = []
    for source in sources:
        if source.own is None:
            continue
        own = vault.note(layout.conference_path(source.folder))
        page = read_page_one(own.fields)
        reader = _Reader(vault, order, source, own, item_of, shown)
        leads += [reader.readable(page.lead)] if whole and page.lead else []
        for one in page.highlights:
            item = (item_of(one.target) or "") if one.target else ""
            item = item if item in items else ""
            if not whole and not item:
                continue
            told = reader.highlight(one, item)
            if told is None:
                withheld.append(one.text)
            elif told.text:
                found.append(told)
            elif item:
                found.append(replace(told, takeaways=items[item].takeaways))
    return PageOneContent("\n\n".join(filter(None, leads)), tuple(found), tuple(withheld))


def source_names(vault: Vault) -> LinkNames:
    """The names of the notes that highlights come from: those of the files, and aliases as far as they are indexed."""
    names = LinkNames(vault.note_paths())
    for note in outlines(vault):
        names.add_aliases(note)
    return names


class _Reader:
    """What the audience reads of one conference's page."""

    def __init__(
        self,
        vault: Vault,
        order: SummaryOrder,
        source: SummarySource,
        own: Note,
        item_of: Callable[[str], str | None],
        shown: AudienceFilter,
    ) -> None:
        self._vault, self._order, self._source, self._own = vault, order, source, own
        self._item_of, self._shown = item_of, shown
        self._authors = NoteAuthors(own_name(order), source.authors)

    @cached_property
    def _names(self) -> LinkNames:
        return source_names(self._vault)

    def highlight(self, one: ChosenHighlight, item: str) -> SummaryHighlight | None:
        """The highlight of that item, as far as the audience may read it; None if it may not."""
        said = " ".join(self.readable(one.text).split()) if one.text else ""
        return SummaryHighlight(item, (), text=said) if self.may_read(one) and bool(said) == bool(one.text) else None

    def readable(self, text: str) -> str:
        """A text of the conference's note as Markdown for the audience; "" if nothing of it is left."""
        note = self._shown.note(with_body(self._own, text))
        if note is None:
            return ""
        note = self._without_own(note)
        note = self._source.short.note(note) if self._source.short else note
        return readable_text(note, set(), self._item_of)

    def _without_own(self, note: Note) -> Note:
        withheld = self._order.withheld
        return without_own(note, withheld, self._authors.first_names(str(note.path)))[0] if withheld else note

    def may_read(self, one: ChosenHighlight) -> bool:
        """Whether the audience may read where the highlight comes from."""
        if self._order.audience is Audience.ME or one.target is None:
            return True
        path = next(iter(self._names.resolve(one.target, str(self._own.path))), None)
        if path is None:  # a talk by its key or title; a note that is gone says nothing about its lines
            return not one.of_line and self._is_told(one.target)
        try:
            note = self._vault.note(path)
        except ConfnotesError:
            return False
        visible = self._shown.note(note)
        if visible is None:
            return False
        lines = NoteLines(note.body)
        row, _ = lines.find(one)
        if row is None:
            return not one.of_line
        wanted = one.quote if row in lines.rows(one.quote) else lines.said[row]
        told = NoteLines(self._without_own(visible).body)
        # The words may be in another line, too: only the same one, without its private parts, is the source.
        return any(told.said[same] == lines.told(row) for same in told.rows(wanted))

    def _is_told(self, target: str) -> bool:
        if self._item_of(target) is not None:
            return True
        talks = self._source.program.talks()
        return any(target == layout.talk_key(self._source.folder, talk.id or "") for talk in talks)
