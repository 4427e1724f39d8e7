"""A section that lists people: includes, cards, tables, items, biographies, or names and affiliations line by line."""

from __future__ import annotations

import re
from dataclasses import replace

from confnotes.importers import inline
from confnotes.importers.bios import read_bio
from confnotes.importers.blocks import Block, BlockKind
from confnotes.importers.builder import Builder
from confnotes.importers.names import (
    clean_name,
    has_name_shape,
    institution_likeness,
    name_likeness,
    without_asides,
)
from confnotes.importers.people import clean_affiliation, is_placeholder, read_people, read_person
from confnotes.importers.sections import Topic, classify
from confnotes.importers.words import OCCUPATIONS
from confnotes.model.program import Role, Speaker

_NAME_KEYS = ("name", "speaker", "fullname", "full_name", "author", "title")
_AFFILIATION_KEYS = (
    "affiliation",
    "affil",
    "affiliations",
    "institution",
    "organization",
    "organisation",
    "org",
    "company",
    "university",
    "inst",
    "aff",
    "position",
    "subtitle",
    "institute",
)
_URL_KEYS = ("url", "website", "link", "homepage", "web", "site", "href", "webpage", "page")
_NAME_HEADER = re.compile(
    r"names?|speakers?|organi[sz]ers?|members?|panell?ists?|who|people|person|chairs?", re.IGNORECASE
)
_AFFILIATION_HEADER = re.compile(
    r"affiliations?|institutions?|organi[sz]ations?|company|universit(?:y|ies)|institute|where", re.IGNORECASE
)
_LABELLED = re.compile(r"^(?:\*\*|__)?([A-Z][\w &/-]{3,40}?)(?:\*\*|__)?\s*:\s*(?:\*\*|__)?\s*(.+)$")
_HOMEPAGE = re.compile(
    (
        r"\W*(?:personal\s+|my\s+)?(?:web\s?(?:site|page)|home\s?page|profile|link|bio|google scholar|"
        r"linkedin|twitter|email)\W*"
    ),
    re.IGNORECASE,
)
_PROSE = re.compile(
    r"(?<!\bSt)(?<!\bDr)(?<!Univ)(?<!Dept)(?<!Inc)(?<!Inst)(?<!Tech)(?<!\b[A-Z])[.!?](?:\s|$)|\b(?:is|are|"
    r"will|have|has|we|our|please|for|contact)\b"
)


