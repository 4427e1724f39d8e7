"""A summary's facts in words: dates, times, counts, names."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, time

from confnotes.exporters.languages.catalog import ENGLISH, Catalog, Counted
from confnotes.markup.canonical import parts
from confnotes.markup.markdown_text import escape_text
from confnotes.markup.names import fold
from confnotes.markup.paper_ids import without_label
from confnotes.model.mark import FLAGS, Mark
from confnotes.model.program import Conference, Kind, Resource, ResourceKind
from confnotes.model.summary import (
    Audience,
    Grouping,
    Summary,
    SummaryHighlight,
    SummaryItem,
    SummaryPart,
    SummaryPerson,
    SummaryQuestion,
    SummaryReference,
    SummarySession,
    SummaryTheme,
    SummaryTrack,
    Why,
    belongs_to,
)

_PLAIN_KINDS = frozenset({Kind.TALK, Kind.OTHER})
_LONGEST_LINK_TITLE = 48
_LONGEST_SHORT_TITLE = 64
_POINTING = frozenset(
    [
        *("here", "link", "this", "this link", "click here", "see here", "this one", "this page", "website", "hier"),
        *("dieser link", "ici", "lien", "ce lien", "cliquez ici", "aqui", "enlace", "este enlace", "haz clic aqui"),
    ]
)
"""Labels of links that say nothing without the sentence that they are in."""

_MOST_AUTHORS = 3


class Wording:
    """The words of one language; `terms` are those without parameters."""

    def __init__(self, terms: Catalog = ENGLISH) -> None:
        self.terms = terms

    def day_words(self, day: date) -> str:
        """`Tuesday, 10 December 2019`."""
        terms = self.terms
        weekday, month = terms.weekdays[day.weekday()], terms.months[day.month - 1]
        return terms.day.format(weekday=weekday, day=self._number(day), month=month, year=day.year)

    def short_day(self, day: date) -> str:
        """`Tue 10 Dec`."""
        terms = self.terms
        weekday, month = terms.short_weekdays[day.weekday()], terms.short_months[day.month - 1]
        return terms.short_day.format(weekday=weekday, day=self._number(day), month=month, year=day.year)

    def days_words(self, first: date | None, last: date | None) -> str:
        """`8–14 December 2019`, without repeating month or year; empty if neither day is known."""
        first, last = first or last, last or first
        if first is None or last is None:
            return ""
        if first == last:
            pattern = self.terms.one_day
        elif first.year != last.year:
            pattern = self.terms.days
        else:
            pattern = self.terms.days_of_year if first.month != last.month else self.terms.days_of_month
        months = self.terms.months
        return pattern.format(
            first_day=self._number(first),
            first_month=months[first.month - 1],
            first_year=first.year,
            last_day=self._number(last),
            last_month=months[last.month - 1],
            last_year=last.year,
        )

    def _number(self, day: date) -> str:
        return str(day.day) if day.day > 1 else self.terms.first_day

    def counted(self, number: int, counted: Counted) -> str:
        """`1 talk`, `3 talks`."""
        is_one = number == 1 or (number == 0 and self.terms.none_is_one)
        return counted[not is_one].format(number)

    def listed(self, words: Iterable[str]) -> str:
        """`one, another, a third`."""
        return self.terms.comma.join(words)

    def title(self, summary: Summary) -> str:
        """`NeurIPS 2019`, `NeurIPS 2019, 10 December 2019`, or `Notes on “energy based”`."""
        if summary.query is not None:
            return self.terms.found_for.format(query=summary.title)
        return self.listed(
            [summary.title, self.days_words(summary.day, summary.day)] if summary.day else [summary.title]
        )

    def eyebrow(self, summary: Summary) -> str:
        """The label above the title: what this is."""
        terms = self.terms
        if summary.query is not None:
            return terms.search_notes
        if not summary.noted():
            return terms.program
        what = terms.day_notes if summary.day else terms.review if len(summary.conferences) > 1 else ""
        what = what or terms.conference_notes
        return what if summary.audience is not Audience.ME else self.listed([what, terms.private_copy])

    def conference_name(self, summary: Summary, conference: Conference) -> str:
        """The conference's name, unless the title already says which conference it is; else ""."""
        is_said = len(summary.conferences) == 1 and conference.name == summary.title
        return "" if is_said else conference.name or ""

    def track_name(self, summary: Summary, track: SummaryTrack) -> str:
        """`NLP`, or `ICML 2019 · NLP` if there are several conferences."""
        return f"{track.conference} · {track.name}" if track.conference and len(summary.conferences) > 1 else track.name

    def conference_facts(self, summary: Summary, conference: Conference) -> list[str]:
        """Dates (of a whole conference), venue and parent conference, as far as known."""
        days = "" if summary.day else self.days_words(conference.start_date, conference.end_date)
        facts = [days, conference.venue or ""]
        if conference.part_of:
            facts.append(self.terms.part_of.format(conference=conference.part_of))
        return [fact for fact in facts if fact]

    def authors(self, summary: Summary) -> str:
        """`Notes by Ada Lindqvist`, empty without authors."""
        return self.terms.by_author.format(authors=self.listed(summary.authors)) if summary.authors else ""

    def coverage(self, summary: Summary) -> list[str]:
        """The coverage as phrases: `23 of 240 talks`, `41 posters`, `9 missed`."""
        terms, seen = self.terms, summary.coverage
        found = [
            (seen.talks, terms.talks),
            (seen.posters, terms.poster_count),
            (seen.missed, terms.missed_count),
            (seen.later, terms.later_count),
        ]
        return [self.counted(number, counted) for number, counted in found if number]

    def part_title(self, summary: Summary, part: SummaryPart) -> str:
        """The heading of a day, track, theme or person."""
        if part.title:
            title = part.title
        elif part.day:
            title = self.day_words(part.day)
        elif not any(item.is_talk for item in part.items()):
            title = self.terms.more_notes
        elif len(summary.parts) == 1:
            title = self.terms.all_talks
        else:
            title = self.terms.without[summary.by]
        return f"{part.conference} · {title}" if part.conference else title

    def item_facts(
        self, summary: Summary, item: SummaryItem, session: SummarySession | None, *, hours_again: bool = False
    ) -> list[str]:
        """Time, place and kind of a talk, except what the session's heading already says.

        `session` is None for a talk in a list.
        """
        title = session.title if session else None
        heading = session if session and session_title(session) is not None else SummarySession()
        day_is_told = item.day == summary.day or (session is not None and summary.by is Grouping.DAY)
        when = hours(item.start, item.end)
        hours_are_told = len(heading.items) == 1 and when == hours(heading.start, heading.end) and not hours_again
        kind_is_told = not item.is_talk or item.kind in (*_PLAIN_KINDS, heading.kind)
        said = f"{title or ''} {item.room or ''}".casefold()
        facts = (
            (self.short_day(item.day) if item.day else "", day_is_told),
            (when, hours_are_told),
            (item.room, item.room == heading.room),
            (self.terms.kinds.get(item.kind), kind_is_told),
            (self.terms.cancelled, not item.cancelled),
            (item.track, summary.by is Grouping.TRACK or (item.track or "").casefold() in said),
        )
        return [fact for fact, is_told in facts if fact and not is_told]

    def highlights(self, summary: Summary) -> str:
        """The heading of the highlights; it says once if they are a draft, or some of them."""
        drafted = [Why.DRAFT in one.why for one in summary.highlights]
        if not any(drafted):
            return self.terms.highlights
        return self.terms.draft_highlights if all(drafted) else self.terms.partly_drafted

    def why(self, summary: Summary, highlight: SummaryHighlight) -> str:
        """`rated 5 of 5, keynote`: the reasons that say something to others than the author."""
        item = summary.by_id.get(highlight.item)
        said = {
            Why.RATING: self.terms.rated.format(rating=item.rating) if item and item.rating else "",
            Why.KEYNOTE: self.terms.kinds[Kind.KEYNOTE],
        }
        return self.listed(filter(None, (said.get(why) for why in highlight.why)))

    def view(self, author: str | None) -> str:
        """`My view`, or `Ada’s view` with several authors."""
        return self.terms.view_of.format(author=author) if author else self.terms.view

    def questions(self, asked: Iterable[SummaryQuestion]) -> str:
        """`Questions and answers`, or `Open questions` without an answer."""
        return self.terms.questions if any(one.answer is not None for one in asked) else self.terms.to_ask

    def roles(self, person: SummaryPerson) -> str:
        """`keynote, organizer`."""
        return self.listed(self.terms.roles[role] for role in person.roles)

    def link_words(self, resource: Resource) -> str:
        """A link's text at a talk: its own short title if that says the kind, else the kind."""
        word = self.terms.links.get(resource.kind)
        title = _own_title(resource)
        if word is None:
            return title or host(resource.url) or self.terms.link
        if title and len(title) <= _LONGEST_LINK_TITLE and word.split()[0].lower() in title.lower():
            return title[0].upper() + title[1:] if _is_common(title) else title
        return word

    def reference_words(self, summary: Summary, reference: SummaryReference) -> str:
        """A reference's text: its title, else its talk and kind; authors for papers.

        A resource that is only mentioned does not belong to the talk.
        """
        resource = reference.resource
        word = self.terms.links.get(resource.kind, self.terms.web_page)
        own = _own_title(resource)
        if len(own.split()) > 3:
            return own
        item = summary.by_id[reference.items[0]] if reference.items else None
        if item is None:
            return own or word
        if not belongs_to(reference, item):
            called = own or word[0].upper() + word[1:]
            return self.listed([called, self.terms.mentioned_in.format(title=short_title(item.title))])
        kind = own if own and word.lower() in own.lower() else word
        authors = f"{self.authors_words(item)}: " if resource.kind is ResourceKind.PAPER and item.speakers else ""
        if resource.kind is ResourceKind.OTHER and own:
            return self.listed([own, item.title])
        title = without_label(item.title) if resource.kind is ResourceKind.PAPER else item.title
        keeps_case = self.terms.capital_nouns or not _is_common(kind)
        return f"{authors}{title} ({kind if keeps_case else kind[0].lower() + kind[1:]})"

    def reference_sentence(self, summary: Summary, reference: SummaryReference) -> str:
        """A reference's text with a full stop, unless its last title ends with one or is cut."""
        words = self.reference_words(summary, reference)
        return words if words.endswith((".", "…", "?", "!")) else f"{words}."

    def mark(self, item: SummaryItem) -> tuple[str, str]:
        """Its rating as stars and in words: `★★★★☆`, `rated 4 of 5`; both empty without a rating."""
        if item.rating:
            return stars(item.rating), self.terms.rated.format(rating=item.rating)
        return (Mark.STAR.sign, self.terms.marks[Mark.STAR]) if item.starred else ("", "")

    def marks(self, item: SummaryItem) -> list[str]:
        """Its rating, and whether it is marked as watch later, for a line of facts."""
        best = stars(item.rating) if item.rating else " ".join(filter(None, self.mark(item)))
        return [*filter(None, [best]), *self.other_marks(item)]

    def other_marks(self, item: SummaryItem) -> list[str]:
        """Its marks except the star, in words."""
        words = self.terms.marks
        return [words[mark] for mark in FLAGS if mark in item.marks and mark in words and mark is not Mark.STAR]

    def authors_words(self, item: SummaryItem) -> str:
        """The first authors of a talk, with `et al.` after three."""
        names = [speaker.name for speaker in item.speakers[:_MOST_AUTHORS]]
        return self.listed(names) + (f" {self.terms.and_others}" if len(item.speakers) > _MOST_AUTHORS else "")


