"""The words that summaries are made of: dates, times, names of things. English; all of it stands here."""

from __future__ import annotations

from datetime import date, datetime

from confnotes.markup.canonical import parts
from confnotes.model.note import Question
from confnotes.model.program import Conference, Kind, Resource, ResourceKind
from confnotes.model.summary import (
    Audience,
    Grouping,
    Summary,
    SummaryItem,
    SummaryPart,
    SummaryPerson,
    SummaryReference,
    SummarySession,
)

ItemQuestion = tuple[SummaryItem, Question]

# Not from strftime: the same bytes in every locale.
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_LINK_WORDS = {
    ResourceKind.PAPER: "Paper",
    ResourceKind.SLIDES: "Slides",
    ResourceKind.VIDEO: "Video",
    ResourceKind.POSTER: "Poster",
    ResourceKind.CODE: "Code",
    ResourceKind.EVENT_PAGE: "Event page",
    ResourceKind.REGISTRATION: "Registration",
    ResourceKind.CALENDAR: "Calendar",
    ResourceKind.FORM: "Form",
    ResourceKind.VIRTUAL_VENUE: "Virtual venue",
    ResourceKind.EMAIL: "Email",
}
_PLAIN_KINDS = frozenset({Kind.TALK, Kind.OTHER})
_LONGEST_LINK_TITLE = 48
_LONGEST_SHORT_TITLE = 64
_MOST_AUTHORS = 3

CONTENTS = "Contents"
OVERVIEW = "Overview"
HIGHLIGHTS = "Highlights"
TAKEAWAYS = "Takeaways"
QUESTIONS = "Open questions"
ANSWERS = "Questions and answers"
LOOKING_BACK = "Looking back"
TASKS = "Tasks"
PEOPLE = "People"
TAGS = "Tags"
REFERENCES = "References"
LATER = "▷ to watch later"
WITHOUT_NOTES = "In the program, without notes"
SEE_ALSO = "See also"
NOTHING = "There is nothing to tell yet: no talk has notes, a star or a visit."
MADE_WITH = "Made with confnotes."


def day_words(day: date) -> str:
    """`Tuesday, 10 December 2019`."""
    return f"{_WEEKDAYS[day.weekday()]}, {day.day} {_MONTHS[day.month - 1]} {day.year}"


def short_day(day: date) -> str:
    """`Tue 10 Dec`."""
    return f"{_WEEKDAYS[day.weekday()][:3]} {day.day} {_MONTHS[day.month - 1][:3]}"


def days_words(first: date | None, last: date | None) -> str:
    """`8–14 December 2019`, with as little repeated as the two days allow; empty when neither is known."""
    if first is None or last is None or first == last:
        known = first or last
        return f"{known.day} {_MONTHS[known.month - 1]} {known.year}" if known else ""
    end = f"{last.day} {_MONTHS[last.month - 1]} {last.year}"
    if first.year != last.year:
        return f"{first.day} {_MONTHS[first.month - 1]} {first.year} – {end}"
    if first.month != last.month:
        return f"{first.day} {_MONTHS[first.month - 1]} – {end}"
    return f"{first.day}–{end}"


def hours(start: datetime | None, end: datetime | None) -> str:
    """`10:05–10:20`, `10:05`, or empty."""
    if start is None:
        return ""
    if end is None or end <= start:
        return f"{start:%H:%M}"
    return f"{start:%H:%M}–{end:%H:%M}"


def title(summary: Summary) -> str:
    """`NeurIPS 2019`, `NeurIPS 2019, 10 December 2019`, or `Notes on “energy based”`."""
    if summary.query is not None:
        return f"Notes on “{summary.title}”"
    return f"{summary.title}, {days_words(summary.day, summary.day)}" if summary.day else summary.title


def conference_facts(summary: Summary, conference: Conference) -> list[str]:
    """Dates (of a whole conference), venue and the larger conference, as far as they are known."""
    days = "" if summary.day else days_words(conference.start_date, conference.end_date)
    facts = [days, conference.venue or ""]
    if conference.part_of:
        facts.append(f"part of {conference.part_of}")
    return [fact for fact in facts if fact]


def numbers(summary: Summary) -> list[tuple[int, str]]:
    """What the summary holds, in figures: (3, " open questions"); what there is none of is left out."""
    items = list(summary.items())
    noted = [item for item in items if item.noted and item.is_talk]
    listed = sum(1 for item in items if item.is_talk and not item.noted)
    free = sum(1 for item in items if item.noted and not item.is_talk)
    tasks = [task for item in items for task in item.tasks]
    still_open = sum(1 for task in tasks if not task.done)
    done = f" ({len(tasks) - still_open} done)" if len(tasks) > still_open else ""
    asked = sum(question.answer is None for item in items for question in item.questions)
    of_all = f" of {summary.talks}" if summary.query is None and summary.talks > len(noted) else ""
    found = [
        (len(noted), f"{of_all} {'talk' if len(noted) == 1 and not of_all else 'talks'} with notes"),
        (listed, f"{' further' if noted else ''} {'talk' if listed == 1 else 'talks'}"),
        (free, " other note" if free == 1 else " other notes"),
        (asked, " open question" if asked == 1 else " open questions"),
        (still_open, f" open {'task' if still_open == 1 else 'tasks'}{done}"),
        (len(summary.people), " person" if len(summary.people) == 1 else " people"),
        (len(summary.references), " reference" if len(summary.references) == 1 else " references"),
    ]
    return [(number, words) for number, words in found if number]


