"""A section of people: includes, cards, tables, items, biographies, or names and affiliations line by line."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from confnotes.importers.facts import inline
from confnotes.importers.facts.lengths import LONGEST_LABEL, LONGEST_LINE, LONGEST_NAME, LONGEST_TITLE
from confnotes.importers.facts.names import (
    LIKELY,
    POSSIBLE,
    clean_name,
    is_certain_name,
    is_likely_institution,
    is_likely_name,
    without_asides,
)
from confnotes.importers.facts.people import clean_affiliation, is_placeholder, read_people, read_person
from confnotes.importers.facts.words import OCCUPATIONS
from confnotes.importers.pages.blocks import Block, BlockKind
from confnotes.importers.pages.builder import Builder
from confnotes.importers.pages.labels import split_label
from confnotes.importers.pages.people_lines import (
    HOMEPAGE,
    gaps_before,
    is_prose,
    label_lines,
    lead_name,
    line_scores,
    names_one_a_line,
    talk_behind,
)
from confnotes.importers.pages.sections import Topic, classify
from confnotes.model.program import Role, Speaker

_NAME_KEYS = ("name", "speaker", "fullname", "full_name", "author", "title")
_AFFILIATION_NAMES = (
    "affiliation affil affiliations institution organization organisation org company university inst aff position "
    "subtitle institute"
)
_AFFILIATION_KEYS = tuple(_AFFILIATION_NAMES.split())
_SAID_KEYS = ("text", "caption", "subtext", "description")
_URL_KEYS = ("url", "website", "link", "homepage", "web", "site", "href", "webpage", "page")
_NAME_HEADER = re.compile(
    r"names?|speakers?|organi[sz]ers?|members?|panell?ists?|who|people|person|chairs?", re.IGNORECASE
)
_AFFILIATION_HEADER = re.compile(
    r"affiliations?|institutions?|organi[sz]ations?|company|universit(?:y|ies)|institute|where", re.IGNORECASE
)
_LABELLED = re.compile(r"^(?:\*\*|__)?([A-Z][\w &/-]{3,40}?)(?:\*\*|__)?\s*:\s*(?:\*\*|__)?\s*(.+)$")
_LISTED = (BlockKind.TEXT, BlockKind.ITEM)


class PeopleReader:
    """Reads the blocks of a section into the people of a builder, all with the section's role."""

    def __init__(self, builder: Builder, role: Role | None) -> None:
        self.builder = builder
        self.role = role
        self.found = 0
        self.last: Speaker | None = None
        self.one_a_line = False
        self.beside: list[Speaker | None] = []

    def read(self, blocks: list[Block]) -> int:
        """Read the section; returns the number of people."""
        self.one_a_line = names_one_a_line([block.text for block in blocks if block.kind in _LISTED])
        loose: list[Block] = []
        columns: list[str] | None = None
        for block in blocks:
            if block.kind in (BlockKind.TEXT, BlockKind.BLANK) or (
                block.kind is BlockKind.HEADING and classify(block.text) is None
            ):
                loose.append(block)
                continue
            self.flush(loose)
            loose = []
            if block.kind is BlockKind.INCLUDE:
                self.include(block)
            elif block.kind is BlockKind.ROW:
                columns = self.row(block, columns)
            elif block.kind is BlockKind.ITEM:
                self.item(block)
            elif block.kind is BlockKind.HEADING:
                self.keep()
        self.flush(loose)
        self.keep()
        return self.found

    def people_of(self, text: str, *, accept: float = LIKELY) -> list[Speaker]:
        """The people of a line; if the section has one person per line, the text after the comma is the affiliation."""
        text, _ = talk_behind(text)
        if self.one_a_line:
            person = read_person(text, accept=accept)
            if person is not None and person.affiliation is not None and "(" not in person.affiliation:
                pieces = [piece.strip() for piece in re.split(r",|\band\b", person.affiliation)]
                if not any(is_certain_name(piece) for piece in pieces):
                    return [person]
        return read_people(text, accept=accept)

    def add(self, person: Speaker) -> None:
        """Begin a person; the following lines may have the affiliation."""
        self.keep()
        self.last = person

    def keep(self) -> None:
        if self.last is not None:
            own = self.last.role if self.last.role is not Role.SPEAKER else None
            roles = [self.role, own] if own is Role.CHAIR and self.role is Role.ORGANIZER else [own or self.role]
            self.builder.add_listed(self.last, tuple(role for role in roles if role is not None))
            self.found += 1
        self.last = None

    def include(self, block: Block) -> None:
        name = clean_name(inline.plain(_first(block, _NAME_KEYS)))
        looks = any(word in block.text for word in ("people", "person", "speaker")) or is_likely_name(name)
        if not name or not looks or is_placeholder(name) or "{" in name or "." in name.split(" ")[0][1:-1]:
            return
        affiliation = inline.plain(_first(block, _AFFILIATION_KEYS))
        if not affiliation:
            said = inline.plain(_first(block, _SAID_KEYS))
            affiliation = said if len(said) <= LONGEST_NAME and not is_prose(said) and "{" not in said else ""
        affiliation = "" if is_placeholder(affiliation) else affiliation
        self.add(Speaker(name, affiliation or None, _first(block, _URL_KEYS) or None, Role.SPEAKER))

    def row(self, block: Block, columns: list[str] | None) -> list[str] | None:
        """Read a row of a table; returns the columns of a header with a column of names, else the earlier columns."""
        cells = [inline.plain(cell) for cell in block.cells]
        if columns is None or block.header:
            meanings = list(map(_meaning, cells))
            if "name" in meanings:
                return meanings
        if columns:
            self.columned(block, cells, columns)
        elif not self.beneath(cells):
            self.cards(block, cells)
        return columns

    def columned(self, block: Block, cells: list[str], columns: list[str]) -> None:
        """Read the person of a row below a header."""
        said = dict(zip(columns, cells, strict=False))
        name = block.cells[columns.index("name")] if columns.index("name") < len(cells) else ""
        if (
            inline.plain(name)
            and not is_placeholder(inline.plain(name))
            and (person := read_person(name, certain=True))
        ):
            affiliation = said.get("affiliation") or person.affiliation
            self.add(replace(person, affiliation=affiliation, role=Role.SPEAKER))

    def cards(self, block: Block, cells: list[str]) -> None:
        """Read the people of a row without a header: one per cell."""
        self.beside = []
        for cell in block.cells:
            self.card(cell)
            self.beside.append(self.last if self.last is not None and inline.plain(cell) else None)

    def beneath(self, cells: list[str]) -> bool:
        """Whether a row has the affiliations of the people in the row above, by column; they are then stored."""
        pairs = list(zip(self.beside, cells, strict=False))
        if len(cells) < 2 or not any(cells) or any(person and person.affiliation for person in self.beside):
            return False
        if any(cell and (person is None or self.people_of(cell)) for person, cell in pairs):
            return False
        self.keep()
        for person, cell in pairs:
            if person is not None and cell:
                self.builder.add_listed(replace(person, affiliation=clean_affiliation(cell)), ())
        self.beside = []
        return True

    def card(self, cell: str) -> None:
        """Read a cell or item of several lines: the name, then the affiliation."""
        lines = [line for line in cell.split("\n") if inline.plain(line)]
        if not lines:
            return
        for person in (people := self.people_of(lines[0])):
            self.add(person)
        for line in lines[1:] if people else ():
            self.says(line)

    def says(self, line: str) -> None:
        """Read a line under a name: an affiliation, a link, or something else."""
        if self.last is None:
            return
        text = inline.plain(line).strip(" ,;()")
        if is_placeholder(text) or (split_label(line) or ("",))[0] in ("title", "abstract", "bio"):
            return
        url = next((each.url for each in inline.anchors(line) if each.url and "@" not in each.url), None)
        if url and self.last.url is None and HOMEPAGE.fullmatch(text):
            self.last = replace(self.last, url=url)
            return
        affiliation = None if text.startswith("http") else _affiliation(text)
        if affiliation is None:
            return
        whole = f"{self.last.affiliation.rstrip(', ')}, {affiliation}" if self.last.affiliation else affiliation
        self.last = replace(self.last, affiliation=whole)

    def item(self, block: Block) -> None:
        first, *others = block.text.split("\n")
        if self.labelled(first):
            return
        people = [] if len(first) > LONGEST_LINE else self.people_of(first)
        single = None if people else read_bio(block.text.replace("\n", " ")) or lead_name(first)
        for person in people or ([single] if single else []):
            self.add(person)
        for line in others if people or single else ():
            self.says(line)

    def labelled(self, text: str) -> bool:
        """Read `Program chairs: X (A), Y (B)`: the people of a line with a role of its own."""
        label = _LABELLED.match(text)
        section = classify(label.group(1)) if label else None
        if label is None or section is None or section.topic is not Topic.PEOPLE:
            return False
        for person in read_people(label.group(2)):
            self.add(replace(person, role=section.role or Role.SPEAKER))
            if section.role is None:
                self.keep_without_role()
        return True

    def keep_without_role(self) -> None:
        if self.last is not None:
            self.builder.add_listed(self.last, ())
            self.found += 1
            self.last = None

    def flush(self, loose: list[Block]) -> None:
        """Read lines of text: biographies, people, or names and affiliations in turn."""
        run: list[Block] = []
        for block in loose:
            if block.kind is BlockKind.BLANK:
                run.append(block)
                continue
            if _LABELLED.match(block.text):
                self.alternating(run)
                run = []
                if self.labelled(block.text):
                    continue
            bio = read_bio(block.text) if len(block.text) > LONGEST_LABEL else None
            if bio is not None:
                self.alternating(run)
                run = []
                if self.last is not None and clean_name(self.last.name) == bio.name:
                    self.last = replace(self.last, affiliation=self.last.affiliation or bio.affiliation)
                else:
                    self.add(bio)
                continue
            if block.kind is BlockKind.TEXT and len(block.text) > LONGEST_TITLE and not read_people(block.text):
                self.alternating(run)
                run = []
                continue
            run.append(block)
        self.alternating(run)

    def alternating(self, run: list[Block]) -> None:
        """Read short lines in which names and affiliations alternate, each judged with its neighbours."""
        lines = [block for block in run if block.kind is not BlockKind.BLANK]
        if not lines:
            return
        gaps = gaps_before(run)
        own = [line_scores(block, self.people_of(block.text, accept=POSSIBLE)) for block in lines]
        labels = label_lines(lines, own, gaps, after_name=self.last is not None and self.last.affiliation is None)
        for block, label in zip(lines, labels, strict=True):
            if label == "name":
                people = self.people_of(block.text, accept=POSSIBLE) or (
                    [person] if (person := read_person(block.text, certain=True)) else []
                )
                for person in people:
                    self.add(person)
            elif label == "affiliation":
                self.says(block.text)


