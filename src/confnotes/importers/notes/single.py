"""Notes whose headings have neither people, time nor link: of one talk, or of the talks of a named conference.

Their form and a word or folder for talks must be evidence, and much is evidence against: sections of a manual, commands
to install, mostly code, mostly prose, mostly tasks or links, a title that names something else.
"""

from __future__ import annotations

import re
from collections import Counter
from pathlib import PurePath

from confnotes.importers.facts import inline
from confnotes.importers.facts.acronyms import SERIES, is_series
from confnotes.importers.facts.kinds import label_kind
from confnotes.importers.notes.lines import LineRole, LogicalLine, is_day, is_part_of_notes, names_session
from confnotes.importers.notes.name import names_conference
from confnotes.importers.pages.sections import Topic, classify
from confnotes.markup.names import fold
from confnotes.model.program import Kind

# words in titles of other pages kept with notes of talks: of a repository, a household, work, a course
_NO_TALK = re.compile(
    r"""\b(?:
    readme|change\s?log|release\snotes?|roadmap|faq|cheat\s?-?sheets?|awesome|installation|getting\sstarted
    |to-?\s?do|shopping|packing|groceries|recipes?|cv|diary|journal|weekly|daily|meeting|minutes|agenda|stand-?up
    |calls?\sfor\s\w+|retrospective|sprint|homework|assignments?|syllabus|lectures?|exercises?|chapter|(?:code|terms)\sof\s\w+
    )\b""",
    re.IGNORECASE | re.VERBOSE,
)
# headings of such pages that notes of talks do not have
_MANUAL = re.compile(
    r"""\W*(?:
    install(?:ation|ing)?|usage|licen[cs]e|contribut(?:ing|ors)|requirements|prerequisites|dependencies|options
    |configuration|quick\s?start|change\s?log|running(?:\sthe)?\stests|documentation|ingredients|directions|method
    |attendees|participants|action\sitems|table\sof\scontents|unreleased|added|fixed|changed|synopsis
    |cloning\b.*|deploy(?:ment|ing)?\b.*|local\s(?:preview|development|setup)
    |(?:file|folder|project|repository)\sstructure|work\sexperience|\[?v?\d+\.\d+(?:\.\d+)?\]?.*
    |(?:chapter|step|week|lecture|exercise)\s+\d+.*
    )\W*$""",
    re.IGNORECASE | re.VERBOSE,
)
_COMMANDS = re.compile(
    r"""\s*(?:[-*+]\s)?[$`\s]*(?:git\s(?:clone|lfs|push)|bundle\sexec
    |(?:pip3?|npm|yarn|cargo|apt(?:-get)?|brew|gem|conda|make|go|docker|composer)\s(?:install|add|get|run|pull|require)
    )\b|\s*(?:\[?!\[[^\]]*\]\(|<img\ssrc=")https?://[^)\n]*(?:badge|shields|\.svg)""",
    re.IGNORECASE | re.VERBOSE,
)
# the README of a website or a program, in its title or first lines
_OF_A_SITE = re.compile(
    r"""\bwebsite\s*$|\bsource\scode\b|\bjekyll\b|\bgithub\spages\b
    |\b(?:code|data|files?|director(?:y|ies)|repository|system)\b[^.\n]{0,160}\bweb\s?sites?\b""",
    re.IGNORECASE | re.VERBOSE | re.MULTILINE,
)
_NOTES = re.compile(r"\bnot(?:es?|izen)\b", re.IGNORECASE)
_SERIES = frozenset(each.lower() for each in SERIES if len(each) > 3)
_OF_A_TALK = re.compile(
    r"""\b(?:
    (?:this|the|his|her|their|great|good|nice|keynote|lightning)\s(?:talk|presentation|keynote|speaker|slides?)
    |speakers?(?:'s)?|q\s?&\s?a|take-?aways?|live[- ]demo|conference|audience|vortrag|exposé|conférenci\w+
    |notes\s(?:from|of)\s[\w ]*talks
    )\b""",
    re.IGNORECASE | re.VERBOSE,
)
_OF_ALL = re.compile(r"(?:read\s?me|index|(?:\w+ )?notes|talks|sessions)", re.IGNORECASE)  # file names for all talks
_FOLDER = re.compile(
    r"""(?:
    (?:my|conf(?:erence)?|talk|session|event)?[-_ ]*notes?|talks?|conf(?:erence)?s?|events?|notizen
    |\w*(?:con|conf|camp|summit|fest)(?:[-_ ]?\w{2,4})?(?:[-_ ]?\d{2,4})?
    )$""",
    re.IGNORECASE | re.VERBOSE,
)

_SKIPPED = 3
"""Levels from a title to headings in small print, which are sections of one talk: `##` and `#####`."""


