"""Themes: what several talks of a summary share, and the lines that support them.

A theme is a tag, or a nested one (`area/topic`) if several talks have it. Talks without one of these are grouped
by track, by session, or by a term of their titles and notes. A theme has two talks or more, and at most half of all.
The conference note may list themes instead, each a tag or a name with several tags:

    themes:
      - learning
      - "Energy and scores: generative/energy, generative/score"
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import field

from confnotes.markup import tags, tasks
from confnotes.markup.code import blank_code
from confnotes.markup.footnotes import Footnotes
from confnotes.markup.frontmatter import texts_in
from confnotes.markup.names import fold
from confnotes.markup.nested_lines import words_of
from confnotes.markup.note_blocks import line_and_anchor
from confnotes.model.content import FULL, SummaryContent
from confnotes.model.fast_dataclass import fast_dataclass
from confnotes.model.summary import SummaryHighlight, SummaryItem, SummaryPoint, SummaryTheme
from confnotes.report.best_lines import best_lines
from confnotes.report.theme_terms import has_term, shared_terms
from confnotes.report.theme_titles import in_title_case, title_of_tag
from confnotes.report.told_lines import compared, said_in

MOST_THEMES = 8
FEWEST_POINTS, MOST_POINTS = 2, 3
FEWEST_ITEMS = 2
_HALF = 0.5
_MOST_READ = 12
"""Items of a theme in which lines are looked for, best first."""

_FEWEST_WORDS = 4
"""A shorter line with a tag is a label, and comes after claims and takeaways."""

_MOST_LINES = 3
"""Lines of a talk that are tried where nobody marked one."""

_WORDS = re.compile(r"[^\W\d_]+")
_NO_SUBJECT = frozenset(
    _WORDS.findall("""
afternoon block break closing conference contributed day demo demos discussion evening featured general hall invited
keynote keynotes lightning lunch main morning opening oral orals panel panels paper papers plenary poster posters
presentation presentations program room selected session sessions short special spotlight spotlights talk talks track
tutorial tutorials welcome workshop workshops
""")
)
"""Words of titles of tracks and sessions that name no subject."""

_LEAST = 3.0
"""The least score of a line that nobody marked: a theme says something, or is none."""

_NO_POINT = re.compile(r"[ \t>]*(?:\||#{1,6}[ \t]|```|~~~|\$\$|!\[|\[\^?[^\]]+\]:|[-*_=]{3,}[ \t]*\Z)|[^\w]*\Z")


@fast_dataclass(frozen=True, slots=True)
class ChosenTheme:
    """A theme from the conference note, and its tags."""

    name: str
    tags: tuple[str, ...]


@fast_dataclass(frozen=True, slots=True)
class FoundTheme:
    """A theme before its lines are chosen: a tag of its items, or a term that they share, or a track or session."""

    title: str
    items: tuple[SummaryItem, ...]
    tags: tuple[str, ...] = ()
    term: str = ""


@fast_dataclass(frozen=True, slots=True)
class ThemeGroups:
    """The themes, and those of items by id: all, and the main one."""

    found: tuple[FoundTheme, ...] = ()
    all: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    main: Mapping[str, str] = field(default_factory=dict)

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


def group_by_theme(
    items: Iterable[SummaryItem],
    chosen: Sequence[ChosenTheme] = (),
    sessions: Mapping[str, str] | None = None,
    titles: Iterable[str] = (),
) -> ThemeGroups:
    """The themes of all items; an item's main theme is the first chosen one, else the most shared.

    `sessions` are titles by item id, `titles` those of the whole program. An item in no theme has those of its tags.
    """
    items = [item for item in items if not item.leads]
    noted = [item for item in items if item.noted]
    found = _of_chosen(noted, chosen) if chosen else _found(noted, sessions or {}, titles)
    if chosen:
        of = {item.id: _chosen_for(item, chosen) for item in items}
        main = {item: names[0] for item, names in of.items() if names}
        return ThemeGroups(tuple(found), of, main)
    titles_of: dict[str, list[str]] = {}
    for theme in found:
        for item in theme.items:
            titles_of.setdefault(item.id, []).append(theme.title)
    of = {item.id: _names_of(item, titles_of.get(item.id, ())) for item in items}
    shared = Counter(fold(name) for names in of.values() for name in names)
    main = {
        item: min(names, key=lambda name: (-shared[fold(name)], name.casefold())) for item, names in of.items() if names
    }
    return ThemeGroups(tuple(found), of, main)


def _names_of(item: SummaryItem, themes: Iterable[str]) -> tuple[str, ...]:
    """The titles of an item's themes, then of its tags."""
    names = (*themes, *(title_of_tag(tag.partition("/")[0]) for tag in item.tags))
    return tuple({fold(name): name for name in reversed(names)}.values())[::-1]


