"""Single lines of a timetable: the position of their time, whether speakers come first, and their labels."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from enum import Enum
from itertools import pairwise, takewhile

from confnotes.importers.facts import inline
from confnotes.importers.facts.dates import find_dates
from confnotes.importers.facts.kinds import item_kind, label_kind
from confnotes.importers.facts.lengths import LONGEST_LINE, LONGEST_TITLE
from confnotes.importers.facts.names import is_likely_name
from confnotes.importers.facts.people import is_placeholder, read_people, read_person
from confnotes.importers.facts.words import is_prose
from confnotes.importers.facts.zones import find_zone
from confnotes.importers.pages.blocks import Block, BlockKind
from confnotes.importers.pages.builder import TalkDraft
from confnotes.importers.pages.entries import ProgramEntry, read_entry, read_layout
from confnotes.importers.pages.line_readings import SURELY_PEOPLE, people_score
from confnotes.importers.pages.schedule_days import AFTER_TIME, states_day, times_alone
from confnotes.importers.pages.sections import Topic, classify
from confnotes.importers.pages.title_and_people import title_and_people
from confnotes.markup.clock_times import TimeRange, leading_time, minutes
from confnotes.model.program import Role, Speaker

_CHANGED = r"created|last\s+(?:edited|updated|modified|change)|updated|edited|modified|posted"
_OF_THE_PAGE = re.compile(rf"\W*(?:page\s+)?(?:{_CHANGED})\b", re.IGNORECASE)
_ZONE_FIRST = re.compile(r"[ \t]*[(\[]?((?:UTC|GMT)(?:[+-]\d{1,2}(?::?\d\d)?)?|[A-Z]{2,4}T)\b[)\]]?")
_AFTER_DATE = " \t:,)|–—-"
_FEWEST_ZONES = 3  # lines with the same zone
SENTENCE = 6  # words


def lists_by_date(blocks: list[Block], *, with_people: bool = False) -> bool:
    """Whether lines begin with a date and continue with an item, more often than lines begin with a time.

    `with_people`: half of them must name somebody, as in a calendar of talks and unlike a list of news.
    """
    dated = timed = named = 0
    for block in blocks[:600]:
        if begins_with_time(block):  # also a row of a table below a day
            timed += 1
            continue
        if block.kind in (BlockKind.ROW, BlockKind.INCLUDE, BlockKind.BLANK):
            continue
        text = inline.plain(strip_emphasis(block.text[:300]))
        dates = find_dates(text[:60])
        rest = text[dates[0].stop :] if dates else ""
        if dates and not text[: dates[0].begin].strip(AFTER_TIME) and len(rest.strip(AFTER_TIME)) > 2:
            dated += not is_day_label(rest)
            rest = after_date(block.text, rest).lstrip(AFTER_TIME + "(")
            times = leading_time(rest)
            named += with_people and bool(read_entry(rest[times.stop if times else 0 :].lstrip(AFTER_TIME)).speakers)
    return dated >= 2 and dated > timed and (not with_people or named * 2 >= dated)


def is_calendar(blocks: list[Block]) -> bool:
    """Whether rows or lines of talks begin with their dates, or labelled lines of talks are below dates."""
    rows = sum(block.kind is BlockKind.ROW and begins_with_date(block) for block in blocks[:600])
    return rows >= 3 or lists_by_date(blocks, with_people=True) or labelled_below_dates(blocks)


def labelled_below_dates(blocks: list[Block]) -> bool:
    """Whether labelled lines of talks are below lines with dates: `March 3`, then `Speaker: Ada Lind`."""
    lines = [block for block in blocks[:600] if block.kind is not BlockKind.BLANK]
    return sum(opens_talk(line.text) and begins_with_date(date) for date, line in pairwise(lines)) >= 3


def opens_talk(text: str) -> bool:
    """Whether a line is the labelled title or speaker of a talk: `Speaker: X`."""
    from confnotes.importers.pages.labels import split_label

    return (split_label(text) or ("", ""))[0] in ("title", "speaker")


def begins_with_date(block: Block) -> bool:
    """Whether a line or row begins with a date."""
    text = inline.plain(strip_emphasis((block.cells[0] if block.cells else block.text)[:300]))
    dates = find_dates(text[:60])
    return bool(dates) and not text[: dates[0].begin].strip(AFTER_TIME)


def begins_with_time(block: Block) -> bool:
    """Whether a line begins with a time, or a row has a cell that does."""
    if leading_time(inline.plain(strip_emphasis((block.cells[0] if block.cells else block.text)[:200]))) is not None:
        return True
    return any(times_alone(cell) is not None for cell in block.cells[1:])


def are_cards(blocks: list[Block]) -> bool:
    """Whether most headings below a separate time are titles of talks: more text, or the next separate time, follows.

    A label may be between the time and the heading. A session's heading is followed by timed talks.
    """
    lines = [block for block in blocks if block.kind not in (BlockKind.BLANK, BlockKind.INCLUDE)]
    titles = sessions = 0
    for number, block in enumerate(lines):
        if block.kind is not BlockKind.HEADING or times_alone(block.text) is not None:
            continue
        above = [each.text for each in lines[max(0, number - 2) : number] if each.kind is not BlockKind.HEADING]
        if not above or all(times_alone(text) is None for text in above):
            continue
        below = lines[number + 1] if number + 1 < len(lines) else None
        talks = below is not None and begins_with_time(below) and times_alone(below.text) is None
        sessions += talks or (below is not None and below.kind is BlockKind.ROW)
        titles += not talks
    return titles >= _ENOUGH_CARDS and titles > 2 * sessions


_ENOUGH_CARDS = 3
_FEWEST_TIMED = 3


def after_date(text: str, rest: str) -> str:
    """A line with its markup after the date at its start; `rest` is the visible text there."""
    first = re.match(r"\W*(\w+)", rest)
    at = text.rfind(first.group(1)) if first and text.count(first.group(1)) == 1 else -1
    if first is None or at < 0:
        return rest
    marks = re.search(r"[\[*_“\"(«]*$", text[:at])
    behind = rejoin_emphasis(text[marks.start() if marks else at :])
    return behind.lstrip(" \t:.,;|–—-~").rstrip() if behind.strip("*_ ") else rest


def said_in(blocks: list[Block]) -> Iterator[str]:
    """The texts of a timetable's lines without times and dates; after a separate time, that of the next line."""
    behind = False
    for block in blocks[:600]:
        if block.kind not in _LINES or len(block.text.partition("\n")[0]) > LONGEST_LINE:
            continue
        text = strip_emphasis(block.text[:2000])
        times, dates = leading_time(text), find_dates(text[:60])
        dated = bool(dates) and not text[: dates[0].begin].strip(AFTER_TIME)
        if times is not None or dated:
            text = rejoin_emphasis(text[times.stop if times else dates[0].stop :]).lstrip(" \t:.,;|)–—-~\n\\").rstrip()
        elif block.kind is not BlockKind.ITEM and not block.level and not behind:
            continue
        behind = not text
        if text:
            yield title_and_labels(text)[0]