def questions(summary: Summary) -> tuple[list[ItemQuestion], list[ItemQuestion]]:
    """The questions that were answered and those that are open, each with its item."""
    found = [(item, question) for item in summary.items() for question in item.questions]
    return [one for one in found if one[1].answer is not None], [one for one in found if one[1].answer is None]


def eyebrow(summary: Summary) -> str:
    """The line over the title: what this is."""
    if summary.query is not None:
        return "Notes found by a search"
    if not summary.noted():
        return "Program"
    what = "A day’s notes" if summary.day else "Conference notes"
    return what if summary.audience is not Audience.ME else f"{what}, private copy"


def part_title(summary: Summary, part: SummaryPart) -> str:
    """The heading of a day, track or theme."""
    if part.title:
        title = part.title
    elif part.day:
        title = day_words(part.day)
    elif not any(item.is_talk for item in part.items()):
        title = "More notes"
    elif len(summary.parts) == 1:
        title = "Talks"
    else:
        title = {Grouping.DAY: "Without a date", Grouping.TRACK: "Without a track", Grouping.THEME: "Other talks"}[
            summary.by
        ]
    return f"{part.conference} · {title}" if part.conference else title


def session_title(session: SummarySession) -> str | None:
    """The heading of a session; None where it would only repeat its one talk."""
    if session.title is None or (len(session.items) == 1 and session.items[0].title == session.title):
        return None
    return session.title


def session_facts(session: SummarySession) -> list[str]:
    """Hours and room of a session."""
    return [fact for fact in (hours(session.start, session.end), session.room or "") if fact]


def item_facts(summary: Summary, item: SummaryItem, session: SummarySession, *, hours_again: bool = False) -> list[str]:
    """When, where and what a talk was, leaving out what the session's heading says already."""
    headed = session_title(session) is not None
    facts = []
    if item.day and (summary.by is not Grouping.DAY):
        facts.append(short_day(item.day))
    when = hours(item.start, item.end)
    if hours_again or not (headed and len(session.items) == 1 and when == hours(session.start, session.end)):
        facts.append(when)
    if item.room and not (headed and item.room == session.room):
        facts.append(item.room)
    if item.is_talk and item.kind not in _PLAIN_KINDS and not (headed and item.kind == session.kind):
        facts.append(item.kind.value)
    if item.cancelled:
        facts.append("cancelled")
    said = f"{session.title or ''} {item.room or ''}".casefold()
    if item.track and summary.by is not Grouping.TRACK and item.track.casefold() not in said:
        facts.append(item.track)
    return [fact for fact in facts if fact]


def short_title(title: str) -> str:
    """A title for the lists that link to it, cut after a word where it is long."""
    if len(title) <= _LONGEST_SHORT_TITLE:
        return title
    cut = title[:_LONGEST_SHORT_TITLE]
    return f"{cut[: cut.rfind(' ')] if ' ' in cut[20:] else cut}".rstrip(" ,;:–—-") + "…"


def stars(rating: int) -> str:
    """`★★★★☆` for 4."""
    return "★" * rating + "☆" * (5 - rating)


def roles_words(person: SummaryPerson) -> str:
    """`keynote, organizer`."""
    return ", ".join(role.value for role in person.roles)


def link_words(resource: Resource) -> str:
    """What a link is called at a talk: its own short title where that says the kind, else the kind."""
    word = _LINK_WORDS.get(resource.kind)
    title = (resource.title or "").strip()
    if word is None:
        return title or host(resource.url) or "Link"
    if title and len(title) <= _LONGEST_LINK_TITLE and word.split()[0].lower() in title.lower():
        return title[0].upper() + title[1:]
    return word


def reference_words(summary: Summary, reference: SummaryReference) -> str:
    """What a reference is called: its own title, else the talk it belongs to and its kind; a paper's authors first."""
    resource = reference.resource
    word = _LINK_WORDS.get(resource.kind, "web page").lower()
    own = (resource.title or "").strip()
    if len(own.split()) > 3:
        return own
    item = summary.by_id[reference.items[0]] if reference.items else None
    if item is None:
        return own or word
    kind = own.lower() if own and word in own.lower() else word
    authors = f"{authors_words(item)}: " if resource.kind is ResourceKind.PAPER and item.speakers else ""
    if resource.kind is ResourceKind.OTHER and own:
        return f"{own}, in {item.title}"
    return f"{authors}{item.title} ({kind})"


def authors_words(item: SummaryItem) -> str:
    """The first authors of a talk, `et al.` after three."""
    names = [speaker.name for speaker in item.speakers[:_MOST_AUTHORS]]
    return ", ".join(names) + (" et al." if len(item.speakers) > _MOST_AUTHORS else "")


def shown_address(url: str) -> str:
    """An address without what every address begins with."""
    return url.removeprefix("https://").removeprefix("http://").removeprefix("www.").rstrip("/")


def host(url: str) -> str:
    """`arxiv.org`, from an address."""
    return parts(url)[1]