def _chosen_for(item: SummaryItem, chosen: Iterable[ChosenTheme]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(theme.name for theme in chosen if _has_tag(item, theme.tags)))


def _has_tag(item: SummaryItem, wanted: Iterable[str]) -> bool:
    own = [f"{tag.casefold()}/" for tag in item.tags]
    return any(tag.startswith(f"{name.casefold()}/") for name in wanted for tag in own)


def _of_chosen(noted: Sequence[SummaryItem], chosen: Iterable[ChosenTheme]) -> list[FoundTheme]:
    """The author's themes, most shared first."""
    found = [
        FoundTheme(theme.name, tuple(item for item in noted if _has_tag(item, theme.tags)), theme.tags)
        for theme in chosen
    ]
    return sorted((one for one in found if len(one.items) >= FEWEST_ITEMS), key=_place)[:MOST_THEMES]


def _place(theme: FoundTheme) -> tuple[int, int]:
    return -len(theme.items), -sum(item.rating or 0 for item in theme.items)


def _found(noted: Sequence[SummaryItem], sessions: Mapping[str, str], titles: Iterable[str]) -> list[FoundTheme]:
    """Themes by tag, then by track, session and term, as long as they have talks that no theme before has."""
    most = int(len(noted) * _HALF)
    if most < FEWEST_ITEMS:
        return []
    found = sorted(_by_tag(noted, most), key=_place)[:MOST_THEMES]
    by_track = sorted(_by_name(noted, lambda item: item.track), key=_place)
    by_session = sorted(_by_name(noted, lambda item: sessions.get(item.id)), key=_place)
    for source in (by_track, by_session, _by_term(noted, titles)):
        if len(found) == MOST_THEMES:
            break  # before terms are looked for
        for theme in source:
            covered = {item.id for one in found for item in one.items}
            fresh = sum(item.id not in covered for item in theme.items)
            is_new = fresh >= FEWEST_ITEMS and 2 * fresh >= len(theme.items)
            if is_new and len(theme.items) <= most:
                found.append(theme)
            if len(found) == MOST_THEMES:
                break
    return sorted(found, key=_place)


def _by_tag(noted: Sequence[SummaryItem], most: int) -> Iterator[FoundTheme]:
    """Nested tags first; the tag above them has what they leave."""
    names: dict[str, str] = {}
    members: dict[str, dict[str, SummaryItem]] = {}
    for item in noted:
        for tag in item.tags:
            parts = tag.split("/")
            for depth in range(1, len(parts) + 1):
                name = "/".join(parts[:depth])
                names.setdefault(name.casefold(), name)
                members.setdefault(name.casefold(), {})[item.id] = item
    told: dict[str, set[str]] = {}
    for name in sorted(members, key=lambda name: -name.count("/")):
        below = told.setdefault(name, set())
        left = tuple(item for item in members[name].values() if item.id not in below)
        if FEWEST_ITEMS <= len(left) <= most:
            yield FoundTheme(title_of_tag(names[name]), left, (names[name],))
            below.update(item.id for item in left)
        told.setdefault(name.rpartition("/")[0], set()).update(below)


