"""The truth of pages and notes, read by the few signs that their authors used."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from corpora.truth import TrueTalk, names, plain

_TIMED = re.compile(r"^\s*•\s*(\d\d):(\d\d) : (.+)$", re.MULTILINE)
_KEYNOTE = re.compile(r"^(.+?) \(Keynote Talk\) - (.+)$")


def timed_list(path: Path, day: datetime) -> list[TrueTalk]:
    """`• 08:45 : Name (Keynote Talk) - Title`, and items that are a title alone."""
    talks = []
    for hours, minutes, item in _TIMED.findall(path.read_text(encoding="utf-8")):
        start = day.replace(hour=int(hours), minute=int(minutes))
        keynote = _KEYNOTE.match(item)
        if keynote:
            talks.append(TrueTalk(keynote[2], start, (keynote[1],)))
        else:
            talks.append(TrueTalk(item.removesuffix(" (Spotlight)"), start))
    return talks


def without_program(_path: Path) -> list[TrueTalk]:
    """A page of people, dates and a description, on which no talk has a title or an hour."""
    return []


_PART = re.compile(r"^(?=##? \[?(?:Orals|Spotlights\]|Demonstrations|Socials))", re.MULTILINE)
_DIGIT = re.compile(r"\d")
_OPENING = re.compile(r"^(?:\w+ \w+ \w+ )?(\d\d?):(\d\d)(?: ([ap])m)?(?: -- .*([AP])M)?.*\n", re.MULTILINE)
_TITLED = re.compile(
    r"^(?:\[([^\]]+)\]\([^)]*\bevent=\d+\)|## S[Pp]otlight \d: (.+)|\d{3}: (.+)|(\S.* Social))\\?\n((?:.+\n)*)",
    re.MULTILINE,
)


def noted_day(path: Path, day: datetime) -> list[TrueTalk]:
    """A day of notes: titles that lead to events or stand after a number, and a line a person below; hours by parts.

    The hour of a part is that of its first talk; of all of them in a part that says until when.
    """
    talks: list[TrueTalk] = []
    for part in _PART.split(path.read_text(encoding="utf-8"))[1:]:
        clock = _OPENING.search(part)
        half = (clock[3] or clock[4]).lower() if clock else ""
        start = day.replace(hour=int(clock[1]) % 12 + 12 * (half == "p"), minute=int(clock[2])) if clock else None
        titled = list(_TITLED.finditer(part))
        if clock and not clock[4] and titled[0][2]:
            talks.append(TrueTalk("", start))
            start = None
        for match in titled:
            title = next(" ".join(each.rstrip("\\").split()) for each in match.groups()[:4] if each)
            lines = [
                line for line in match[5].split("\n") if _PERSON.match(line.strip("*")) and not _DIGIT.search(line)
            ]
            people = [each.partition("(")[0].strip("*\\ ") for line in lines for each in line.split("·")]
            talks.append(TrueTalk(title, start, names(people)))
            if clock and not clock[4]:
                start = None
    return talks


_QUOTED = re.compile(r"(?:\"(?P<quoted>.+)\"|(?P<title>[^\"]+)) by (?P<people>.+)")
_LISTED = re.compile(r"^## \"(.+)\" by (.+)$", re.MULTILINE)
_LINK = re.compile(r"\[([^\]]*)\]\([^)]*\)")
_PERSON = re.compile(r"(?:[A-Z][\w.'-]+ ?){2,4}")
_SPEAKER = re.compile(r"^Speaker: ([^(\n]+)", re.MULTILINE)


def noted_talks(folder: Path) -> list[TrueTalk]:
    """One page of notes a talk: `# "Title" by Names`, or a title with `## Name, Affiliation` or `Speaker: Name`."""
    noted = list(_noted(folder))
    people = {talk.speakers for talk in noted}
    readme = folder / "README.md"
    listed = _LISTED.findall(readme.read_text(encoding="utf-8")) if readme.is_file() else []
    alone = [TrueTalk(title, None, names(who.split(" and "))) for title, who in listed]
    return noted + [talk for talk in alone if talk.speakers not in people]


def _noted(folder: Path) -> Iterator[TrueTalk]:
    for path in sorted(folder.glob("*.md")):
        text = path.read_text(encoding="utf-8")
        lines = [line for line in text.split("\n") if line.strip()]
        if path.name == "README.md" or not lines:
            continue
        heading = _LINK.sub(r"\1", lines[0].strip("# ")).removesuffix(" Notes").removesuffix(" (Panel)")
        quoted = _QUOTED.fullmatch(heading)
        title = (quoted["quoted"] or quoted["title"]) if quoted else heading
        below = (
            lines[1].removeprefix("##").partition(",")[0].strip() if len(lines) > 1 and lines[1][:1] != "#" * 3 else ""
        )
        stated = _SPEAKER.search(text)
        if quoted:
            people = quoted["people"].partition(",")[0].split(" and ")
        elif stated:
            people = [stated[1]]
        else:
            people = [below] if _PERSON.fullmatch(below) and _SECOND_LEVEL.match(lines[1]) else []
        yield TrueTalk(plain(title), None, names(people))


_SECOND_LEVEL = re.compile(r"## (?!.*\b(?:Board|Ideas|Philosophy|Notes)\b)|[A-Z]\w+ [A-Z]\w+$")
