"""Notes whose headings bear neither people, time nor link: of one talk, or of the talks of a named conference.

Their form and a word or folder for talks must tell what they are, and much speaks against it: sections of a manual,
commands to install, mostly code, mostly prose, mostly tasks or links, a title that names something else.
"""

from __future__ import annotations

import re

from confnotes.importers.facts import inline
from confnotes.importers.facts.acronyms import SERIES, is_series
from confnotes.importers.notes.lines import LineRole, LogicalLine, is_part_of_notes, names_session
from confnotes.importers.notes.name import names_conference
from confnotes.importers.pages.sections import Topic, classify

_REPOSITORY = (
    "readme|changelog|change log|release notes?|contributing|licen[cs]e|code of conduct|security policy|roadmap"
)
_HOUSEHOLD = r"to-?\s?do(?:s| list)?|shopping|groceries|recipes?|cookbook|cheat\s?-?sheets?"
_GUIDES = "faq|guidelines?|style guide|architecture|specification|api reference|documentation|user guide|manual"
_LISTS = "table of contents|awesome"
_AT_WORK = "meeting|minutes|agenda|stand-?up|retrospective|sprint"
_COURSE = "homework|assignments?|syllabus|lectures?|exercises?|chapter|book (?:notes|review)"
_PRIVATE = r"packing list|wish\s?list|resume|curriculum vitae|cv|diary|journal|weekly|daily|todo"
_SOFTWARE = "installation|setup|getting started|bug report|pull request|issue template|privacy policy|terms of"
_NO_TALK = re.compile(
    rf"\b(?:{_REPOSITORY}|{_HOUSEHOLD}|{_GUIDES}|{_LISTS}|{_AT_WORK}|{_COURSE}|{_PRIVATE}|{_SOFTWARE})\b", re.IGNORECASE
)
_SET_UP = "install(?:ation|ing)?|usage|licen[cs]e|licensing|contribut(?:ing|ors|e)|build(?:ing)?|requirements"
_NEEDED = (
    r"prerequisites|dependencies|api(?: reference)?|configuration|options|getting started|quick\s?start|change\s?log"
)
_TESTED = "development|testing|tests|running(?: the)? tests|deployment|documentation"
_COOKED = "ingredients|directions|instructions|method"
_MINUTES = "attendees|participants|present|action items|table of contents|authors?|credits|acknowledge?ments|support"
_CHANGES = "roadmap|unreleased|added|fixed|changed|removed"
_CALLED = "command[- ]line|parameters|arguments|returns|synopsis|see also|steps to reproduce|expected behaviou?r"
_RESUME = "hard skills|work experience|education"
_NUMBERED = r"\[?v?\d+\.\d+(?:\.\d+)?\]?.*|(?:chapter|step|week|lecture|exercise)\s+\d+.*"
_MANUAL = re.compile(
    rf"^\W*(?:(?:quick\s*)?(?:{_SET_UP}|{_NEEDED}|{_TESTED}|{_COOKED}|{_MINUTES}|{_CHANGES}|{_CALLED}|{_RESUME})"
    rf"|{_NUMBERED})\W*$",
    re.IGNORECASE,
)
_INSTALL = "pip3? install|npm (?:install|i|run)|yarn add|git clone|make install|apt(?:-get)? install|brew install"
_ADD = "cargo (?:install|add)|go get|docker (?:run|pull)|composer require|gem install|conda install"
_BADGE = r"\[?!\[[^\]]*\]\(https?://[^)]*(?:badge|shields|travis|\.svg)"
_COMMANDS = re.compile(rf"^\s*(?:\$\s*)?(?:{_INSTALL}|{_ADD})\b|^\s*{_BADGE}", re.IGNORECASE | re.MULTILINE)


_SERIES = frozenset(each.lower() for each in SERIES if len(each) > 3)
_THE_TALK = "(?:this|the|his|her|their|great|good|nice|keynote|lightning) (?:talk|presentation|keynote|speaker|slides?)"
_AROUND_IT = (
    r"speakers?(?:'s)?|q\s?&\s?a|take-?aways?|live[- ]demo|talk notes|notes from|conference|audience questions?"
)
_OF_A_TALK = re.compile(rf"\b(?:{_THE_TALK}|{_AROUND_IT}|vortrag|exposé|conférenci\w+)\b", re.IGNORECASE)
_NOTES = "(?:my|conf(?:erence)?|talk|session|event)?[-_ ]*notes?"
_NAMED = r"\w*(?:con|conf|camp|summit|fest)(?:[-_ ]?\w{2,4})?(?:[-_ ]?\d{2,4})?"
_FOLDER = re.compile(rf"^(?:{_NOTES}|talks?|conf(?:erence)?s?|events?|notizen|{_NAMED})$", re.IGNORECASE)