def _first(block: Block, keys: Iterable[str]) -> str:
    """The first non-empty attribute of an include, by its keys in order."""
    return next((block.attributes[key] for key in keys if block.attributes.get(key)), "")


def _meaning(header: str) -> str:
    is_place = _AFFILIATION_HEADER.fullmatch(header)
    return "name" if _NAME_HEADER.fullmatch(header) else "affiliation" if is_place else ""


def _affiliation(text: str) -> str | None:
    """The affiliation in the line under a name; None for prose, addresses, and positions."""
    if not text or len(text) > LONGEST_TITLE or "@" in text or is_prose(text):
        return None
    affiliation = clean_affiliation(text)
    is_job = text.split()[0].lower() in OCCUPATIONS and affiliation == text and not is_likely_institution(text)
    return None if is_job else affiliation


_FULL_NAME = r"(?P<name>[^,.:;()]{3,60}?(?:\b[A-Z]\.[^,.:;()]{0,40}?){0,3})"
_DOES = r"is\b|works\b|leads\b|holds\b|heads\b|joined\b|serves\b"
_DID = r"received\b|obtained\b|was\b|has\b|co-?founded\b|currently\b"
_SUBJECT = re.compile(rf"^{_FULL_NAME}\s*(?:\([^()]{{1,60}}\))?,?\s+(?:{_DOES}|{_DID})")
_PRESENT = re.compile(r"\bis\b|\bworks\b|\bleads\b|\bheads\b|\bholds\b|\bserves\b|\bcurrently\b")
_CAPITALISED = "[A-Z][\\w.&'’-]*"
_LITTLE = r"(?:,?\s(?:of|de|for|and|in|the|di|&|at)){0,2}"
_PLACE = re.compile(
    rf"\b(?:at|in|with|of|for)\s+(?:the\s+)?(?P<place>{_CAPITALISED}(?:{_LITTLE},?\s(?:{_CAPITALISED})){{0,9}})"
)
_SCHOLAR = r"professor|lecturer|scientist|researcher|engineer|director|head|lead|leader|fellow|student|postdoc\w*"
_OFFICE = r"candidate|chair|ceo|cto|founder|co-?founder|manager|chief \w+|president|dean|reader"
_EMPLOYED = r"faculty|member|developer|associate|principal \w+|works?|working|affiliated"
_POSITION = re.compile(rf"\b(?:{_SCHOLAR}|{_OFFICE}|{_EMPLOYED})\b", re.IGNORECASE)
_DEPARTMENT = r"department|dept|faculty|school|machine learning dep\w*|\w+ department"
_BODY = re.compile(rf"^(?:{_DEPARTMENT}|institute for|lab\b|division|group)\b|\bdep\w*tment\b", re.IGNORECASE)
_COMPUTING = "machine learning|computer science|artificial intelligence|ai"
_SCIENCE = "mathematics|statistics|physics|engineering|data science"
_EARLIER = "where|who|whose|previously|formerly|before|prior|after"
_ANOTHER = re.compile(rf"\b(?:{_EARLIER}|affiliated with the Dep|supervised|advised|working on)\b")
_FIELD = re.compile(rf"^(?:{_COMPUTING}|{_SCIENCE})\b(?!.*\b(?:at|university)\b)", re.IGNORECASE)