class PeopleReader:
    """Reads one section's blocks into the people of a builder, all with the section's role."""

    def __init__(self, builder: Builder, role: Role | None) -> None:
        self.builder = builder
        self.role = role
        self.found = 0
        self.last: Speaker | None = None
        self.open = False

    def read(self, blocks: list[Block]) -> int:
        """Read the section; how many people it named."""
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
                self.subheading(block)
        self.flush(loose)
        self.keep()
        return self.found

    def add(self, person: Speaker) -> None:
        """Begin a person; the lines that follow may still say where they are."""
        self.keep()
        self.last = person

    def keep(self) -> None:
        if self.last is not None:
            role = self.last.role if self.last.role is not Role.SPEAKER or self.role is Role.SPEAKER else self.role
            self.builder.add_listed(self.last, (role,) if role else ())
            self.found += 1
        self.last = None

    def include(self, block: Block) -> None:
        attributes = block.attributes
        name = next((attributes[key] for key in _NAME_KEYS if attributes.get(key)), "")
        name = clean_name(inline.plain(name))
        looks = (
            "people" in block.text or "person" in block.text or "speaker" in block.text or name_likeness(name) >= 0.5
        )
        if not name or not looks or is_placeholder(name) or "{" in name or "." in name.split(" ")[0][1:-1]:
            return
        affiliation = next((attributes[key] for key in _AFFILIATION_KEYS if attributes.get(key)), "")
        url = next((attributes[key] for key in _URL_KEYS if attributes.get(key)), None)
        self.add(Speaker(name, inline.plain(affiliation) or None, url, Role.SPEAKER))

    def row(self, block: Block, columns: list[str] | None) -> list[str] | None:
        cells = [inline.plain(cell) for cell in block.cells]
        if columns is None or block.header:
            meanings = [
                "name" if _NAME_HEADER.fullmatch(cell) else "affiliation" if _AFFILIATION_HEADER.fullmatch(cell) else ""
                for cell in cells
            ]
            if "name" in meanings:
                return meanings
        if columns and "name" in columns:
            at = columns.index("name")
            if at < len(cells) and cells[at] and not is_placeholder(cells[at]):
                person = read_person(block.cells[at], certain=True)
                if person:
                    where = columns.index("affiliation") if "affiliation" in columns else -1
                    affiliation = cells[where] if 0 <= where < len(cells) else ""
                    self.add(replace(person, affiliation=affiliation or person.affiliation, role=Role.SPEAKER))
            return columns
        for cell in block.cells:
            self.card(cell)
        if (
            len(cells) == 2
            and self.last is not None
            and self.last.affiliation is None
            and institution_likeness(cells[1]) >= 0.6
        ):
            self.last = replace(self.last, affiliation=cells[1])
        return columns

    def card(self, cell: str) -> None:
        """A cell or item of several lines: the name, then where."""
        lines = [line for line in cell.split("\n") if inline.plain(line)]
        if not lines:
            return
        people = read_people(lines[0])
        if not people:
            return
        for person in people:
            self.add(person)
        for line in lines[1:]:
            self.says(line)

    def says(self, line: str) -> None:
        """A line under a name: an affiliation, a link, or something else."""
        if self.last is None:
            return
        text = inline.plain(line).strip(" ,;()")
        anchors = [anchor for anchor in inline.anchors(line) if anchor.url and "@" not in anchor.url]
        if anchors and self.last.url is None and _HOMEPAGE.fullmatch(text):
            self.last = replace(self.last, url=anchors[0].url)
            return
        if not text or len(text) > 140 or _PROSE.search(text) or "@" in text or text.startswith("http"):
            return
        affiliation = clean_affiliation(text)
        if affiliation is None or (
            text.split()[0].lower() in OCCUPATIONS and affiliation == text and institution_likeness(text) < 0.6
        ):
            return
        whole = f"{self.last.affiliation.rstrip(', ')}, {affiliation}" if self.last.affiliation else affiliation
        self.last = replace(self.last, affiliation=whole)

    def item(self, block: Block) -> None:
        lines = block.text.split("\n")
        first = lines[0]
        if block.level and self.last is not None and not read_people(first):
            self.says(first)
            return
        if self.labelled(first):
            return
        people = [] if len(first) > 250 else read_people(first)
        if not people and (bio := read_bio(block.text.replace("\n", " "))):
            people = [bio]
        if not people and (single := _lead_name(first)):
            people = [single]
        if not people:
            return
        for person in people:
            self.add(person)
        for line in lines[1:]:
            self.says(line)

    def labelled(self, text: str) -> bool:
        """`Program chairs: X (A), Y (B)`: the people of a line with a role of its own."""
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

    def subheading(self, block: Block) -> None:
        self.keep()

    def flush(self, loose: list[Block]) -> None:
        """Lines of text: biographies, people, or names and affiliations in turn."""
        run: list[Block] = []
        for block in loose:
            if block.kind is BlockKind.BLANK:
                run.append(block)
                continue
            if _LABELLED.match(block.text) and classify(block.text.split(":")[0]) is not None:
                self.alternating(run)
                run = []
                if self.labelled(block.text):
                    continue
            bio = read_bio(block.text) if len(block.text) > 40 else None
            if bio is not None:
                self.alternating(run)
                run = []
                if self.last is not None and clean_name(self.last.name) == bio.name:
                    self.last = replace(self.last, affiliation=self.last.affiliation or bio.affiliation)
                else:
                    self.add(bio)
                continue
            if block.kind is BlockKind.TEXT and len(block.text) > 160 and not read_people(block.text):
                self.alternating(run)
                run = []
                continue
            run.append(block)
        self.alternating(run)

    def alternating(self, run: list[Block]) -> None:
        """Short lines in which names and affiliations alternate: every line is judged with its neighbours."""
        lines = [block for block in run if block.kind is not BlockKind.BLANK]
        if not lines:
            return
        gaps = _gaps(run)
        labels = _labelled(lines, gaps, after_name=self.last is not None and self.last.affiliation is None)
        for block, label in zip(lines, labels, strict=True):
            if label == "name":
                people = read_people(block.text, accept=0.3) or (
                    [person] if (person := read_person(block.text, certain=True)) else []
                )
                for person in people:
                    self.add(person)
            elif label == "affiliation":
                self.says(block.text)