def lone_talks(lines: list[LogicalLine], name: str) -> list[int]:
    """The lines at which talks begin in notes without other evidence for talks; empty for other pages.

    `name` is the path of the file as given, whose folders may be evidence.
    """
    headings = [number for number, line in enumerate(lines) if line.role is LineRole.HEADING]
    if not headings or not _looks_like_notes(lines) or any(lines[each].text.startswith("<") for each in headings):
        return []
    first = headings[0]
    title = inline.plain(lines[first].text)
    intro = "\n".join(line.text for line in lines[: headings[1] if len(headings) > 1 else len(lines)])
    if _OF_A_SITE.search(intro) and not _NOTES.search(intro):
        return []
    above, below = ("\n".join(line.text for line in part) for part in (lines[:first], lines[first + 1 :]))
    told = _OF_A_TALK.search(f"{above}\n{below}") is not None or in_notes_folder(name)
    file = re.sub(r"[-_]", " ", PurePath(name).stem)
    titled = names_conference(title) and not _NO_TALK.search(title)
    several = titled or any(is_day(lines[number].text) for number in headings)
    of_all = _OF_ALL.fullmatch(file) or re.search(r"(?i)\bnotes\b[^.\n]*\btalks\b", above)
    beside = any(lines[number].level <= lines[first].level for number in headings[1:])
    several_told = (names_conference(file) and (beside or not _is_called(file, title))) or (told and of_all)
    if several or several_told or is_day(file):
        found = _several_talks(lines, headings[titled:], fewest=2 if several or is_day(file) else 3)
        if not (titled and found and lines[found[0]].level - lines[first].level >= _SKIPPED):
            return found
    if above.strip() or beside:
        return []
    return [first] if (told or titled) and _may_be_title(title) else []


def _is_called(file: str, title: str) -> bool:
    """Whether all words of a file's name are those of a title, which is that of a talk alone."""
    words = {word for word in fold(file).split() if len(word) > 3 and word.isalpha()}
    of_all = names_session(title) or _NOTES.search(title)
    return len(words) > 1 and words <= set(fold(title).split()) and not of_all


def _several_talks(lines: list[LogicalLine], headings: list[int], *, fewest: int) -> list[int]:
    """The headings that may be talks, of the outermost level with several of them; empty if they are too few."""
    inner = [number for number in headings if _may_be_talk(lines, number)]
    levels = Counter(lines[number].level for number in inner)
    top = min((level for level, often in levels.items() if often > 1), default=0)
    return [number for number in inner if lines[number].level == top] if levels[top] >= fewest else []


def in_notes_folder(name: str) -> bool:
    """Whether a path contains a folder for notes, talks or a conference."""
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
    return not (is_part_of_notes(text) or is_day(text)) and (
        section is None or label_kind(text) is Kind.KEYNOTE or (section.topic is Topic.OTHER and len(text.split()) > 3)
    )


def reads_as_manual(lines: list[LogicalLine]) -> bool:
    """Whether headings are those of a manual, minutes or a recipe, or lines are installation instructions."""
    deepest = _deepest_title(lines)
    return any(
        line.level <= deepest and _MANUAL.match(inline.plain(line.text))
        if line.role is LineRole.HEADING
        else _COMMANDS.match(line.text)
        for line in lines
    )


def headings_apart_from_notes(lines: list[LogicalLine], talks: list[int]) -> list[int]:
    """The headings; in an outline, where most are two levels below the talks, only those down to the talks."""
    level = lines[talks[0]].level if talks else _DEEPEST
    headings = [number for number, line in enumerate(lines) if line.role is LineRole.HEADING]
    deep = sum(lines[number].level > level + 1 for number in headings)
    is_outline = deep * 2 > sum(line.role is not LineRole.BLANK for line in lines)
    return [number for number in headings if lines[number].level <= level or not is_outline]


_DEEPEST = 6  # level of a heading in Markdown


def _deepest_title(lines: list[LogicalLine]) -> int:
    """The level of the deepest headings that are titles; deeper ones are notes, as in an outline of Org mode."""
    return min((line.level for line in lines if line.role is LineRole.HEADING), default=0) + _TITLES


_TITLES = 2  # levels of them below the outermost: a day or session, a talk, its parts


def _looks_like_notes(lines: list[LogicalLine]) -> bool:
    """Whether most lines are short or in lists, rather than code, prose, tasks or links."""
    if reads_as_manual(lines):
        return False
    deepest, no_notes = _deepest_title(lines), (LineRole.BLANK, LineRole.HEADING)
    texts = [line for line in lines if line.role not in no_notes or line.level > deepest]
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
    """Consecutive lines joined, except list items."""
    out: list[str] = []
    last = 0
    for line in lines:
        if out and line.first == last + 1 and not line.bullet:
            out[-1] += " " + line.text
        else:
            out.append(line.text)
        last = line.last
    return out
