"""A page of notes as logical lines, and the possible role of each: heading, facts of a talk, title, or note."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import Enum
from functools import cache, partial
from itertools import pairwise, takewhile

from confnotes.importers.facts import inline
from confnotes.importers.facts.dates import find_dates, find_weekday
from confnotes.importers.facts.kinds import PREFIX, label_kind
from confnotes.importers.facts.lengths import LONGEST_LINE, LONGEST_NAME, LONGEST_TITLE
from confnotes.importers.facts.links import resource
from confnotes.importers.facts.numbered_days import NUMBERED_DAY
from confnotes.importers.notes.facts import Facts, byline, facts_of, is_people_line, read_title
from confnotes.importers.pages.entries import is_resource_label, read_entry
from confnotes.importers.pages.labels import split_label
from confnotes.markup.code import fenced_lines
from confnotes.model.program import Kind

_HEADING = re.compile(r"^ {0,3}(#{1,6})[ \t\xa0]+(.*?)[ \t]*#*[ \t]*$")
_TIGHT_HEADING = re.compile(r"^(#{1,6})(?=[ \t]*[A-ZÀ-Þ\"“¿]|(?<=##)\w)[ \t]*(\S.*?)[ \t]*#*[ \t]*$")
_RULE = re.compile(r"#{7,}\s*")  # above and below a title, more than the marks of any heading
_TOP = 5  # lines, in which a rule is about the title
_SETEXT = re.compile(r"^ {0,3}(?:={3,}|-{3,})[ \t]*$")
_OPEN_LINK = re.compile(r"^\s*(?:\*\*)?\[[^\[\]]{1,300}$")
_LINKED_ITEM = re.compile(r"^[-*+]\s+\[")
_MOST_WRAPPED = 4  # lines of an item
_FENCE = re.compile(r"^\s{0,12}(`{3,}|~{3,})")
_TIME_OR_LINK = re.compile(r"\d|://|www\.|noon|midnight|\]\(", re.IGNORECASE)
_BULLET = re.compile(r"^(?:[-*+•]|\d{1,3}[.)])\s+")
_NOTES = "notes?|notizen|mitschrift"
_WHOSE = "my|our|talk|session|personal|raw|live|detailed|key|general|meine|mes"
_NOTES_LABEL = re.compile(rf"^\W*(?:(?:{_WHOSE})\s+)?(?:{_NOTES}|notas|appunti)\W*$", re.IGNORECASE)
_WHICH = "my|our|key|main|some|open|audience|personal|final|quick|general|meine|mes|own|other|further|interesting"
_TAKEN_AWAY = r"takeaways?|take-?aways?|take-?home(?:\s+messages?)?|key\s+points|thoughts|comments?"
_IN_SHORT = r"summary|tl;?\s?dr|abstract|q\s?(?:&|and|/)\s?a|questions?(?:\s+(?:and|&)\s+answers?)?|discussion"
_OPINION = r"conclusions?|highlights?|opinion|impressions?|learnings?|lessons(?:\s+learned)?|quotes?|demo|examples?"
_OUTLINE = "general|intro(?:duction)?|outline|overview|background|motivation|agenda of the talk"
_MATERIAL = r"references?|links?|resources|further\s+reading"
_TO_LOOK_AT = r"(?:things )?to\s?-?\s?(?:dos?|look at|look up|read|try|check)"
_TO_DO = rf"follow[- ]?ups?|{_TO_LOOK_AT}|todos?|action\s+items|slides?|video|recording|ideas?"
_ABROAD = "zusammenfassung|fazit|fragen|gedanken|links?|résumé|conclusion|remarques|réflexions"
_PART_OF_NOTES = re.compile(
    rf"^\W*(?:\d+[.)]\s*)?(?:(?:{_WHICH})\s+)*"
    rf"(?:{_NOTES}|{_TAKEN_AWAY}|{_IN_SHORT}|{_OPINION}|{_OUTLINE}|{_MATERIAL}|{_TO_DO}|{_ABROAD})\W*$",
    re.IGNORECASE,
)
_HALF_DAY = "morning|afternoon|evening"
_SESSION_KIND = f"{_HALF_DAY}|poster|oral|parallel|plenary|opening|closing|invited|keynote|contributed"
_ALONE = r"(?=\W*(?:[\dIVX]+|[A-Z])?\W*$)"  # with a number at most
_SESSION = re.compile(
    rf"^(?:(?:{_SESSION_KIND})\s+)*(?:sessions?|track|sitzung|(?:block|part){_ALONE})\b(?!\s+(?:of|to|for)\b)"
    rf"|^(?:{_HALF_DAY}|vormittag|nachmittag|abend|matin|après-midi)(?:\s+sessions?)?$",
    re.IGNORECASE,
)
_ONE_TALK = re.compile(r"(?:talk|vortrag)\s+(?:[A-Z]|\d{1,2})", re.IGNORECASE)
_PART_NUMBER = re.compile(r"\W*\bpart\s+(?:\d{1,2}|[IVX]{1,4}|one|two|three)\W*$", re.IGNORECASE)
_NUMBERED = re.compile(r"^#?(?P<number>[A-Z]{0,3}-?\d{1,5})\s*[:.)–-]\s+(?P<title>\S.{2,300})$")
_QUERY = r"[?&](?:event|showEvent|talk|session|id|paper)=(?P<query>[\w-]{1,40})"
_EVENT_FOLDER = "event|events|talk|talks|session|sessions|poster|oral|spotlight|workshop|tutorial|paper|invited-talk"
_GIVEN_FOLDER = "presentation|contribution|contributions|sub|video"
_EVENT_ADDRESS = re.compile(
    rf"{_QUERY}|/(?:{_EVENT_FOLDER}|{_GIVEN_FOLDER})s?/(?P<path>\d{{1,9}})(?:[/.?#-]|$)", re.IGNORECASE
)
_TELLING = ("speaker", "author", "panelist", "time", "date", "room", "chair", "link slides", "link video")


class LineMark(Enum):
    """What begins at a line."""

    DAY = "day"
    SESSION = "session"
    TALK = "talk"
    SPEAKER = "speaker"
    ASIDE = "aside"


class LineRole(Enum):
    """The role that a logical line can have on its own evidence."""

    BLANK = "blank"
    HEADING = "heading"
    NOTES_LABEL = "notes label"
    TITLE_LINK = "title link"
    LABELLED = "labelled"
    FACTS = "facts"
    TEXT = "text"
    CODE = "code"


@dataclass(frozen=True, slots=True)
class LogicalLine:
    """A logical line: lines `first` to `last` of the file (from 1).

    `broken`: it ends in a hard line break; `indented`: it begins with four blanks or a tab.
    """

    first: int
    last: int
    text: str
    role: LineRole
    level: int = 0
    broken: bool = False
    facts: Facts | None = None
    indented: bool = False

    @property
    def bullet(self) -> bool:
        """Whether it is a list item."""
        return _BULLET.match(self.text) is not None


def event_id(url: str) -> str | None:
    """The identifier of a talk in the address of its event page."""
    match = _EVENT_ADDRESS.search(url)
    if match is None:
        return None
    found = match.group("query") or match.group("path")
    return found if found and any(character.isdigit() for character in found) else None


def with_blanks_in_headings(lines: Sequence[str]) -> list[str]:
    """The lines of a file with a blank after the `#` of those headings that lack it, which would be read as tags."""
    marked = any(map(_HEADING.match, lines))
    return [
        _TIGHT_HEADING.sub(r"\1 \2", line)
        if line.startswith("#") and not shut and (line.startswith("##") or not marked)
        else line
        for line, shut in zip(lines, fenced_lines(lines), strict=True)
    ]


def note_lines(text: str, first_line: int) -> list[LogicalLine]:
    """The logical lines of a text whose first line has the number `first_line`."""
    raw = text.split("\n")
    # `#Title` is not a heading in CommonMark, but authors without other headings mean one
    heading = _HEADING if any(map(_HEADING.match, raw)) else _TIGHT_HEADING
    out: list[LogicalLine] = []
    number, fence = 0, ""
    last_closing = cache(partial(_last_closing, raw))
    while number < len(raw):
        line = raw[number]
        here = first_line + number
        mark = _FENCE.match(line)
        if fence or mark:
            out.append(LogicalLine(here, here, line, LineRole.CODE))
            if not fence and mark:
                fence = mark.group(1) if last_closing(mark.group(1)) > number else ""
            elif mark and line.strip().strip(fence[0]) == "" and len(mark.group(1)) >= len(fence):
                fence = ""
            number += 1
            continue
        if number + 1 < len(raw) and _SETEXT.match(raw[number + 1]) and _may_be_underlined(raw, number):
            level = 1 if "=" in raw[number + 1] else 2
            role = LineRole.NOTES_LABEL if _NOTES_LABEL.match(inline.plain(line)) else LineRole.HEADING
            out.append(LogicalLine(here, here + 1, line.strip(), role, level))
            number += 2
            continue
        if _is_title_above_underlined(raw, number):
            out.append(LogicalLine(here, here, line.strip(), LineRole.HEADING, 2))
            out.append(_line(raw[number + 1].strip(), here + 1, here + 2, heading))
            number += 3
            continue
        if number < _TOP and _RULE.fullmatch(line):
            out.append(LogicalLine(here, here, "", LineRole.BLANK))
            number += 1
            continue
        extra = _link_goes_on(raw, number)
        joined = (
            line
            if not extra
            else " ".join(part.strip() for part in raw[number : number + extra + 1]).replace(" ](", "](")
        )
        out.append(_line(joined, here, here + extra, heading))
        number += extra + 1
    _raise_bold(out)
    _without_numbers(out)
    _without_session_labels(out)
    begin = next((at for at, line in enumerate(out) if line.role is not LineRole.BLANK), None)
    if begin is not None and re.fullmatch(r"#{1,6}\s*", out[begin].text):
        # an incomplete title: `#` above `## Speaker: Ada Lind`
        out[begin] = replace(out[begin], text="", role=LineRole.HEADING, level=len(out[begin].text.strip()))
    return out


def _raise_bold(lines: list[LogicalLine]) -> None:
    """Make bold lines between blank ones headings below all others, if there are several."""
    apart = [LineRole.BLANK, *(line.role for line in lines), LineRole.BLANK]
    bold = [
        at
        for at, line in enumerate(lines)
        if line.role in (LineRole.TEXT, LineRole.FACTS)
        and apart[at] is apart[at + 2] is LineRole.BLANK
        and inline.is_bold(line.text)
    ]
    named = [at for at in bold if lines[at].role is LineRole.FACTS]
    if len(named) * 2 > len(bold):  # speakers below titles; fewer of them are titles that look like names
        bold = [at for at in bold if at not in named]
    level = min(6, 1 + max((line.level for line in lines), default=0))
    for at in bold if len(bold) >= _FEWEST_BOLD else ():
        lines[at] = replace(lines[at], text=lines[at].text.strip("*_: "), role=LineRole.HEADING, level=level)


_FEWEST_BOLD = 5
_NUMBER = re.compile(r"(?:\d{1,2}|[A-Z])[.)]\s+(?=\S)")


def _without_numbers(lines: list[LogicalLine]) -> None:
    """Take the numbers from headings that count them: `1. Opening`, `2. What bees know`, or `A.`, `B.`."""
    by_level: dict[int, list[int]] = {}
    for at, line in enumerate(lines):
        if line.role is LineRole.HEADING:
            by_level.setdefault(line.level, []).append(at)
    for headings in by_level.values():
        numbered = {at: match for at in headings if (match := _NUMBER.match(lines[at].text))}
        if len({match[0] for match in numbered.values()}) > 1 and len(numbered) * 3 >= len(headings) * 2:
            for at, match in numbered.items():
                lines[at] = replace(lines[at], text=lines[at].text[match.end() :])


def _without_session_labels(lines: list[LogicalLine]) -> None:
    """Take “Session:” from headings without deeper ones below, if there are several: those are talks."""
    headings = [(at, line) for at, line in enumerate(lines) if line.role is LineRole.HEADING]
    nothing = (len(lines), LogicalLine(0, 0, "", LineRole.BLANK))
    labelled = {
        at: match["marks"] + line.text[match.end() :]
        for (at, line), (_, below) in pairwise([*headings, nothing])
        if below.level <= line.level and (match := _OF_SESSION.match(line.text)) is not None
    }
    for at, title in labelled.items() if len(labelled) >= _FEWEST_LABELLED else ():
        lines[at] = replace(lines[at], text=title)


_OF_SESSION = re.compile(r"(?P<marks>[*_]{0,2})session(?:\s*:|\s+[–—-])\s+(?=\S)", re.IGNORECASE)
_FEWEST_LABELLED = 3
_BY = re.compile(r"(?:by|von|par|por)\s+(?=\S)", re.IGNORECASE)  # no “Keynote by Ada Lind”


def _last_closing(raw: list[str], mark: str) -> int:
    """The last line that closes a fence, -1 without one: an unclosed fence hides nothing."""
    closing = (at for at in range(len(raw) - 1, -1, -1) if raw[at].strip().startswith(mark))
    return next((at for at in closing if not raw[at].strip().strip(mark[0])), -1)


def _is_title_above_underlined(raw: list[str], number: int) -> bool:
    """Whether a title, people and a rule of `-` are on three lines below a blank one."""
    three = number + 2 < len(raw) and raw[number + 2].startswith("---") and _SETEXT.match(raw[number + 2])
    if not three or not raw[number + 1].strip() or not _may_be_underlined(raw, number):
        return False
    return is_people_line(raw[number + 1])


def _may_be_underlined(raw: list[str], number: int) -> bool:
    line = raw[number]
    lonely = number == 0 or not raw[number - 1].strip()
    return (
        lonely
        and 1 < len(inline.plain(line)) <= LONGEST_TITLE
        and not line.startswith(("    ", "\t", "|", "#", ">", "- ", "* "))
    )


def _link_goes_on(raw: list[str], number: int) -> int:
    """The number of lines below that continue one: until its link is closed; an item with a link until its end."""
    if _LINKED_ITEM.match(raw[number]):
        return sum(1 for _ in takewhile(lambda each: each[:1].isalnum(), raw[number + 1 : number + _MOST_WRAPPED]))
    if not _OPEN_LINK.match(raw[number]):
        return 0
    for extra in (1, 2):
        if number + extra >= len(raw) or not raw[number + extra].strip():
            return 0
        if "](" in raw[number + extra]:
            return extra
    return 0


def _line(text: str, first: int, last: int, mark: re.Pattern[str]) -> LogicalLine:
    if not text.strip():
        return LogicalLine(first, last, "", LineRole.BLANK)
    broken = text.rstrip().endswith("\\") or text.endswith("  ")
    heading = mark.match(text)
    if heading:
        content = heading.group(2)
        if not content:
            return LogicalLine(first, last, text, LineRole.TEXT)
        if (told := _told_by_heading(content)) is not None:
            return LogicalLine(first, last, content, told[0], facts=told[1])
        role = LineRole.NOTES_LABEL if _NOTES_LABEL.match(inline.plain(content)) else LineRole.HEADING
        return LogicalLine(first, last, content, role, len(heading.group(1)))
    indented = text.startswith(("    ", "\t"))
    stripped = text.strip().removesuffix("\\").strip()
    if indented or len(stripped) > LONGEST_LINE or stripped.startswith(("|", "$$", "![")):
        return LogicalLine(first, last, stripped, LineRole.TEXT, broken=broken, indented=indented)
    quoted = stripped.startswith(">")
    role, facts = _role(stripped.lstrip("> "))
    if quoted and role is not LineRole.FACTS:
        return LogicalLine(first, last, stripped, LineRole.TEXT, broken=broken)
    return LogicalLine(first, last, stripped, role, broken=broken, facts=facts)


def _told_by_heading(text: str) -> tuple[LineRole, Facts | None] | None:
    """A heading with facts of a talk: `## Speaker: Ada Lind`, `## By Ada Lind`, `## [@ada](…)`, `## [Slides](…)`."""
    label = split_label(text)
    if label is not None and label[0] == "speaker" and label[1] and label_kind(text) is None:
        return LineRole.LABELLED, None
    if _BY.match(text) and byline(text):
        return LineRole.TEXT, None
    anchor = inline.sole_anchor(text)
    linked = anchor is not None and anchor.url and (anchor.label.startswith("@") or is_resource_label(anchor.label))
    return (
        (LineRole.FACTS, Facts(resources=[] if anchor.label.startswith("@") else [resource(anchor.url, None)]))
        if linked and anchor
        else None
    )


def _role(text: str) -> tuple[LineRole, Facts | None]:
    if _NOTES_LABEL.match(text) and (text.rstrip("*_ ").endswith((":", "：")) or inline.is_bold(text)):
        return LineRole.NOTES_LABEL, None
    bullet = text[:2] in ("- ", "* ", "+ ")
    anchor = inline.sole_anchor(text.lstrip("-*+ ") if bullet else text)
    if anchor is not None and anchor.url and not is_resource_label(anchor.label):
        return LineRole.TITLE_LINK, None
    label = split_label(text)
    if label is not None and label[1]:
        return LineRole.LABELLED, None
    if bullet and not _TIME_OR_LINK.search(text):
        return LineRole.TEXT, None
    facts = facts_of(text)
    if facts is None or (bullet and not facts.resources and not facts.times):
        return LineRole.TEXT, None
    return LineRole.FACTS, facts


def tells_of_talk(line: LogicalLine) -> bool:
    """Whether a labelled line has a fact about the talk: speaker, time, room, slides."""
    found = split_label(line.text) if line.role is LineRole.LABELLED else None
    return found is not None and found[0] in _TELLING


def tells_when_or_where(line: LogicalLine) -> bool:
    """Whether a labelled line has a time, a date or a room, as a conference has them, too."""
    found = split_label(line.text) if line.role is LineRole.LABELLED else None
    return found is not None and found[0] in ("time", "date", "room")


def numbered_title(text: str) -> tuple[str, str] | None:
    """`802: Title` as number and title."""
    match = _NUMBERED.match(inline.plain(text))
    return (match.group("number"), match.group("title")) if match else None


def names_session(text: str) -> bool:
    """Whether a heading names a kind of session: Orals, Posters, Session 3, Track A, Morning."""
    visible = inline.plain(text)
    if len(visible) > LONGEST_NAME:  # a name of a session is short; a long rule of dashes would take quadratic time
        return False
    unnumbered = _PART_NUMBER.sub("", visible)
    if label_kind(unnumbered) is not None and not PREFIX.match(unnumbered) and not _ONE_TALK.fullmatch(visible):
        return True
    return _SESSION.match(visible) is not None


def names_one_keynote(text: str) -> bool:
    """Whether a heading is “Keynote”, perhaps with its time: above notes, a talk whose title nobody wrote down."""
    title = inline.plain(read_title(text)[0])
    return label_kind(title) is Kind.KEYNOTE and not title.lower().endswith("s")


def opens_session(text: str) -> bool:
    """Whether a heading names a kind of session, perhaps with its time."""
    title, facts = read_title(text)
    return names_session(text) or (facts.times is not None and names_session(title))


def is_part_of_notes(text: str) -> bool:
    """Whether a heading names a part of notes: Summary, Takeaways, Q&A, Links."""
    return _PART_OF_NOTES.match(inline.plain(text)) is not None


def is_day(text: str) -> bool:
    """Whether a heading begins a day: a date, a weekday or “Day 2”, with at most a name."""
    visible = inline.plain(text)
    if len(visible) > LONGEST_TITLE:
        return False
    dates = find_dates(visible)
    rest = visible
    for found in reversed(dates):
        rest = rest[: found.begin] + " " + rest[found.stop :]
    if dates:
        title, facts = read_title(text)
        if facts.times is not None and not names_session(title):
            return False
        return len(rest.split()) <= 8
    weekday = find_weekday(visible)
    kind = label_kind(visible.split()[-1]) if weekday is not None else None
    if weekday is not None and kind is None and len(visible.split()) <= 2 and visible.split()[0].strip(",.:").isalpha():
        return True
    return NUMBERED_DAY.match(visible) is not None and len(visible.split()) <= 5


_POSTER = re.compile(r"^(?P<code>[A-Z]{1,3}-?\d{1,4})(?:\s*[:.)]|\s+[–—-])\s+(?P<rest>\S.{5,300})$")


def poster_of(text: str) -> tuple[str, str] | None:
    """The code of a poster and the text after it; None if the line does not begin with a code."""
    match = _POSTER.match(text)
    return (match.group("code"), match.group("rest")) if match else None


def posters(texts: Sequence[str]) -> set[int]:
    """The lines that are posters: at least two with a code, a title and people; a single one may be any note."""
    coded = {number: said[1] for number, text in enumerate(texts) if (said := poster_of(text)) is not None}
    if len(coded) < 2:
        return set()
    found = {number for number, rest in coded.items() if (entry := read_entry(rest)).title and entry.speakers}
    return found if len(found) > 1 else set()