def _lead_name(text: str) -> Speaker | None:
    """`**Name** and then prose`, `[Name](url) works on ...`."""
    match = re.match(r"^\s*(?:\*\*|__)(.+?)(?:\*\*|__)\s*[:,.–—-]?\s*", text) or re.match(
        r"^\s*(\[[^\]]+\]\([^)]+\))\s*[:,.–—-]?\s*", text
    )
    if match is None or name_likeness(inline.plain(match.group(1))) < 0.6:
        return None
    return read_person(match.group(1))


def _gaps(run: list[Block]) -> list[bool]:
    """For each line whether a blank line stands before it."""
    gaps, blank = [], True
    for block in run:
        if block.kind is BlockKind.BLANK:
            blank = True
        else:
            gaps.append(blank)
            blank = False
    return gaps


def _labelled(lines: list[Block], gaps: list[bool], *, after_name: bool) -> list[str]:
    """The likeliest reading of the lines as names, affiliations and other text (Viterbi over two neighbours)."""
    states = ("name", "affiliation", "other")
    scores: list[dict[str, float]] = []
    back: list[dict[str, str]] = []
    carded = any(block.kind is BlockKind.HEADING for block in lines)
    start_of_group = sum(gaps) < len(gaps)
    for number, block in enumerate(lines):
        own = _own_scores(block)
        if carded and block.kind is not BlockKind.HEADING:
            own["name"] -= 0.5
        if gaps[number] and start_of_group and number:
            own["name"] += 0.3
        row: dict[str, float] = {}
        came: dict[str, str] = {}
        for state in states:
            if number == 0:
                before = 0.0 if state != "affiliation" or after_name else -2.0
                row[state], came[state] = own[state] + before, ""
                continue
            ends_open = inline.plain(lines[number - 1].text).endswith((",", "&", " and", "/"))
            options = {
                previous: scores[-1][previous] + _transition(previous, state, ends_open=ends_open)
                for previous in states
            }
            best = max(options, key=lambda key: options[key])
            row[state], came[state] = own[state] + options[best], best
        scores.append(row)
        back.append(came)
    state = max(scores[-1], key=lambda key: scores[-1][key])
    out = [state]
    for number in range(len(lines) - 1, 0, -1):
        state = back[number][state]
        out.append(state)
    return out[::-1]


def _transition(previous: str, state: str, *, ends_open: bool) -> float:
    if ends_open and previous == "affiliation":
        return 0.6 if state == "affiliation" else -0.8
    table = {
        ("name", "affiliation"): 0.3, ("affiliation", "name"): 0.2, ("name", "name"): 0.0,
        ("affiliation", "affiliation"): -0.15, ("other", "affiliation"): -2.0,
    }  # fmt: skip
    return table.get((previous, state), 0.0)


def _own_scores(block: Block) -> dict[str, float]:
    text = without_asides(inline.plain(block.text)).strip()
    if _PROSE.search(text) and not read_people(block.text):
        return {
            "name": -2.0,
            "affiliation": -0.6 if len(text) < 80 and not re.search(r"[.!?]\s", text) else -2.0,
            "other": 0.6,
        }
    if not text:
        return {"name": -2.0, "affiliation": -2.0, "other": 0.25}
    if text.split()[0].lower().strip(".,") in OCCUPATIONS or _HOMEPAGE.fullmatch(text):
        return {"name": -2.0, "affiliation": 0.5, "other": 0.25}
    people = read_people(block.text, accept=0.3)
    likeness = max((name_likeness(person.name) for person in people), default=0.0)
    if people and (len(people) > 1 or people[0].affiliation):
        likeness = max(likeness, 0.9)
    institution = institution_likeness(text)
    name = likeness if likeness else (0.15 if has_name_shape(text) and institution < 0.6 else -1.0)
    if block.kind is BlockKind.HEADING or inline.is_bold(block.text):
        name += 0.3
    return {"name": name, "affiliation": institution if likeness < 0.9 else institution - 0.5, "other": 0.25}
