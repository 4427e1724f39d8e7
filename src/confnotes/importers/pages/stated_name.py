"""The title of a page: candidates for the name of its conference, and the evidence for each.

Front matter, headings, `<title>`, the first lines and sentences may all contain it, and most pages have “Schedule” in
one of these places and the name in another. Every candidate is scored by its place and form; the best one is used, and
none if all scores are low.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import takewhile

from confnotes.importers.facts import inline
from confnotes.importers.facts.acronyms import is_series, parents_in
from confnotes.importers.facts.dates import find_dates, find_weekday, find_years
from confnotes.importers.facts.lengths import LONGEST_LABEL, LONGEST_LINE, LONGEST_TITLE
from confnotes.importers.facts.names import is_certain_name, is_likely_name
from confnotes.importers.facts.numbered_days import is_numbered_day
from confnotes.importers.facts.places import CITIES, COUNTRIES
from confnotes.importers.facts.words import words
from confnotes.importers.pages.blocks import BlockKind
from confnotes.importers.pages.html_lines import fragments
from confnotes.importers.pages.page import ParsedPage
from confnotes.importers.pages.schedule_lines import begins_with_time
from confnotes.importers.pages.sections import classify
from confnotes.markup.clock_times import find_times
from confnotes.markup.names import fold

# The scores of places. Authors who state the name several times use this order: a field for it, then the title,
# then headings; `<title>` often has the site's name, too.
_EVENT_FIELD = 7.0  # conference: TileConf
_TITLE_FIELD = 6.0  # title: TileConf 2031, or “Schedule”
_FIRST_HEADING = 5.0
_FIRST_LINE = 4.0  # of a text without markup
_PAGE_TITLE = 4.0  # <title>TileConf 2031 | Program</title>, or the subject of a mail
_HEADING = 3.0  # another one above the timetable
_LATER_HEADING = 2.0  # below the first that is that of a section: no name without a year or a word for conferences
_SUBTITLE = 3.0
_SENTENCE = 3.0  # “The **TileConf** takes place in”, “the program of TileConf”
# Lower scores are not names: “Welcome” as the only heading above a table, a sentence as a title.
_LEAST = 3.0

_EVENT_FIELDS = (
    *("conference", "conference_name", "event", "event_name", "workshop", "workshop_title", "workshop_name"),
    *("home_title", "site_title", "long_title", "full_title", "series", "seminar"),
)
_TITLE_FIELDS = ("heading", "headline", "title", "name")
_MEETING = (
    "workshops?|conference|symposium|seminar|school|summit|meetup|colloquium|hackathon|meeting|forum|congress|devroom"
)
_DAYS = "days?|camp|con|retreat|unconference|tutorial|lecture series|festival"
_ABROAD = (
    r"\w*tagung|\w*kongress|\w+-tage?|tage|\w*treffen|\w*konferenz|\w*schule|conférence|colloque|journées?|rencontres?|"
    "congreso|jornadas?|encuentro|simposio|congresso|convegno|giornat[ae]"
)
_JAPANESE = "研究会|討論会|学会|大会|シンポジウム|会議"
CONFERENCE_WORD = re.compile(rf"\b(?:{_MEETING}|{_DAYS}|{_ABROAD})\b|\b\w+[cC]on\b|{_JAPANESE}", re.IGNORECASE)

# Words that describe the type of a page, or any conference.
_PAGE_WORDS = words("""
a about abstracts accepted afternoon agenda all an and archive at call cfp committee conference contact date dates day
days default description detail detailed draft evening event events false final for full general hackathon home homepage
important in index info information invited key legend lectures list location logistics main materials meeting monday
morning news none notes null of on online organisation organization organizers our overview page papers participants
poster posters practical preliminary print program programme proposals readme registration resources saturday schedule
school seminar short session sessions speaker speakers sponsors sunday symposium talk talks team tentative the
thursday time timetable title to travel true tuesday tutorials untitled updated venue website wednesday welcome with
workshop workshops year
ablauf anfahrt das der die legende programm tagung tagungsprogramm termine und vorträge zeitplan übersicht
accueil colloque conférence et horaire horaires journée journées la le les lundi
charlas de del el horario horarios inicio ponencias ponentes programa programação programación
calendario convegno giornata il orario programma タイムテーブル プログラム 日程 программа
""")
_SEASON = re.compile(r"\b(?:spring|summer|fall|autumn|winter)\b", re.IGNORECASE)
_TALK_NOTES = r"talk\s+links(?:\s+and\s+notes)?|talk\s+notes"
_OWN_NOTES = r"(?:(?:conference\s+|my\s+)|(?<=\d\d\s)|(?<=[:,|–-]\s))notes"
_PROGRAM = "schedule|program(?:me|ma|m|a)?|agenda|timetable|zeitplan|horario"
_STATE = "final|advance|tentative|preliminary|full|detailed|workshop|conference|event"
_PURPOSE_LAST = (
    rf"(?:(?:(?:{_STATE}|(?:proceedings|speakers|abstracts|registration)\s+(?:and|&))\s+)?(?:{_PROGRAM})(?:\s+overview)?|"
    rf"{_TALK_NOTES}|{_OWN_NOTES}|"
    r"documentation|home\s?page|website|overview|"
    r"call\s+for\s+\w+(?:\s*\([^()]*\))?)"
)
# The type of a page, around the name: “TileConf 2031: Final Program”, “Program of TileConf”, “Agenda - TileConf”.
_PURPOSE = re.compile(
    rf"\s*(?:[-–—|:,]\s*)?\b{_PURPOSE_LAST}\s*$|(?<=会)プログラム.*$"
    rf"|^(?:(?:my|some|the)\s+)?(?:notes|(?:(?:{_STATE})\s+)?(?:{_PROGRAM}))"
    r"(?:\s+(?:from|of|for|on|del?|du|der|des)\s+(?:(?:the|la|el|le)\s+)?|\s*[-–—|:,]\s+(?=[A-Z\d]))",
    re.IGNORECASE,
)
_BOLD = re.compile(r"(?:\*\*|__)([^*_\n]{5,160})(?:\*\*|__)")
_ARTICLE = "(?i:the|der|die|das|la|le|les|el|los|las|il)"
_IS_HELD = (
    r"(?:will\s+)?takes?\s+place|(?:will\s+)?runs?|(?:will\s+be|is|was)\s+(?:being\s+)?held|findet|fand|aura\s+lieu|a\s+lieu|"
    r"se\s+(?:celebra|realiza)\w*|tendrá\s+lugar|si\s+(?:terrà|svolge\w*)"
)
_HELD = re.compile(
    rf"^(?:{_ARTICLE}\s+)?(?P<name>(?!\w+\s+(?:{_IS_HELD})\b)[A-Z\d][^:!?;]{{3,90}}?)\s+(?:{_IS_HELD})\b"
)
HELD_ON = re.compile(rf"\s+(?:{_IS_HELD}|held)(?:\s+(?:on|in|from|am|vom|le|du|el))?$")
_SHORT = r"(?P<name>[A-Z][\w-]*[A-Z\d][\w-]*(?:\s?['’]?(?:19|20)?\d\d\b)?)"
_ITS_PROGRAM = re.compile(rf"\b[Tt]he\s+{_SHORT}\s+(?:{_PROGRAM}|workshop|conference)\b")
_PROGRAM_OF = re.compile(
    rf"\b(?:{_PROGRAM}|website|page|evento|event|conferencia|congreso)\s+"
    rf"(?:(?:of|for|del?|du|der|des)\s+)?(?:{_ARTICLE}\s+)?{_SHORT}"
)
_IN_NAMES = "d[aeou]s?|del|la|of|the|on|for|and|et|und|für|der"
_PROGRAM_OF_YEAR = re.compile(
    rf"\b(?i:{_PROGRAM}|programa(?:ção|ción|tion))(?:\s[a-zß-ÿ]+)?\s(?:of|for|d[aeou]s?|del|der)\s(?:{_ARTICLE}\s+)?"
    rf"(?P<name>[A-ZÀ-Þ][\w-]*(?:\s(?:[A-ZÀ-Þ][\w-]*|{_IN_NAMES})){{0,8}}\s(?:19|20)\d\d)\b"
)
"""“Das Programm der Müsli-Tagung 2031”, “Programação preliminar do Encontro de Abelhas 2031”"""
_LABELLED = r"(?:\w+\s+)?(?:venue|room|location|where|when|zoom|date)\s*:"
_ASKS = r"for\s+(?:more|further)|click|register|submit|join|please|see"
_ORDER = re.compile(rf"^\W*(?:(?:{_ASKS}|talk|(?:poster\s+)?session|day)\b|{_LABELLED})", re.IGNORECASE)
_STOP = r"(?<![\dA-Z])[.!?…]\s+\w|\w{3,}[.…]$"
_BEGINNING = r"we|you|it|on\s+this|in\s+this|here|this|these|there|our|all|if|to"
_VERB = r"\b(?:will|you|we|is|are|were|has|have|please)\b"
_PROSE = re.compile(rf"{_STOP}|^(?:{_BEGINNING})\b|{_VERB}", re.IGNORECASE)
_IN_TITLE_CASE = re.compile(r"[A-Z]\w*(?:\W+(?:[A-Z\d]\w*|[a-z]{1,3}))+\?")  # “Can We Trust Our Tiles?”
_SMALL = "of|on|and|for|the|in|with|to|a|an|at|from|via|by|towards?|meets|de|für|und"
_JOINS = re.compile(rf"(?:\b(?:{_SMALL})|[:&,–-])$", re.IGNORECASE)
_EDITION = re.compile(r"['’]\d\d\b|\b\d{1,3}(?:st|nd|rd|th|\.|ª|º|e|ème)\s|第\d+回")
_SEPARATORS = re.compile(r"\s+[|–—·•:-]\s+|\s*\|\s*")
_AND = re.compile(r",\s+|\s+(?:and|&)\s+")
_FIRST_BLOCKS = 8
_THE = re.compile(rf"^{_ARTICLE}\s+(?=.*{HELD_ON.pattern})")
# “in a session of the TileConf conference”
_IN_HOST = re.compile(r"\b(?:sessions?|day|part)\s+of\s+the\s+$", re.IGNORECASE)
_ENDS_NAME = re.compile(rf"(?:\b(?:19|20)\d\d|['’]\d\d|\b(?:{_MEETING}))$", re.IGNORECASE)


_Candidate = tuple[str, float]  # a text that may be the name, and the score of its place


def _is_lone_word(text: str) -> bool:
    """Whether it is a single word without the form of a name: “Legend”, but not RustConf, TÜBIX or Pycon16."""
    return len(text.split()) == 1 and re.search(r"\w[A-Z\d]", text) is None


# The scores of forms.
_SIGNS: tuple[tuple[float, Callable[[str], bool]], ...] = (
    (1.0, lambda text: bool(find_years(text) or _EDITION.search(text))),  # “TileConf 2031”, “5th Workshop on Tiles”
    (1.0, lambda text: CONFERENCE_WORD.search(text) is not None),
    (-2.0, _is_lone_word),  # a heading may be one word, a line may not
    # “Our 1 day program covers a myriad of activities”
    (-4.0, lambda text: _PROSE.search(text) is not None and not _IN_TITLE_CASE.fullmatch(text)),
)
_REPEATED = 0.5  # said again elsewhere on the page, or in the name of the file


def stated_name(page: ParsedPage) -> tuple[str | None, list[str]]:
    """The name as the page states it, and short lines near it that may state the edition and the parent event."""
    hosts = list(_hosts(page))
    words, file = fold(page.text()[:50_000]), fold(page.name)
    best, name = 0.0, ""
    for stated, weight in _candidates(page):
        text = without_purpose(stated)
        if text not in hosts and (weight == _EVENT_FIELD or may_be_name(text)):
            score = weight + sum(counts for counts, holds in _SIGNS if holds(text))
            score += _REPEATED * (words.count(fold(text)) > 1 or fold(text) in file)
            best, name = max((best, name), (score, text), key=lambda one: one[0])
    return (name if best >= _LEAST else None), [*hosts, *_beside(page, name)]


def _hosts(page: ParsedPage) -> Iterator[str]:
    """Fields such as `conference: ICML 2031` of a page with a title of its own: the parent event."""
    for key in _EVENT_FIELDS if page.fields.get("title") else ():
        text = _field(page, key)
        found = parents_in(text)
        if found and is_series(found[0][0]) and len(text.split()) <= 2:
            yield text


def _candidates(page: ParsedPage) -> Iterator[_Candidate]:
    for keys, weight in ((_EVENT_FIELDS, _EVENT_FIELD), (_TITLE_FIELDS, _TITLE_FIELD)):
        said = (_field(page, key) for key in keys)
        yield from ((text, weight) for text in said if text and "{{" not in text and not says_what_page(text))
    yield from () if page.plain_text else _headings(page)
    title = inline.plain(page.title or "")
    parts = sorted(_SEPARATORS.split(title), key=len, reverse=True)
    yield from ((part, _PAGE_TITLE) for part in parts if len(parts) < 2 or not _is_host(part))
    yield from ((title, _PAGE_TITLE - 0.5), (_first_lines(page), _FIRST_LINE))
    for text in (_field(page, "subtitle"), _field(page, "tagline")):
        if CONFERENCE_WORD.search(text) or find_years(text):
            yield text, _SUBTITLE
    yield from ((text, _SENTENCE) for text in _in_sentences(page))


def _is_host(text: str) -> bool:
    """Whether a part of a title names only the parent of a workshop: “NeurIPS 2031 Workshop”."""
    said = re.findall(r"[^\W\d_]+", text)
    return bool(parents_in(text)) and all(is_series(word) or word.lower() in _OF_A_HOST for word in said)


_OF_A_HOST = ("workshop", "workshops", "at", "the", "conference")


def _field(page: ParsedPage, key: str) -> str:
    value = page.fields.get(key)
    return inline.without_emoji(inline.plain(value)).strip() if isinstance(value, str) else ""


def _headings(page: ParsedPage) -> Iterator[_Candidate]:
    """The headings above the timetable, the highest first."""
    section = next((each.heading.line for each in page.sections if each.heading is not None), 10**9)
    above = takewhile(lambda block: not begins_with_time(block), page.blocks)
    found = sorted((each for each in above if each.kind is BlockKind.HEADING), key=lambda each: each.level)
    weight = _FIRST_HEADING
    for block in found:
        text = inline.without_emoji(inline.plain(block.text))
        if block.line > section:
            yield text, _LATER_HEADING
        elif may_be_name(text):
            yield text, weight
            weight = _HEADING


def _first_lines(page: ParsedPage) -> str:
    """The first line of a page that names a conference; one that ends in “of” or a colon continues in the next."""
    texts: list[str] = []
    for block in page.sections[0].blocks:
        text = inline.plain(block.text)
        is_host = parents_in(text) and (len(text) <= LONGEST_LABEL or not CONFERENCE_WORD.search(text))
        if not text or is_host:  # a line such as “ICML 2031” is the parent of a workshop
            continue
        if (
            block.kind not in (BlockKind.TEXT, BlockKind.HEADING)
            or len(text) > LONGEST_TITLE
            or find_times(text)
            or "@" in text
        ):
            break
        texts.append(text)
        if not _JOINS.search(text):
            break
    return " ".join(texts) if CONFERENCE_WORD.search(page.text()[:20000]) else ""


def _in_sentences(page: ParsedPage) -> Iterator[str]:
    """Names in the first sentences: bold near “workshop”, as the subject of “is held”, or after “program of”."""
    first = [block for section in page.sections[:2] for block in section.blocks if block.kind is BlockKind.TEXT][:4]
    for block in first:
        for match in _BOLD.finditer(block.text[:600]):
            name, after = inline.plain(match.group(1)).strip(" .,:"), block.text[match.end() : match.end() + 20]
            called = CONFERENCE_WORD.search(name) or re.match(r"\s+(?:workshop|conference|symposium|seminar)\b", after)
            if called and not find_dates(name):
                yield name
    for text in (_field(page, "description")[:600], *(inline.plain(block.text[:600]) for block in first)):
        for pattern in (_HELD, _PROGRAM_OF, _PROGRAM_OF_YEAR, _ITS_PROGRAM):
            if (said := pattern.search(text)) and not _IN_HOST.search(text[: said.start("name")]):
                yield said["name"]
        named = text[: days[0].begin].rstrip(" –—-,:|(") if (days := find_dates(text)) else ""
        if find_years(named) and not _is_host(without_place(named)):
            yield HELD_ON.sub("", _THE.sub("", named))  # “TileConf 2031 — May 20th and 21st, 2031, Harn”


def _beside(page: ParsedPage, name: str) -> list[str]:
    """The short fields and lines near a name."""
    values = (page.fields.get("subtitle"), page.fields.get("description"))
    fields = [
        " ".join(each.text for each in fragments(value)[0])
        for value in values
        if isinstance(value, str) and len(value) <= LONGEST_LINE
    ]
    first = page.sections[0].blocks
    lines = [inline.plain(each.text) for each in first if each.text and len(each.text) <= LONGEST_TITLE]
    return [*fields, *(line for line in lines if line != name)][:_FIRST_BLOCKS]


def without_purpose(text: str) -> str:
    """A title without the page's type: “Program of TileConf 2031” and “TileConf 2031 - Agenda” are “TileConf 2031”."""
    return _PURPOSE.sub("", text).strip(" :-–—|,") or text


