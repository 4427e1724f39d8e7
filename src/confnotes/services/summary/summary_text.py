"""A note as an audience may read it: private text and stamps cut out, wikilinks resolved."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from confnotes.exporters.markdown_text import escaped
from confnotes.exporters.note_blocks import with_lists
from confnotes.markup import embeds, headings, stamps, wikilinks
from confnotes.markup.code import blank_code
from confnotes.markup.comments import without_comments
from confnotes.markup.link_names import name_of
from confnotes.markup.made_parts import without_parts
from confnotes.markup.names import fold
from confnotes.markup.note import parse_note
from confnotes.markup.plain import safe_text
from confnotes.markup.private import without_private
from confnotes.model.note import Note, Outline
from confnotes.model.summary import Audience
from confnotes.services.notes.day_page import is_day_page
from confnotes.services.notes.untouched import Untouched
from confnotes.services.program.recordings import Recording
from confnotes.services.summary.summary_moments import with_moments

PRIVATE_TAG = "private"
UNSHARED_TAG = "no-share"
_BLANK_RUN = re.compile(r"\n{3,}")
_NO = frozenset({"no", "n", "false", "off", "0", "null", "never"})
_BLOCK_ID = re.compile(r"(?:(?<=[ \t])|^)\^[A-Za-z0-9-]+[ \t]*$", re.MULTILINE)


def is_private(note: Outline) -> bool:
    """Whether the whole note is its author's own.

    `private: true` in the front matter, `share:` or `publish:` with a no, or the tag `private`; and a note whose front
    matter cannot be read, for it may say so. In doubt more is private rather than less.
    """
    if note.broken is not None:
        return True
    if "private" in note.fields and not _is_no(note.fields["private"]):
        return True
    if any(key in note.fields and _is_no(note.fields[key]) for key in ("share", "publish")):
        return True
    return _is_tagged(note, PRIVATE_TAG)


def is_unshared(note: Outline) -> bool:
    """Whether the public is not told of the note, nor of its talk: `no-share: true`, or the tag `no-share`."""
    return (UNSHARED_TAG in note.fields and not _is_no(note.fields[UNSHARED_TAG])) or _is_tagged(note, UNSHARED_TAG)


def _is_tagged(note: Outline, name: str) -> bool:
    return any(tag.name.casefold().partition("/")[0] == name for tag in note.tags)


def _is_no(value: object) -> bool:
    return not value or (isinstance(value, str) and value.strip().casefold() in _NO)


def for_audience(
    note: Note,
    audience: Audience,
    untouched: Untouched | None = None,
    concealed: Callable[[str, str], str] | None = None,
) -> Note:
    """The note with everything private gone, unless it is for its author, and with what is `untouched` of templates.

    `concealed` takes out of a text, given with its note's path, what must not be told either.

    Of the page of a day only what its author wrote is left: the rest is in the summary anyway, as far as the audience
    may know it. Lists that are indented like code count as lists, so that nothing private hides in them. The text is
    parsed again after the cut: a tag, a task, a person or an address of a private line is in none of the summary's
    lists either.
    """
    written = untouched.body_without(note) if untouched else note.body
    body = with_lists(without_parts(written) if is_day_page(note) else written)
    if audience is not Audience.ME:
        body = without_comments(without_private(body) if "%%" in body else body)
    if concealed is not None:
        body = concealed(body, str(note.path))
    return with_body(note, body)


def with_body(note: Note, body: str) -> Note:
    """The note with another text; what its text said before is forgotten."""
    if body == note.body:
        return note
    # A blank line in front: text that begins with `---` is no front matter.
    seen = parse_note(note.path, "\n" * max(note.body_line - 1, 1) + body)
    begin = note.body_line
    return replace(
        note,
        body=body,
        headings=seen.headings,
        links=tuple(link for link in note.links if link.line < begin) + seen.links,
        tags=tuple(tag for tag in note.tags if tag.line < begin) + seen.tags,
        tasks=seen.tasks,
        questions=seen.questions,
        stamps=seen.stamps,
        mentions=seen.mentions,
        references=tuple(reference for reference in note.references if reference.line < begin) + seen.references,
        paper_words=seen.paper_words,
        private_lines=frozenset(),
    )


def readable_text(
    note: Note, titles: set[str], item_of: Callable[[str], str | None], recording: Recording | None = None
) -> str:
    """The note's Markdown without stamps, without a heading that only repeats one of the (folded) titles, and with
    wikilinks as inner links to the item that `item_of` names, or as plain text. Where there is a recording, a stamped
    line ends with a link to its moment."""
    text = resolved_links(safe_text(note.body), item_of)
    if recording is not None:
        text = with_moments(text, recording)
    if "^" in text:
        text = _without_marks(text)
    lines = text.strip("\n").split("\n")
    first = headings.find(lines[0]) if lines else None
    if first is not None and first[0] == 1 and fold(first[1]) in titles:
        lines[0] = ""
    return _BLANK_RUN.sub("\n\n", "\n".join(lines)).strip("\n") if "```" not in text else "\n".join(lines).strip("\n")


def _without_marks(text: str) -> str:
    visible = blank_code(text)
    lines = text.split("\n")
    for number, seen in enumerate(visible.split("\n")):
        match = (stamps.STAMP.search(seen) or _BLOCK_ID.search(seen)) if "^" in seen else None
        if match:
            lines[number] = lines[number][: match.start()].rstrip()
    return "\n".join(lines)


def resolved_links(text: str, item_of: Callable[[str], str | None]) -> str:
    """The text with each `[[wikilink]]` outside code as `[words](#id)`, or as words where nothing is to be linked."""
    if "[[" not in text:
        return text
    parts: list[str] = []
    at = 0
    for match in wikilinks.WIKILINK.finditer(blank_code(text)):
        link = wikilinks.read(match)
        if link is None:
            continue
        picture = embeds.picture_words(link.target) if link.embed else None
        words = f"({escaped(picture)})" if picture else escaped(link.alias or _readable(link))
        item = item_of(link.target) if link.target and not link.embed else None
        parts += [text[at : link.start], f"[{words}](#{item})" if item else words]
        at = match.end()
    return "".join([*parts, text[at:]])


def _readable(link: wikilinks.FoundLink) -> str:
    name = name_of(link.target)
    return f"{name} › {link.heading}" if name and link.heading else name or link.heading or ""