_LINES = (BlockKind.ITEM, BlockKind.TEXT, BlockKind.HEADING)


def apart(blocks: list[Block]) -> set[int]:
    """The lines of items under headings without times, in a timetable whose other headings have them: what to bring."""
    groups: list[list[Block]] = [[]]
    for block in blocks:
        groups += [[]] if block.kind is BlockKind.HEADING else []
        groups[-1].append(block)
    timed = [sum(map(begins_with_time, group)) for group in groups]
    untimed = (group for group, times in zip(groups, timed, strict=True) if not times and sum(timed) >= 5)
    return {block.line for group in untimed for block in group if block.kind is BlockKind.ITEM}


def zone_apart(text: str) -> tuple[str, str]:
    """The zone that a text begins with, empty if none, and the text behind it."""
    zone = _ZONE_FIRST.match(text)
    return (zone[1], text[zone.end() :]) if zone and find_zone(zone[1]) else ("", text)


def zone_behind_hours(blocks: list[Block]) -> str:
    """The zone that most timed lines state after their time, `9:00 CET Opening`; empty if they do not."""
    stated: Counter[str] = Counter()
    for block in blocks[:600]:
        text = strip_emphasis(block.text)
        times = leading_time(text)
        if times is not None:
            stated[zone_apart(text[times.stop :])[0]] += 1
    zone_name, count = stated.most_common(1)[0] if stated else ("", 0)
    return zone_name if count >= _FEWEST_ZONES else ""


def dated_talks(blocks: list[Block]) -> set[int]:
    """The lines of headings with a date and people, `2031-05-20: Ada Lind (KTH)`: talks, if there are several."""
    headings = [block for block in blocks if block.kind is BlockKind.HEADING]
    named = set()
    for block in headings:
        rest = beside_date(block.text)
        if rest and (people := read_people(rest)) and is_likely_name(people[0].name):
            named.add(block.line)
    return named if len(named) >= 2 and len(named) * 2 >= len(headings) else set()