def _by_name(noted: Iterable[SummaryItem], name_of: Callable[[SummaryItem], str | None]) -> Iterator[FoundTheme]:
    names: dict[str, str] = {}
    members: dict[str, list[SummaryItem]] = {}
    for item in noted:
        if (name := name_of(item)) and not _NO_SUBJECT.issuperset(_WORDS.findall(name.casefold())):
            names.setdefault(fold(name), name)
            members.setdefault(fold(name), []).append(item)
    for key, those in members.items():
        if len(those) >= FEWEST_ITEMS:
            yield FoundTheme(in_title_case(names[key]), tuple(those))


def _by_term(noted: Sequence[SummaryItem], titles: Iterable[str]) -> Iterator[FoundTheme]:
    for term in shared_terms(noted, titles):
        yield FoundTheme(in_title_case(term.name), term.items, term=term.key)


def themes(
    groups: ThemeGroups, highlights: Iterable[SummaryHighlight], contents: Collection[SummaryContent] = FULL
) -> tuple[SummaryTheme, ...]:
    """The themes with two or three lines each; none that another theme tells, or the highlights if the summary has
    them. A theme that the author did not name needs two lines, about its term if it has one.
    """
    said = set(said_in(highlights)) if SummaryContent.HIGHLIGHTS in contents else set()
    found = []
    for group in groups.found:
        points = _points(group, said)
        about = [one for one in points if _is_about(one, group)]
        if group.tags or len(about) >= FEWEST_POINTS:
            said.update(compared(one.text) for one in points)
            found.append(SummaryTheme(group.title, tuple(item.id for item in group.items), points))
    # One term alone, which nobody named, says what the conference is about.
    is_lone_term = len(found) == 1 and any(one.term and one.title == found[0].title for one in groups.found)
    return () if is_lone_term else tuple(found)


def _is_about(point: SummaryPoint, theme: FoundTheme) -> bool:
    """Whether a line is about the theme: one word in its talk's title is too little."""
    titles = (item.title for item in theme.items if item.id == point.item and " " in theme.term)
    return not theme.term or has_term("\n".join((point.text, *titles)), theme.term)


def _points(theme: FoundTheme, said: Collection[str]) -> tuple[SummaryPoint, ...]:
    """A line of each of the best items, in the order of items; none that is `said` already."""
    best = sorted(theme.items, key=lambda item: (-(item.rating or 0), not (item.claim or item.takeaways)))
    told = set(said)
    found: dict[str, SummaryPoint] = {}
    for item in best[:_MOST_READ]:
        point = next(
            (one for one in _candidates(theme, item) if (words := compared(one.text)) and words not in told), None
        )
        if point is not None:
            told.add(compared(point.text))
            found[item.id] = point
        if len(found) == MOST_POINTS:
            break
    return tuple(found[item.id] for item in theme.items if item.id in found)


def _candidates(theme: FoundTheme, item: SummaryItem) -> Iterator[SummaryPoint]:
    """An item's lines that could support the theme, best first; questions where there are no others."""
    wanted = tuple(f"{name.casefold()}/" for name in theme.tags)
    tagged = list(_tagged_lines(wanted, item)) if wanted else []
    claims = [SummaryPoint(note.claim, item.id, item.id) for note in item.notes if note.claim]
    takeaways = [SummaryPoint(one.text, item.id, one.id) for one in item.takeaways]
    tagged.sort(key=lambda point: not _is_sentence(point))
    marked = [*tagged, *takeaways, *claims] if tagged and _is_sentence(tagged[0]) else [*takeaways, *claims, *tagged]
    found = marked or list(_unmarked_lines(item))
    if theme.term:
        about = [one for one in found if has_term(one.text, theme.term)]
        found = about or (found if has_term(item.title, theme.term) else [])
    yield from found if marked else found[:_MOST_LINES]
    if not any(note.text or note.view for note in item.notes):
        yield from (SummaryPoint(_asked(one.text), item.id, one.id) for one in item.questions[:1])


def _unmarked_lines(item: SummaryItem) -> Iterator[SummaryPoint]:
    yield from (SummaryPoint(line.told, item.id, item.id) for line in best_lines(item) if line.score >= _LEAST)


def _is_sentence(point: SummaryPoint) -> bool:
    return len(point.text.split()) >= _FEWEST_WORDS


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