def read_bio(text: str, role: Role = Role.SPEAKER) -> Speaker | None:
    """The person of a biography; None if the paragraph does not begin with a name and a verb."""
    visible = without_asides(inline.plain(text[:3000]))
    match = _SUBJECT.match(visible)
    if match is None or not is_likely_name(match.group("name")):
        return None
    name = match.group("name").strip()
    url = next((anchor.url for anchor in inline.anchors(text) if anchor.label and anchor.label in name), None)
    return Speaker(name, affiliation_in_bio(visible[match.end("name") :]), url, role)


def affiliation_in_bio(sentence: str) -> str | None:
    """The institutions of present positions in the first sentence, in order; None if unclear."""
    first = _first_sentence(sentence)
    if not _PRESENT.search(first[:80]):
        return None
    first = _ANOTHER.split(first)[0]
    places: list[str] = []
    for clause in re.split(r",?\s+and\s+(?=(?:a|an|the|[A-Z][a-z]+)?\s?(?:[\w-]+\s){0,4}?(?:at|of)\b)|;\s", first):
        if not _POSITION.search(clause):
            continue
        found = [match.group("place").strip(" ,.") for match in _PLACE.finditer(clause)]
        place = _institution(found)
        if place and place not in places:
            places.append(place)
    return ", ".join(places) or None


def _institution(found: list[str]) -> str | None:
    """The employer among the places of a clause, not the department or the field of study."""
    whole = [place.split(" at ")[-1].removeprefix("the ") for place in found]
    whole = [place for place in whole if not _FIELD.match(place)]
    outer = [place for place in whole if not _BODY.search(place)]
    for candidates in (outer, whole):
        likely = [place for place in candidates if is_likely_institution(place) or len(candidates) == 1]
        if likely:
            return likely[-1] if candidates is outer and len(likely) > 1 and _is_part(likely[0]) else likely[0]
    return None


def _is_part(place: str) -> bool:
    return (
        bool(
            re.search(r"\b(?:Lab|Laboratory|Group|Center|Centre|Department|School|Faculty|Division|Institute)\b", place)
        )
        and "University" not in place
    )


def _first_sentence(text: str) -> str:
    match = re.search(r"(?<![A-Z])(?<!\bDr)(?<!\bProf)(?<!\bSt)\.(?:\s+[A-Z\[]|\s*$)", text[:1200])
    return text[: match.start()] if match else text[:600]
