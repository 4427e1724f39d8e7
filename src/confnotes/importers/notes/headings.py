"""How the headings over talks are put together: “Title by Name”, “Name | @handle | “Title””, “Title, [Name](url)”.

People write the headings of a document alike. Every way to divide them is tried on all of them together: a way that
finds people in most of them is believed where a heading by itself could be read in another way, too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from confnotes.importers.facts import inline
from confnotes.importers.facts.names import has_name_shape, institution_likeness, name_likeness
from confnotes.importers.notes.lines import is_day
from confnotes.importers.pages.entry_speakers import is_affiliation, people_score
from confnotes.markup.names import fold
from confnotes.model.program import Speaker

_CUTS = {
    "by": re.compile(r",?\s+(?:by|w/|with|von|mit|par|por|door|av)\s+(?=\S)", re.IGNORECASE),
    "dash": re.compile(r"\s+[-–—]{1,3}\s+"),
    "column": re.compile(r"\s+(?:\||·|•|::|//|/)\s+|\s*\|\s*"),
    "colon": re.compile(r"\s*:\s+"),
    "comma": re.compile(r"\s*,\s+"),
    "bracket": re.compile(r"\s*[(\[](?=[^()\[\]]*[)\]]$)"),
}
_HANDLE = re.compile(r"[\s,.–—-]*[(\[]*(?<!\w)@\w[\w.-]*[)\]]*(?:\(\S*?\))?\)*")
_FIELD = re.compile(rf"{_CUTS['dash'].pattern}|{_CUTS['column'].pattern}")
_ADDRESS = re.compile(r"(?:https?://)?[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}(?:/\S*)?|[a-z][a-z0-9_]+")
_QUOTED = re.compile(r"[\"“„«](?P<title>[^\"“”„«»]{3,300})[\"”“»]")
_ORG_BEHIND = re.compile(r"(?P<title>.{4,}\S)\s*\((?P<org>[^()]{2,40})\)")
_BY_BEHIND = re.compile(r"[\s,(]+(?:by|w/|with|von|mit|par|por|door|av)\s*$", re.IGNORECASE)
_EDGE = " \t,;:|–—·•/-"
_LONGEST = 400
_BY_ITSELF = 0.75  # so sure, a heading needs no others
_LIKELY = 0.4
_ALIKE = 0.25  # the least weight of a way among all headings at which a likely reading is believed


@dataclass(frozen=True, slots=True)
class TalkHeading:
    """A heading as title and people; `way` is how it is divided, `sure` how surely those are people (0 to 1)."""

    title: str
    speakers: tuple[Speaker, ...]
    way: str
    sure: float

    @property
    def turned(self) -> str:
        """The same division with the people on the other side."""
        return " ".join(reversed(self.way.split()))


def without_handles(text: str) -> str:
    """A text without `@name`, be it bare, in brackets or a link's label."""
    return _HANDLE.sub("", text) if "@" in text else text


def read_headings(texts: Sequence[str], below: Sequence[Sequence[Speaker]] = ()) -> list[TalkHeading | None]:
    """Title and people of each heading (Markdown, without times and rooms); None where one is no title with people.

    `below` are the people of the line under each, where there is such a line.
    """
    read = [list(_readings(text)) for text in texts]
    for text, readings, people in zip(texts, read, below, strict=False):
        known = {fold(each.name) for each in people}
        if people and not any(fold(named.name) in known for each in readings for named in each.speakers):
            readings.append(TalkHeading(inline.plain(text), tuple(people), "below", 0.9))
    # a heading that cannot be divided at all counts half: it says little about how the others are
    of = (len(texts) + sum(map(bool, read))) / 2
    support: dict[str, float] = {}
    for readings in read:
        # “Name - Title” among “Title - Name” is the same habit: each lends half its weight to the other
        best: dict[str, float] = {}
        for each in readings:
            best[each.way] = max(best.get(each.way, 0.0), each.sure)
            best[each.turned] = max(best.get(each.turned, 0.0), each.sure / 2)
        for way, sure in best.items():
            support[way] = support.get(way, 0.0) + sure / of
    return [_likeliest(readings, support, alone=len(texts) < 2) for readings in read]


