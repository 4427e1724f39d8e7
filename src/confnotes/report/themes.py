"""Themes: tags that several items of a summary share, and the lines that support them.

A theme is a tag, or the top level of nested tags (`area/topic`). The conference note may list themes instead, each a
tag or a name with several tags:

    themes:
      - learning
      - "Energy and scores: generative/energy, generative/score"
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from confnotes.markup import tags, tasks
from confnotes.markup.code import blank_code
from confnotes.markup.footnotes import Footnotes
from confnotes.markup.frontmatter import texts_in
from confnotes.markup.names import fold
from confnotes.markup.nested_lines import words_of
from confnotes.markup.note_blocks import line_and_anchor
from confnotes.markup.plain import plain_text
from confnotes.model.summary import SummaryItem, SummaryPoint, SummaryTheme

MOST_THEMES = 8
MOST_POINTS = 8
FEWEST_ITEMS = 2
_POINTS_OF_AN_ITEM = 2
_FEW = 5
_NEARLY_ALL = 0.8
"""With `_FEW` items or more, a tag on a larger share of them is not a theme."""

_NO_POINT = re.compile(r"[ \t>]*(?:\||#{1,6}[ \t]|```|~~~|\$\$|!\[|\[\^?[^\]]+\]:|[-*_=]{3,}[ \t]*\Z)|[^\w]*\Z")


@dataclass(frozen=True, slots=True)
class ChosenTheme:
    """A theme from the conference note, and its tags."""

    name: str
    tags: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ThemeGroups:
    """The themes of items by id: all themes, and the main one; `chosen` ones have tags."""

    all: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    main: Mapping[str, str] = field(default_factory=dict)
    chosen: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def of(self, item: str) -> tuple[str, ...]:
        """Every theme of an item."""
        return self.all.get(item, ())


def chosen_themes(fields: Mapping[str, object]) -> tuple[ChosenTheme, ...]:
    """The themes in the front matter of a conference note."""
    found = []
    for line in texts_in(fields, "themes"):
        name, colon, wanted = line.partition(":")
        names = tuple(filter(None, (tags.clean(tag) for tag in (wanted if colon else name).split(","))))
        if name.strip() and names:
            found.append(ChosenTheme(name.strip().lstrip("#"), names))
    return tuple(found)


def group_by_theme(items: Iterable[SummaryItem], chosen: Sequence[ChosenTheme] = ()) -> ThemeGroups:
    """The themes of all items; an item's main theme is the first chosen one, else the most shared."""
    items = list(items)
    names: dict[str, str] = {}
    of: dict[str, tuple[str, ...]] = {}
    for item in items:
        given = _chosen_for(item, chosen) if chosen else (tag.partition("/")[0] for tag in item.tags)
        found = dict.fromkeys(names.setdefault(name.casefold(), name) for name in given)
        if found:
            of[item.id] = tuple(found)
    shared = Counter(name for found in of.values() for name in found)
    main = {
        item: found[0] if chosen else min(found, key=lambda name: (-shared[name], name.casefold()))
        for item, found in of.items()
    }
    return ThemeGroups(of, main, {one.name: one.tags for one in chosen})


def _chosen_for(item: SummaryItem, chosen: Iterable[ChosenTheme]) -> Iterator[str]:
    own = [f"{tag.casefold()}/" for tag in item.tags]
    for theme in chosen:
        if any(tag.startswith(f"{wanted.casefold()}/") for wanted in theme.tags for tag in own):
            yield theme.name


def themes(items: Iterable[SummaryItem], groups: ThemeGroups) -> tuple[SummaryTheme, ...]:
    """Themes of at least two items with notes, most shared first, with supporting lines."""
    noted = [item for item in items if item.noted]
    members: dict[str, list[SummaryItem]] = {}
    for item in noted:
        for name in groups.of(item.id):
            members.setdefault(name, []).append(item)
    found = []
    for name, those in members.items():
        telling = len(noted) < _FEW or len(those) < _NEARLY_ALL * len(noted) or name in groups.chosen
        if len(those) >= FEWEST_ITEMS and telling:
            found.append((name, those))
    found.sort(key=lambda theme: (-len(theme[1]), -sum(item.rating or 0 for item in theme[1])))
    return tuple(
        SummaryTheme(name, tuple(item.id for item in those), _points(groups.chosen.get(name, (name,)), those))
        for name, those in found[:MOST_THEMES]
    )


