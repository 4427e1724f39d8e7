"""Parse a whole note: its front matter, and all syntax in its lines."""

from __future__ import annotations

import re
from bisect import bisect_right
from pathlib import PurePosixPath

from confnotes.markup import (
    code,
    frontmatter,
    headings,
    links,
    mentions,
    namings,
    private,
    questions,
    stamps,
    tags,
    talk_references,
    withheld,
)
from confnotes.markup.headings import lead_of, text_start
from confnotes.markup.merge_marks import BEGIN, END, first_mark
from confnotes.markup.wrapped_lines import whole_tasks
from confnotes.model.note import Heading, Link, Mention, Note, PaperWords, Question, Reference, Stamp, Tag

_USUAL = tags.TagSyntax()
_NEWLINE = re.compile("\n")
_MOST_FRONT_TAGS = 1000  # a longer list is not a list of tags
_HASH_LINE = re.compile(r"\n {0,3}#")
_LABELLED = r"^(?:paper|slides|video|code|github|website|url|links?)\b.*\.\w"
_ADDRESS = re.compile(rf"https?://|(?<![\w.])10\.\d{{4,9}}/|(?i:arxiv):|{_LABELLED}", re.MULTILINE)


def parse_note(path: PurePosixPath, text: str, syntax: tags.TagSyntax = _USUAL) -> Note:
    """Parse a note; never fails, whatever the user wrote.

    Links, tags and references of the front matter count, too. Code is skipped; HTML comments and formulas have no
    links, tags, tasks and headings.
    """
    front = frontmatter.split(text)
    body = front.body.removeprefix("\ufeff")
    place = _Lines(body, front.body_line)
    visible = code.blank_code(body)
    hidden = private.find(visible)
    found_mentions = _mentions(visible, place)
    found_questions = _questions(visible, body, front.body_line)
    read = code.blank_unread(visible)
    found_links = [*(_front_links(front) if "[[" in front.head else ()), *_links(read, place)]
    same = read == visible
    visible = links.blank_wikilinks(visible)
    read = visible if same else links.blank_wikilinks(read)
    of_front = talk_references.read_front(front.head) if _ADDRESS.search(front.head) else ()
    in_front = _Lines(front.head, 1)
    found_references = [Reference(found.resource, in_front.of(found.start), own) for found, own in of_front]
    found_references += [
        Reference(found.resource, place.of(found.start), own) for found, own in talk_references.read_stated(visible)
    ]
    return Note(
        path=path,
        fields=front.fields,
        body=body,
        body_line=front.body_line,
        unmerged=first_mark(text.split("\n")) or 0 if BEGIN in text or END in text else 0,
        broken=front.broken,
        lead=lead_of(front),
        headings=_headings(read, body, place, text_start(front)),
        links=tuple(found_links),
        tags=_tags(front, read, visible, place, syntax),
        tasks=tuple(whole_tasks(body.split("\n"), read.split("\n"), front.body_line)) if "[" in read else (),
        questions=found_questions,
        stamps=tuple(Stamp(stamps.time_of(match), place.of(match.start())) for match in stamps.STAMP.finditer(visible))
        if "^t" in visible
        else (),
        mentions=found_mentions,
        references=tuple(found_references),
        paper_words=_paper_words(visible, place),
        private_lines=frozenset(front.body_line + number for number in private.lines_of(body, hidden)),
    )


class _Lines:
    """Converts offsets in a text to line numbers of the file."""

    def __init__(self, text: str, first: int) -> None:
        self._ends = [match.start() for match in _NEWLINE.finditer(text)]
        self._first = first

    def of(self, offset: int) -> int:
        return bisect_right(self._ends, offset - 1) + self._first if offset else self._first


def _links(read: str, place: _Lines) -> list[Link]:
    found = links.find(read)
    return [Link(one.target, place.of(one.start), one.heading, one.block, one.alias, one.embed) for one in found]


def _mentions(visible: str, place: _Lines) -> tuple[Mention, ...]:
    if "@" not in visible:
        return ()
    return tuple(Mention(name, place.of(start)) for start, _, name in mentions.find(visible))


def _paper_words(visible: str, place: _Lines) -> tuple[PaperWords, ...]:
    if "@@" not in visible:
        return ()
    found = namings.PAPER_WORDS.finditer(visible)
    return tuple(PaperWords(stamps.without_stamp(match[1]).strip(), place.of(match.start())) for match in found)


def _headings(visible: str, body: str, place: _Lines, start: int) -> tuple[Heading, ...]:
    found: list[Heading] = []
    if "#" in visible:
        for line in _HASH_LINE.finditer(f"\n{visible}", start):
            match = headings.ATX.match(visible, line.start()) and headings.ATX.match(body, line.start())
            if match:
                level, text = headings.read_atx(match)
                found.append(Heading(text, level, place.of(match.start())))
    if "\n==" in visible or "\n--" in visible:
        for match in headings.SETEXT.finditer(visible, start):
            original = headings.SETEXT.match(body, match.start())
            level, text = headings.read_setext(original or match)
            found.append(Heading(text, level, place.of(match.start())))
        found.sort(key=lambda heading: heading.line)
    return tuple(found)


def _tags(
    front: frontmatter.FrontMatter, read: str, visible: str, place: _Lines, syntax: tags.TagSyntax
) -> tuple[Tag, ...]:
    found: list[Tag] = []
    for key in ("tags", "tag"):
        value = front.fields.get(key)
        if value:
            found += _front_tags(front.head, key, value)
    if "#" in read or syntax.colons:
        found += [Tag(name, place.of(start)) for start, name in tags.find_all(read, syntax)]
    if withheld.may_withhold(visible):  # `(#private)` is not a tag elsewhere, but in doubt a note is private
        known = {(tag.name, tag.line) for tag in found}
        glued = (Tag(match[1], place.of(match.start())) for match in tags.GLUED_TAG.finditer(visible))
        found += [tag for tag in glued if withheld.is_tag(tag.name) and (tag.name, tag.line) not in known]
    return tuple(found)


def _front_tags(head: str, key: str, value: object) -> list[Tag]:
    names = re.split(r"[,\s]+", value) if isinstance(value, str) else value if isinstance(value, list) else []
    lines = head.split("\n")
    first = next((number for number, line in enumerate(lines, 1) if line.startswith(f"{key}:")), 1)
    found: list[Tag] = []
    line = first
    for raw in names[:_MOST_FRONT_TAGS]:
        name = tags.clean(str(raw)) if raw is not None else ""
        if name:
            line = next((number for number in range(line, len(lines) + 1) if str(raw) in lines[number - 1]), first)
            found.append(Tag(name, line))
    return found


def _questions(visible: str, body: str, first: int) -> tuple[Question, ...]:
    if "?" not in visible:
        return ()
    found = questions.find_all(body.split("\n"), visible.split("\n"))
    return tuple(Question(one.text, first + one.row, one.answer, one.asked_by) for one in found)


def _front_links(front: frontmatter.FrontMatter) -> list[Link]:
    return _links(front.head.replace("''", "'"), _Lines(front.head, 1))  # how YAML writes a quote inside single quotes