def in_language(summary: Summary, terms: Catalog) -> Summary:
    """The summary with confnotes' own titles and lead in that language."""
    if summary.subjects and not summary.lead:
        names = [f"{escape_text(one.name)} ({len(one.items)})" for one in summary.subjects]
        listed = terms.last_of_list.format(most=terms.comma.join(names[:-1]), last=names[-1])
        summary = replace(summary, lead=terms.subjects.format(subjects=listed))
    if terms.code == ENGLISH.code:
        return summary

    def titled(item: SummaryItem) -> SummaryItem:
        if item.leads and item.title == ENGLISH.looking_back:
            return replace(item, title=terms.looking_back)
        return replace(item, title=terms.untitled) if item.title == ENGLISH.untitled else item

    def part_titled(part: SummaryPart) -> SummaryPart:
        sessions = (replace(one, items=tuple(map(titled, one.items))) for one in part.sessions)
        return replace(part, sessions=tuple(sessions))

    def group_titled(group: SummaryTheme) -> SummaryTheme:
        return replace(group, title=terms.different_ratings) if group.title == ENGLISH.different_ratings else group

    return replace(
        summary,
        parts=tuple(map(part_titled, summary.parts)),
        others=tuple(map(titled, summary.others)),
        team=tuple(map(group_titled, summary.team)),
    )