def beside_date(text: str) -> str:
    """The text of a heading before or after its date, without its weekday and hour; empty without a date."""
    visible = inline.plain(text)
    dates = find_dates(visible)
    if not dates:
        return ""
    behind = visible[dates[0].stop :].lstrip(_AFTER_DATE)
    times = leading_time(behind)
    rest = behind[times.stop :] if times else behind
    return (visible[: dates[0].begin] + rest.lstrip(_AFTER_DATE)).strip(" \t:,|–—-")


def remarks(blocks: list[Block]) -> set[int]:
    """The lines of items without times, among at least twice as many of the same level with them, that are sentences:
    advice and conditions between talks.
    """
    found: set[int] = set()
    by_level: dict[int, list[Block]] = {}
    for block in [*blocks, Block(BlockKind.HEADING, 0)]:
        if block.kind is BlockKind.ITEM:
            by_level.setdefault(block.level, []).append(block)
        elif block.kind in (BlockKind.HEADING, BlockKind.ROW):
            for items in by_level.values():
                untimed = [each for each in items if not begins_with_time(each)]
                if len(items) - len(untimed) >= max(_FEWEST_TIMED, 2 * len(untimed)):
                    found |= {each.line for each in untimed if _is_remark(inline.plain(each.text))}
            by_level = {}
    return found


def _is_remark(text: str) -> bool:
    """Whether a line is prose, unlike a name or a day, without a kind of item as its subject."""
    is_item = item_kind(text) is not None and _VERBS.isdisjoint(text.split())
    return not is_item and is_prose(text, least=3)


_VERBS = frozenset(("is", "are", "will", "can", "must", "should", "may", "be"))


class Nested(Enum):
    """The type of the items below a list item."""

    TALK = "talk"
    PERSON = "person"


def nested_below(blocks: list[Block], read: Callable[[str], ProgramEntry]) -> dict[int, Nested]:
    """The types of items nested below others, by line: talks or people if most of them look like that."""
    found: dict[int, Nested] = {}
    group: list[Block] = []
    outer: Block | None = None
    for block in [*blocks, Block(BlockKind.HEADING, 0)]:
        if block.kind is BlockKind.ITEM and outer is not None and block.level > outer.level:
            if not group or block.level <= group[0].level:
                group.append(block)
        elif block.kind in (BlockKind.ITEM, BlockKind.ROW, BlockKind.HEADING):
            named = sum(_is_person(each.text) for each in group)
            read_each = ((each.text, read(each.text)) for each in group)
            titled = ((text, entry.speakers) for text, entry in read_each if entry.title is not None)
            talks = sum(bool(people) or title_and_people(text) is not None for text, people in titled)
            if len(group) > 1 and named * 4 >= len(group) * 3:
                found |= dict.fromkeys((each.line for each in group), Nested.PERSON)
            elif talks * 3 >= len(group) * 2 > 0:
                found |= dict.fromkeys((each.line for each in group), Nested.TALK)
            group, outer = [], block if block.kind is BlockKind.ITEM else None
    return found


def _is_person(text: str) -> bool:
    """Whether a short line names one person with an affiliation, and no talk: “Ada Lind: What bees know”."""
    person = read_person(text) if len(text) <= LONGEST_TITLE and ": " not in text else None
    return person is not None and bool(person.affiliation or is_likely_name(person.name))


def session_time(text: str) -> tuple[TimeRange | None, str, bool]:
    """The time on a line of its own, perhaps with `chair: X` behind it; the chairs; and whether “Time:” labels it."""
    from confnotes.importers.pages.labels import split_label

    if len(text) > LONGEST_TITLE:
        return None, "", False
    label, value = split_label(text) or ("", "")
    if label == "time":
        return times_alone(value), "", True
    times = times_alone(text)
    if times is not None:
        return times, "", False
    plain = inline.plain(strip_emphasis(text))
    times = leading_time(plain)
    label, value = (split_label(plain[times.stop :].lstrip(" ,;:–—-(")) if times else None) or ("", "")
    return (times, value.rstrip(" )"), False) if label == "chair" else (None, "", False)


def above_talks(blocks: Sequence[Block], known: Collection[str]) -> dict[int, bool]:
    """The lines with times, and of the titles above those on their own, and whether a list of talks is below; empty if
    none is above such a list.
    """
    found: dict[int, bool] = {}
    lines = [block for block in blocks if block.kind is not BlockKind.BLANK]
    for number, block in enumerate(lines):
        alone = session_time(block.text)[0] is not None
        if block.kind not in (BlockKind.TEXT, BlockKind.HEADING) or not (alone or begins_with_time(block)):
            continue
        below = takewhile(lambda each: each.kind is BlockKind.ITEM, lines[number + 1 : number + 1 + _FEW])
        listed = list_talks([each.text for each in below if not begins_with_time(each)], known)
        above = lines[number - 1] if number and alone else None
        if above is not None and (above.kind is BlockKind.HEADING or inline.is_bold(above.text)):
            found |= dict.fromkeys((above.line, block.line), listed)
        elif listed:
            found[block.line] = True
    return found if any(found.values()) else {}