def _points(names: Sequence[str], items: Sequence[SummaryItem]) -> tuple[SummaryPoint, ...]:
    """The lines that support a theme: one per item, then a second one, up to a limit; in the order of items.

    Better items contribute first.
    """
    others = [item.id for item in items]
    wanted_tags = tuple(f"{name.casefold()}/" for name in names)
    wanted = sorted(range(len(items)), key=lambda at: -(items[at].rating or 0))
    first: dict[tuple[int, int], SummaryPoint] = {}
    further: dict[tuple[int, int], SummaryPoint] = {}
    for at in wanted:
        for turn, point in enumerate(_some(_candidates(wanted_tags, items[at], others))):
            (further if turn else first)[at, turn] = point
        if len(first) == MOST_POINTS:
            break
    chosen = dict([*first.items(), *further.items()][:MOST_POINTS])
    return tuple(chosen[place] for place in sorted(chosen))


def _some(points: Iterable[SummaryPoint]) -> Iterator[SummaryPoint]:
    """The first few distinct points."""
    said: set[str] = set()
    for point in points:
        words = fold(plain_text(point.text))
        if words and words not in said:
            said.add(words)
            yield point
        if len(said) == _POINTS_OF_AN_ITEM:
            return


def _candidates(wanted: tuple[str, ...], item: SummaryItem, others: Collection[str]) -> Iterator[SummaryPoint]:
    """An item's lines that could support a theme with these tags, best first.

    Without a distinctive line, one that links to `others` of the theme, else the first line, else the first question.
    """
    found = False
    for point in _tagged_lines(wanted, item):
        found = True
        yield point
    for takeaway in item.takeaways:
        found = True
        yield SummaryPoint(takeaway.text, item.id, takeaway.id)
    if item.claim:
        found = True
        yield SummaryPoint(item.claim, item.id, item.id)
    if not found:
        telling = [words for note in item.notes for words in _telling(note.text or note.view)]
        telling.sort(key=lambda words: not any(f"](#{other})" in words for other in others))
        yield from (SummaryPoint(words, item.id, item.id) for words in telling[:1])
        if not telling:
            yield from (SummaryPoint(_asked(one.text), item.id, one.id) for one in item.questions[:1])


def _telling(text: str) -> Iterator[str]:
    """The lines of a text that make sense on their own."""
    footnotes = Footnotes(text)
    return (footnotes.inlined(words) for line in text.split("\n") if (words := _words(line)) is not None)


def _asked(text: str) -> str:
    """A question as a line without its marker."""
    return text if text.endswith((*"?？؟)]", ".")) else f"{text}?"


def _tagged_lines(wanted: tuple[str, ...], item: SummaryItem) -> Iterator[SummaryPoint]:
    takeaways = {one.id for one in item.takeaways}
    for note in item.notes:
        for text in (note.text, note.view):
            folded = text.casefold() if "#" in text else ""
            lines = text.split("\n") if any(f"#{tag[:-1]}" in folded for tag in wanted) else []
            for row, line in enumerate(lines):
                if "#" not in line or not _is_tagged(line, wanted):
                    continue
                words, anchor = _words(line), line_and_anchor(line)[1]
                if words is not None and _is_tagged(blank_code(text).split("\n")[row], wanted):
                    words = Footnotes(text).inlined(words)
                    yield SummaryPoint(words, item.id, anchor if anchor and anchor in takeaways else item.id)


def _is_tagged(line: str, wanted: tuple[str, ...]) -> bool:
    return any(f"{name.casefold()}/".startswith(wanted) for _, _, name in tags.find(line))


def _words(line: str) -> str | None:
    """A line of a note on its own; None for headings, tables, tasks and lines that make no sense alone."""
    bare = line_and_anchor(line)[0]
    if _NO_POINT.match(bare) or tasks.find(bare):
        return None
    return tags.without_outer(words_of(bare).removesuffix("\\")) or None
