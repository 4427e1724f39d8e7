"""The lead paragraph and the highlights that an author wrote for page one, as far as the audience may read them.

They are in the front matter of the conference's note (`markup/page_one.py`). A highlight goes only where its source
goes: what comes from a private line or note, from a talk that is not shared, from an opinion or a task, or from a line
that was deleted since, stays with its author.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, partial
from pathlib import PurePosixPath

from confnotes.catalogue.audience.audience_filter import AudienceFilter
from confnotes.catalogue.audience.for_audience import with_body
from confnotes.catalogue.searching.find import outlines
from confnotes.errors import ConfnotesError
from confnotes.markup.link_names import LinkNames
from confnotes.markup.markdown_text import escape_text
from confnotes.markup.page_one import ChosenHighlight, may_quote, read_page_one
from confnotes.model.note import Note
from confnotes.model.summary import Audience, SummaryHighlight, SummaryItem, SummaryOrder
from confnotes.report.other_vaults import OtherVault
from confnotes.report.own_parts import without_own
from confnotes.report.readable_text import readable_text
from confnotes.report.sources import SummarySource
from confnotes.vault import layout
from confnotes.vault.vault import Vault


@dataclass(frozen=True, slots=True)
class PageOneContent:
    """The lead and the highlights for the audience; `withheld` says the highlights that it does not get, for the author
    only. `of_colleagues` are the highlights that the owners of other vaults chose, with their names.
    """

    lead: str = ""
    highlights: tuple[SummaryHighlight, ...] = ()
    of_colleagues: tuple[SummaryHighlight, ...] = ()
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
    item_at: Mapping[str, str],
    *,
    whole: bool,
) -> PageOneContent:
    """Page one of these conferences; without `whole`, of a day or a search, only the highlights from its items.

    `items` are those of the summary by id, `item_of` gives the one that a link means, `item_at` the one of a note's
    path, `shown` is what the audience may see. A talk that was chosen without words shows its takeaways.
    """
    leads: list[str] = []
    found: list[SummaryHighlight] = []
    theirs: list[SummaryHighlight] = []
    withheld: list[str] = []
    for source in sources:
        for other, note in source.colleagues:
            reader = _Reader(
                other.vault, order, source, other.vault.note(str(note.path)), item_of, other.shown, other, shown
            )
            theirs += reader.of_colleague(other, items, item_at, whole=whole)
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
    return PageOneContent("\n\n".join(filter(None, leads)), tuple(found), tuple(theirs), tuple(withheld))


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
        other: OtherVault | None = None,
        mine: AudienceFilter | None = None,
    ) -> None:
        self._other, self._mine = other, mine
        self._vault, self._order, self._source, self._own = vault, order, source, own
        self._item_of, self._shown = item_of, shown

    @cached_property
    def _names(self) -> LinkNames:
        return source_names(self._vault)

    def highlight(self, one: ChosenHighlight, item: str) -> SummaryHighlight | None:
        """The highlight of that item, as far as the audience may read it; None if it may not."""
        said = " ".join(self.readable(one.text).split()) if one.text else ""
        return SummaryHighlight(item, (), text=said) if self.may_read(one) and bool(said) == bool(one.text) else None

    def of_colleague(
        self, other: OtherVault, items: Mapping[str, SummaryItem], item_at: Mapping[str, str], *, whole: bool
    ) -> Iterator[SummaryHighlight]:
        """What the owner of another vault chose, with the name: of items here; of a `whole` summary, or of none."""
        for one in read_page_one(self._own.fields).highlights:
            path = self._path_of(one.target) if one.target else None
            item = item_at.get(str(other.path(PurePosixPath(path)))) if path else None
            told = self.highlight(one, item or "") if item or (whole and not one.target) else None
            if told is not None and told.text:
                yield replace(told, text=f"{told.text} — {escape_text(other.name)}")
            elif told is not None and item:
                yield replace(told, takeaways=items[item].takeaways)

    def _path_of(self, target: str) -> str | None:
        return next(iter(self._names.resolve(target, str(self._own.path))), None)

    def readable(self, text: str) -> str:
        """A text of the conference's note as Markdown for the audience; "" if nothing of it is left."""
        note = self._shown.note(with_body(self._own, text))
        if note is None:
            return ""
        note = self._without_own(note)
        note = self._mine.concealed(note) if self._mine else note
        note = self._source.short.note(note) if self._source.short else note
        return readable_text(note, set(), self._item_of)

    def _without_own(self, note: Note) -> Note:
        withheld = self._order.withheld
        path = self._other.path(note.path) if self._other else note.path
        author = self._source.authors.get(str(path), self._source.author) or ""
        return without_own(note, withheld, author.split()[:1])[0] if withheld else note

    def may_read(self, one: ChosenHighlight) -> bool:
        """Whether the audience may read where the highlight comes from."""
        if one.target is None or (self._order.audience is Audience.ME and self._other is None):
            return True
        path = self._path_of(one.target)
        if path is None:  # a talk by its key or title; a note that is gone says nothing about its lines
            return not one.of_line and self._is_told(one.target)
        try:
            note = self._vault.note(path)
        except ConfnotesError:
            return False
        visible = self._shown.note(note)
        return visible is not None and may_quote(one, note.body, self._without_own(visible).body)

    def _is_told(self, target: str) -> bool:
        if self._item_of(target) is not None:
            return True
        talks = self._source.program.talks()
        return any(target == layout.talk_key(self._source.folder, talk.id or "") for talk in talks)