def titles_above_people(blocks: Sequence[Block]) -> dict[int, int]:
    """The lines of titles that stand out, each with that of the people right below it, if a time is above several."""
    found: dict[int, int] = {}
    group: list[tuple[Block, Block]] | None = None
    for block, below in pairwise([*_close(blocks), Block(BlockKind.ROW, 0)]):
        if block.kind is BlockKind.ROW or begins_with_time(block):
            found |= _of_one_form(group or ())
            group = []
        elif group is not None and below.kind in (BlockKind.HEADING, BlockKind.TEXT) and _stands_out(block):
            group.append((block, below))
    return found | _of_one_form(group or ())


def _close(blocks: Sequence[Block]) -> list[Block]:
    """The blocks without the blank ones behind headings."""
    close: list[Block] = []
    for block in blocks:
        if block.kind is not BlockKind.BLANK or not close or close[-1].kind is not BlockKind.HEADING:
            close.append(block)
    return close


def _of_one_form(pairs: Sequence[tuple[Block, Block]]) -> dict[int, int]:
    """The pairs of lines in the forms in which several have people for sure."""
    scores = [((title.kind, title.level), _score_of_people(people.text)) for title, people in pairs]
    sure = Counter(form for form, score in scores if score >= SURELY_PEOPLE)
    return {
        title.line: people.line
        for (title, people), (form, score) in zip(pairs, scores, strict=True)
        if score and sure[form] > 1
    }


def _stands_out(block: Block) -> bool:
    """Whether a line is a heading, or emphasised text or a link, and names no people, day, label or section."""
    if block.kind is not BlockKind.HEADING and (
        block.kind is not BlockKind.TEXT or not _EMPHASISED.fullmatch(block.text)
    ):
        return False
    section = classify(block.text)
    is_label = label_kind(inline.plain(block.text)) is not None or (section and section.topic is not Topic.OTHER)
    return not is_label and not states_day(block.text) and _score_of_people(block.text) < SURELY_PEOPLE


_EMPHASISED = re.compile(
    r"(\*\*|__|\*|_)(?=[^\s*_])[^*\n]{8,300}(?<=[^\s*_])\1\s{0,2}\\?|\[[^\[\]\n]{8,300}\]\([^()\n]+\)"
)


def _score_of_people(text: str) -> float:
    score, people = people_score(text.strip().removesuffix("\\").strip("*_ "), ())
    return score if people else 0.0


def describes(text: str) -> bool:
    """Whether a line is long or a sentence, mostly in lower case: an abstract, unlike a title or a list of people."""
    is_long = len(text) > LONGEST_TITLE
    return (is_long or text.endswith((".", "!", "…"))) and is_prose(text, least=0 if is_long else SENTENCE)


def list_talks(items: Sequence[str], known: Collection[str] = ()) -> bool:
    """Whether at least two items of a list, read alike, are talks with their speakers."""
    layout = read_layout(items, known) if len(items) > 1 else {}
    entries = (read_entry(item, known, layout) for item in items if len(items) > 1)
    return sum(bool(entry.title and entry.speakers) for entry in entries) > 1


_FEW = 12  # items of a list that tell what it lists


def presenters(item: TalkDraft) -> list[Speaker]:
    """The speakers of an item without its chair."""
    return [speaker for speaker in item.speakers if speaker.role is not Role.CHAIR]


def stands_below(block: Block, item: TalkDraft) -> bool:
    """Whether a timed list item is below another timed one without speakers, which is then a session."""
    return (
        block.kind is BlockKind.ITEM
        and 0 <= item.depth < block.level
        and item.times is not None
        and item.title is not None
        and not presenters(item)
    )


def strip_emphasis(text: str) -> str:
    """Text without the emphasis around its leading time."""
    match = re.match(
        r"^\s*(?:\*\*|__|\*|_|`)\s?((?:[\[(]\s?)?\d{1,2}[^*_`\n]{1,60}?)\s?(?:\*\*|__|\*|_|`)(.*)$", text, re.DOTALL
    )
    if match:
        return match.group(1) + " " + match.group(2).lstrip()
    return re.sub(r"^\s*(?:\*\*|__|`)(?=\s?[\[(]?\d{1,2}[:.h]?\d{0,2})", "", text)