def without_place(name: str) -> str:
    """A name without the place behind its year or word for conferences: “TileConf 2031, Lyon, France”."""
    parts = name.split(", ")
    for number in (-1, -2):
        head, place = ", ".join(parts[:number]), parts[number:]
        if _ENDS_NAME.search(head) and (place[0].lower() in CITIES or place[-1] in COUNTRIES):
            return head
    return name


def says_what_page(text: str) -> bool:
    """Whether a title only tells what a page is, such as “Program (tentative)”."""
    said = text if CONFERENCE_WORD.search(text) else _SEASON.sub("", text)
    return all(word in _PAGE_WORDS for word in re.findall(r"[^\W\d_]+", said.lower()))


def may_be_name(text: str) -> bool:
    """Whether a title can be a conference's name, rather than a section, day, time, person, menu or call to action."""
    if not 3 < len(text) <= LONGEST_TITLE or "**" in text or "[" in text or classify(text) is not None:
        return False
    if (
        is_numbered_day(text)
        or sum(says_what_page(part) for part in _SEPARATORS.split(text)) > 1
        or find_times(text)
        or _ORDER.match(text)
    ):
        return False
    rest, dates = text, find_dates(text)
    if dates and dates[0].begin < 4:
        behind = text[dates[0].stop :].partition("(")[0].strip(" ,:–—-|")
        names_people = all(map(is_likely_name, _AND.split(behind)))  # who speaks on that day
        if names_people or not re.search(_MEETING, text, re.IGNORECASE):
            return False
    for found in reversed(dates):
        rest = rest[: found.begin] + rest[found.stop :]
    named = re.sub(r"[\W\d]", "", rest)
    is_day = bool(dates) and find_weekday(named) is not None and len(re.findall(r"\w+", rest)) == 1
    return len(named) >= 4 and not is_day and not says_what_page(rest) and not is_certain_name(text)