def hours(start: datetime | time | None, end: datetime | time | None) -> str:
    """`10:05–10:20`, `10:05`, or empty."""
    if start is None:
        return ""
    if isinstance(start, datetime):
        ends_later = isinstance(end, datetime) and end > start
    else:
        ends_later = isinstance(end, time) and end > start
    return f"{start:%H:%M}–{end:%H:%M}" if ends_later else f"{start:%H:%M}"


def session_title(session: SummarySession) -> str | None:
    """The heading of a session; None if it would repeat a talk's title."""
    if session.title is None:  # such as the one of all talks without a session, which may be thousands
        return None
    return None if any(item.title == session.title for item in session.items) else session.title


def session_facts(session: SummarySession) -> list[str]:
    """Time and room of a session."""
    return [fact for fact in (hours(session.start, session.end), session.room or "") if fact]


def short_title(title: str) -> str:
    """A title for lists, cut after a word if it is long."""
    if len(title) <= _LONGEST_SHORT_TITLE:
        return title
    cut = title[:_LONGEST_SHORT_TITLE]
    return f"{cut[: cut.rfind(' ')] if ' ' in cut[20:] else cut}".rstrip(" ,;:–—-") + "…"


def stars(rating: int) -> str:
    """`★★★★☆` for 4."""
    return "★" * rating + "☆" * (5 - rating)


def short_address(url: str) -> str:
    """An address without its scheme and the like."""
    return url.removeprefix("https://").removeprefix("http://").removeprefix("www.").rstrip("/")


def _own_title(resource: Resource) -> str:
    title = (resource.title or "").strip()
    return "" if fold(title) in _POINTING else title


def _is_common(words: str) -> bool:
    """Whether text begins with a word that may lose or get a capital: `Slides`, not `OCaml-TLS`, `T5` or `iOS`."""
    return words.partition(" ")[0][1:].islower()


def host(url: str) -> str:
    """`arxiv.org`, from an address."""
    return parts(url)[1]