def rejoin_emphasis(text: str) -> str:
    """Text without a closing mark left over from an emphasised time."""
    stripped = re.sub(r"^\s*[:.\-–—]?\s*(?:\*\*|__|`)(?=\s*[:\-–—|\s])", " ", text)
    return stripped.replace("**", "", 1) if stripped.count("**") % 2 and _CLOSED.match(stripped) else stripped


_CLOSED = re.compile(r"[^*]*[^\s*]\*\*(?!\w)")


_WEEKDAY = r"(?:mon|tues|wednes|thurs|fri|satur|sun)?day|\w+tag|mittwoch"
_OF_PROGRAM = "schedule|program(?:me)?|agenda|main conference|conference|workshop"
_DAY_LABEL = re.compile(rf"[\W\d]*(?:{_WEEKDAY}|{_OF_PROGRAM}|\W|\d)*", re.IGNORECASE)
_NO_SEMINAR = r"no (?:seminars?|talks?|meetings?|colloquium|class(?:es)?|lectures?|sessions?)\b"
_NONE_ABROAD = "kein(?:e|er)? (?:seminar|vortrag)|pas de séminaire"
_HOLIDAY = r"public holiday|spring break|thanksgiving|feiertag"
_CANCELLED = r"(?:cancell?ed|entfällt|fällt aus|annulée?|cancelad[oa])\W*$"
_TRAVEL = r"(?:arrivals?|departures?|anreise|abreise|arrivée|départ)(?: of (?:the )?(?:participants|guests|attendees))?"
_NO_EVENT = re.compile(rf"^\W*{_NO_SEMINAR}|^\W*(?:(?:{_NONE_ABROAD}|{_HOLIDAY})\b|{_CANCELLED})", re.IGNORECASE)
_LONG_TRAVEL = 4 * 60  # minutes


def is_of_the_page(text: str) -> bool:
    """Whether a line states when the page was created or changed, as in wikis."""
    return _OF_THE_PAGE.match(text) is not None


def is_no_event(text: str) -> bool:
    """Whether a line of a calendar says that nothing takes place."""
    return _NO_EVENT.search(inline.plain(text)) is not None


def is_travel(text: str, times: TimeRange) -> bool:
    """Whether a timed line only says that people come or go during much of a day: no item that is on."""
    if times.end is None or re.fullmatch(rf"\W*{_TRAVEL}\W*", inline.plain(text), re.IGNORECASE) is None:
        return False
    return minutes(times.end.time) - minutes(times.start.time) >= _LONG_TRAVEL


def is_day_label(rest: str) -> bool:
    """Whether the rest of a day's heading is only “Day 1” or “Program”."""
    return _DAY_LABEL.fullmatch(rest) is not None and label_kind(rest) is None


_SENTENCES = re.compile(r"[.!?…]\W*$")
_LASTS = re.compile(r"\(\+?\d+\s?min[^()]*\)\W*$")


def title_and_labels(text: str) -> tuple[str, list[tuple[str, str]]]:
    """The unlabelled lines of an item, and those of the form `Speaker: X`; prose below is its abstract."""
    from confnotes.importers.pages.labels import split_label

    kept, extra = [], []
    for number, line in enumerate(re.split(r"[ \t]*\\?\n", text)):
        found = split_label(line) if number or item_kind(line) is None else None
        if found and number:
            extra.append(found)
        elif not number or not is_placeholder(inline.plain(line)):
            kept.append(line)
    below = inline.plain("\n".join(kept[1:]))
    words = len(below.split())
    sentences = is_prose(below, least=8) and (_SENTENCES.search(below) or words > 30)
    if sentences or (words >= 8 and _LASTS.search(kept[0])):
        at = _first_of_prose(kept)
        kept, extra = kept[:at], [*extra, ("abstract", "\n".join(kept[at:]).strip())]
    return "\n".join(kept), extra


_LIKELY_PEOPLE = 0.5  # of the score of a line


def _first_of_prose(lines: Sequence[str]) -> int:
    """The number of the first line of the prose below a talk’s first line, or below a name and the title under it."""
    said = [number for number, line in enumerate(lines) if re.search(r"\w", inline.plain(line))]
    if len(said) < 3 or said[0]:
        return 1
    first, second = (inline.plain(lines[number]).strip(AFTER_TIME + "•·") for number in said[:2])
    are_people = people_score(first, ())[0] >= _LIKELY_PEOPLE or people_score(second, ())[0] >= SURELY_PEOPLE
    return said[2] if are_people and len(second) <= LONGEST_TITLE and not describes(second) else 1
