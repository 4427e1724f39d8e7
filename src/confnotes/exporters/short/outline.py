"""The short parts of a summary as blocks: what matters, what to do, and a line of each talk.

Writers get the pieces of `model.document` that every mail program and chat can show: headings, paragraphs and lists of
text, emphasis, code, and links to addresses. Formulas are text, links within the summary their words.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from confnotes.exporters.note_tree import NoteReader
from confnotes.exporters.render_options import RenderOptions
from confnotes.exporters.section_order import SectionOrder, whom
from confnotes.exporters.wording import short_title
from confnotes.markup.canonical import is_allowed
from confnotes.markup.math.plain import math_text
from confnotes.markup.plain import plain_text
from confnotes.markup.safe import safe_text
from confnotes.model.document import (
    Block,
    Blocks,
    CodeSpan,
    Formula,
    HeadingBlock,
    Inline,
    Line,
    LineBreak,
    LinkedText,
    ListBlock,
    ListItem,
    Paragraph,
    PhotoShown,
    Style,
    Styled,
    TagName,
)
from confnotes.model.program import OF_A_TALK, Resource, ResourceKind
from confnotes.model.summary import Summary, SummaryAction, SummaryHighlight, SummaryItem, SummaryPoint

_MOST_ACTIONS = 7
"""Of a kind; a message with more of them is not read."""
_MOST_TITLES = 7
"""Of the talks of a group of people."""
_MOST_LINKS = 3
_LINKED = frozenset(OF_A_TALK) - {ResourceKind.EVENT_PAGE}
"""What a reader may want of a talk that they did not attend, one of each kind."""


@dataclass(frozen=True, slots=True)
class ShortSummary:
    """`facts` say when, where and by whom, `lead` is the author's paragraph. `entries` are one per highlight; `digest`
    is a line of each other talk, `team` who saw what. `more` says how many talks of the digest are left out.
    """

    title: str
    facts: tuple[str, ...]
    lead: tuple[Line, ...]
    highlights: str
    entries: tuple[ListItem, ...]
    actions: Blocks
    digest_title: str
    digest: tuple[ListItem, ...]
    team: Blocks
    more: Callable[[int], str]
    nothing: str

    def blocks(self, most: int | None = None) -> Blocks:
        """Everything below the title, with the first `most` lines of the digest."""
        made: list[Block] = [Paragraph((fact,)) for fact in self.facts]
        made += [Paragraph(line) for line in self.lead]
        if self.entries:
            made += [HeadingBlock(1, (self.highlights,)), ListBlock(self.entries)]
        made += self.actions
        digest = self.digest[:most]
        if left := len(self.digest) - len(digest):
            digest += (_item((self.more(left),)),)
        if digest:
            made += [HeadingBlock(1, (self.digest_title,)), ListBlock(digest)]
        made += self.team
        if len(made) == len(self.facts):
            made.append(Paragraph((self.nothing,)))
        return tuple(made)

    def fitted(self, write: Callable[[Blocks], str], most: int, size: Callable[[str], int] = len) -> str:
        """The longest text of at most `most` that `write` makes with as much of the digest as fits."""
        text = write(self.blocks())
        low, high = 0, len(self.digest)
        if size(text) <= most:
            return text
        text = write(self.blocks(0))
        while high - low > 1:
            middle = (low + high) // 2
            tried = write(self.blocks(middle))
            if size(tried) <= most:
                low, text = middle, tried
            else:
                high = middle
        return text


def short_summary(summary: Summary, setting: RenderOptions) -> ShortSummary:
    """The short parts of a summary in the language of the setting."""
    return _Outline(summary, setting).short()


def lines_for(summary: Summary) -> Callable[[str], Line]:
    """Reads a line of a note of the summary in the pieces that chats have."""
    reader = NoteReader({tag.name.lower() for tag in summary.tags}, summary.line_ids())
    return lambda text: tuple(_simple(reader.line(text)))


class _Outline:
    def __init__(self, summary: Summary, setting: RenderOptions) -> None:
        self._summary, self._words = summary, setting.words
        self.line = lines_for(summary)

    def short(self) -> ShortSummary:
        summary, words = self._summary, self._words
        facts = [" · ".join(words.conference_facts(summary, one)) for one in summary.conferences]
        facts += [words.authors(summary), " · ".join(words.coverage(summary))]
        told = {one.item for one in summary.highlights}
        rest = [point for point in summary.digest if point.item not in told]
        return ShortSummary(
            safe_text(words.title(summary), lines=False),
            tuple(safe_text(fact, lines=False) for fact in facts if fact),
            tuple(self.line(text) for text in summary.lead.split("\n\n") if text.strip()),
            words.highlights(summary),
            tuple(map(self._highlight, summary.highlights)),
            tuple(self._actions()),
            words.terms.digest,
            tuple(map(self._digest, rest)),
            tuple(self._team()),
            lambda number: words.counted(number, words.terms.more),
            words.terms.nothing,
        )

    def _highlight(self, highlight: SummaryHighlight) -> ListItem:
        item = self._summary.by_id.get(highlight.item)
        if item is None:
            return _item(self.line(highlight.text))
        said = [highlight.text] if highlight.text else [one.text for one in highlight.takeaways]
        said = said or [text for text in [item.claim] if text]
        return _item((*self._titled(item), *self._links(item)), [self.line(text) for text in said])

    def _titled(self, item: SummaryItem) -> Line:
        """Title, speakers and rating of an item."""
        by = safe_text(self._words.authors_words(item), lines=False)
        mark = self._words.mark(item)[0]
        facts = f"{f' — {by}' if by else ''}{f' {mark}' if mark else ''}"
        return (Styled(Style.STRONG, (safe_text(item.title, lines=False),)), *([facts] if facts else []))

    def _links(self, item: SummaryItem) -> Iterator[Inline]:
        found: dict[ResourceKind, Resource] = {}
        for link in item.links:
            if link.resource.kind in _LINKED and is_allowed(link.resource.url):
                found.setdefault(link.resource.kind, link.resource)
        for resource in list(found.values())[:_MOST_LINKS]:
            yield " · "
            yield LinkedText(resource.url, (safe_text(self._words.link_words(resource), lines=False),))

    def _digest(self, point: SummaryPoint) -> ListItem:
        item = self._summary.by_id[point.item]
        return _item((*self._titled(item), ": ", *self.line(SectionOrder.row(point)), *self._links(item)))

    def _team(self) -> Iterator[Block]:
        """Who saw what: the talks of each group of people, and how those rated that differ."""
        items = []
        for theme in self._summary.team:
            said = {point.item: f" ({plain_text(point.text)})" for point in theme.points}
            titles = [f"{short_title(self._summary.by_id[one].title)}{said.get(one, '')}" for one in theme.items]
            shown = [safe_text(title, lines=False) for title in titles[:_MOST_TITLES]]
            if left := len(titles) - len(shown):
                shown.append(self._words.counted(left, self._words.terms.more))
            group = Styled(Style.STRONG, (f"{safe_text(theme.title, lines=False)}:",))
            items.append(_item((group, f" {self._words.listed(shown)}")))
        if items:
            yield HeadingBlock(1, (self._words.terms.team,))
            yield ListBlock(tuple(items))

    def _actions(self) -> Iterator[Block]:
        for group in SectionOrder(self._summary, self._words).actions():
            items = [_item(self._action(one)) for one in group.actions[:_MOST_ACTIONS]]
            if left := len(group.actions) - len(items):
                items.append(_item((self._words.counted(left, self._words.terms.more),)))
            yield HeadingBlock(1, (group.title,))
            yield ListBlock(tuple(items))

    def _action(self, action: SummaryAction) -> Line:
        person = whom(action)
        made: list[Inline] = [Styled(Style.STRONG, (f"{safe_text(person, lines=False)}: ",))] if person else []
        made += self.line(action.text)
        paper = next((one for one in self._summary.references if one.number == action.reference), None)
        if paper is not None and is_allowed(paper.resource.url) and paper.resource.url not in action.text:
            made += [" · ", LinkedText(paper.resource.url, (self._words.link_words(paper.resource),))]
        return tuple(made)


def _simple(line: Iterable[Inline]) -> Iterator[Inline]:
    for piece in line:
        match piece:
            case str() | CodeSpan() | LineBreak():
                yield piece
            case LinkedText() if piece.target.startswith("#"):
                yield from _simple(piece.inside)
            case LinkedText():
                yield replace(piece, inside=tuple(_simple(piece.inside)))
            case Styled():
                yield replace(piece, inside=tuple(_simple(piece.inside)))
            case Formula():
                yield math_text(piece.tex) or piece.tex
            case TagName():
                yield f"#{piece.name}"
            case PhotoShown():
                yield piece.words


def _item(line: Line, below: Iterable[Line] = ()) -> ListItem:
    inner = tuple(ListItem((Paragraph(one, tight=True),)) for one in below)
    return ListItem((Paragraph(line, tight=True), *([ListBlock(inner)] if inner else [])))