def _likeliest(readings: Sequence[TalkHeading], support: dict[str, float], *, alone: bool) -> TalkHeading | None:
    """The reading that its words and the other headings speak for; None where both say too little."""
    best = max(readings, key=lambda each: each.sure + support[each.way], default=None)
    if best is None or not best.title or (alone and best.sure < _BY_ITSELF):
        return None
    beside = support[best.way]
    if best.sure < _BY_ITSELF and (beside < _ALIKE or (best.sure < _LIKELY and beside < 2 * _ALIKE)):
        return None
    return replace(best, sure=min(1.0, best.sure + (0.0 if alone else beside / 2)))


def _readings(text: str) -> Iterator[TalkHeading]:
    """Every way in which a heading can be read as a title beside people; a longer one is prose."""
    if len(text) > _LONGEST:
        return
    anchors = [each for each in inline.anchors(text) if each.start]
    linked = next((each for each in anchors if name_likeness(each.label) >= 0.5), None)
    if linked is not None:
        yield from _heading("link", inline.plain(text[: linked.start]), inline.plain(text[linked.start :]), 0.1)
    visible = without_handles(inline.plain(text)).strip(_EDGE)
    score, people = people_score(visible, ())
    if people and not _FIELD.search(visible) and all(len((each.affiliation or "").split()) < 5 for each in people):
        yield TalkHeading("", tuple(people), "people", score)
    quoted = _QUOTED.search(visible)
    if quoted is not None and not (quoted.start() and visible[quoted.end() :].strip(_EDGE + ")")):
        beside = visible[: quoted.start()] + visible[quoted.end() :]
        yield from _heading("quotes", quoted["title"], re.sub(r"^\W*(?:by|von|par)\s", "", beside), 0.1)
    for way, pattern in _CUTS.items():
        for cut in pattern.finditer(visible):
            before, after = visible[: cut.start()], visible[cut.end() :].removesuffix(")" * (way == "bracket"))
            if way != "column" or not pattern.search(before):
                yield from _heading(f"{way} people", before, after, 0.1 * (way == "by"))
            if way not in ("by", "bracket") and (way != "column" or not pattern.search(after)):
                yield from _heading(f"people {way}", after, before)


def _heading(way: str, title: str, people: str, bonus: float = 0.0) -> Iterator[TalkHeading]:
    title = _BY_BEHIND.sub("", title).strip(_EDGE).strip('"“”„ ')
    if not title or is_day(title) or any(title.count(a) != title.count(b) for a, b in ("()", "[]")):
        return
    score, speakers = _people(people.strip(_EDGE))
    behind = _ORG_BEHIND.fullmatch(title) if len(speakers) == 1 and way.startswith("people") else None
    if behind and speakers[0].affiliation is None and institution_likeness(behind["org"]) >= 0.6:
        title, speakers = behind["title"], [replace(speakers[0], affiliation=behind["org"])]
    # what looks as much like a name as the people do, or like where they work, may be so: the other headings decide
    doubtful = name_likeness(title) >= min(score, 0.6) or (way.startswith("people") and is_affiliation(title))
    sure = min(1.0, score + bonus) * (0.6 if doubtful else 1.0)
    if speakers:
        yield TalkHeading(title, tuple(speakers), way, sure)


def _people(text: str) -> tuple[float, list[Speaker]]:
    """Who stands beside a title, perhaps with where they work in a column of its own, and how surely."""
    fields = [each.strip(_EDGE) for each in _FIELD.split(text)]
    name, *beside = [each for each in fields if each and not _ADDRESS.fullmatch(each)] or [""]
    score, people = people_score(name, ())
    if any(len(each.split()) > 4 for each in beside):
        return 0.0, []
    if not people and (has_name_shape(name) or name.istitle()) and len(name.split()) < 4:
        score, people = 0.25, [Speaker(name)]
    if beside and len(people) == 1 and people[0].affiliation is None:
        people = [replace(people[0], affiliation=", ".join(beside))]
    return score, people