def lone_talks(lines: list[LogicalLine], name: str) -> list[int]:
    """The lines at which talks begin in notes that have nothing else to tell them by; empty where it is no such page.

    `name` is the path of the file as it was given, whose folders may tell.
    """
    headings = [number for number, line in enumerate(lines) if line.role is LineRole.HEADING]
    if not headings or any(line.role is not LineRole.BLANK for line in lines[: headings[0]]):
        return []
    first = headings[0]
    if not _looks_like_notes(lines):
        return []
    title = inline.plain(lines[first].text)
    level = lines[first].level
    inner = [number for number in headings[1:] if _may_be_talk(lines, number)]
    top = min((lines[number].level for number in inner), default=0)
    if names_conference(title) and not _NO_TALK.search(title):
        of_level = [number for number in inner if lines[number].level == top > level]
        return of_level if len(of_level) >= 2 else []
    if any(lines[number].level <= level for number in headings[1:]):
        return []
    text = "\n".join(line.text for line in lines[first + 1 :])
    told = _OF_A_TALK.search(text) is not None or in_notes_folder(name)
    return [first] if told and _may_be_title(title) else []


def in_notes_folder(name: str) -> bool:
    """Whether a path leads through a folder for notes, talks or a conference."""
    folders = [part for part in re.split(r"[\\/]+", name)[:-1] if part]
    return any(
        _FOLDER.match(part)
        or any(
            is_series(word) or is_series(word.upper()) or word.lower() in _SERIES for word in re.split(r"[-_ ]", part)
        )
        for part in folders
    )


def _may_be_title(title: str) -> bool:
    words = title.split()
    if (
        not 1 < len(words) <= 25
        or re.search(r"\bv?\.?\d+\.\d", title)
        or title.endswith((".", ":"))
        or _NO_TALK.search(title)
    ):
        return False
    section = classify(title)
    return (section is None or section.topic is Topic.OTHER) and not names_session(title)


def _may_be_talk(lines: list[LogicalLine], number: int) -> bool:
    text = lines[number].text
    section = classify(text)
    return not is_part_of_notes(text) and (section is None or (section.topic is Topic.OTHER and len(text.split()) > 3))


def reads_as_manual(lines: list[LogicalLine]) -> bool:
    """Whether headings are those of a manual, minutes or a recipe, or lines tell how to install something."""
    return any(
        _MANUAL.match(inline.plain(line.text)) if line.role is LineRole.HEADING else _COMMANDS.match(line.text)
        for line in lines
    )


def _looks_like_notes(lines: list[LogicalLine]) -> bool:
    """Short lines and lists, not mostly code, prose, tasks or links."""
    if reads_as_manual(lines):
        return False
    texts = [line for line in lines if line.role not in (LineRole.BLANK, LineRole.HEADING)]
    prose = [line for line in texts if line.role is not LineRole.CODE]
    if len(prose) < 3 or len(prose) * 2 < len(texts):
        return False
    paragraphs = _paragraphs(prose)
    tasks = sum(re.match(r"[-*+] \[[ xX]\]", line.text) is not None for line in prose)
    links = sum(_is_mostly_link(line) for line in prose)
    noted = sum(len(text.split()) <= 20 for text in paragraphs)
    return tasks * 2 < len(prose) and links * 2 < len(prose) and noted * 5 >= len(paragraphs) * 3


def _is_mostly_link(line: LogicalLine) -> bool:
    anchors = inline.anchors(line.text)
    return bool(anchors) and len(inline.without_links(line.text).split()) <= 3


def _paragraphs(lines: list[LogicalLine]) -> list[str]:
    """Lines that follow each other joined, items of lists apart."""
    out: list[str] = []
    last = 0
    for line in lines:
        if out and line.first == last + 1 and not line.bullet:
            out[-1] += " " + line.text
        else:
            out.append(line.text)
        last = line.last
    return out
