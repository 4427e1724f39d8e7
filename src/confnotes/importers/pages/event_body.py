"""The body of an event's page: its abstract, a speaker at its start, or somebody's notes."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping

from confnotes.importers.facts import inline
from confnotes.importers.facts.names import is_likely_name
from confnotes.importers.facts.people import read_people
from confnotes.importers.pages.document import SourceDocument
from confnotes.importers.pages.labels import split_label
from confnotes.markup import opinions
from confnotes.model.program import Speaker

_NOTES_HEADING = re.compile(r"^\s*#{1,6}\s+(?:my\s+|talk\s+)?(?:notes?|notizen|mitschrift)\s*:?\s*$", re.IGNORECASE)
_OWN_PARTS = r"notes?|notizen|notas|mitschrift|takeaways?|impressions?|verdict|conclusions?"
_OWN_ABROAD = "fazit|eindr(?:uck|ücke)|bilan|impresiones"
_OWN_HEADING = re.compile(
    rf"^\s*#{{1,6}}\s+(?:my|our|meine?|mon|mes|mis?)\s+(?:{_OWN_PARTS}|{_OWN_ABROAD})\W*$", re.IGNORECASE | re.MULTILINE
)
_PERSONAL = ("rating", "attended", "aliases", "cssclass", "cssclasses", "up", "related", "watched")
_ABSTRACT = re.compile(r"^\W{0,4}(?:abstract|summary|résumé|zusammenfassung)\W{0,4}\s*[:.]\s*\W{0,2}\s*", re.IGNORECASE)
_ABSTRACT_WORD = "abstract|summary|résumé|zusammenfassung"
_ABSTRACT_HEADING = re.compile(
    rf"^\s*(?:#{{1,6}}\s+(?:talk\s+)?(?:{_ABSTRACT_WORD}|description)"
    rf"|(?:\*\*|__)(?:{_ABSTRACT_WORD})\s*[:.]?(?:\*\*|__)\s*[:.]?)\s*$",
    re.IGNORECASE,
)
_BIO_WORD = r"(?:short\s+|speaker\s+)?(?:bio(?:graphy|graphie)?|about the speaker)"
_BIO = re.compile(
    rf"^\s*(?:#{{1,6}}\s+|\*\*|__)?{_BIO_WORD}(?:\s*[:.]?\s*(?:\*\*|__)\s*[:.]?|\s*[:.]|\s*$)", re.IGNORECASE
)


def is_personal(fields: Mapping[str, object], body: str) -> bool:
    """Whether a page is somebody's own note about an event rather than its announcement."""
    lowered = {key.lower(): value for key, value in fields.items()}
    kind = str(lowered.get("type") or lowered.get("layout") or lowered.get("category") or "").lower()
    if kind in ("note", "notes", "talk-note", "talk-notes", "talk note", "conference-note", "notizen"):
        return True
    linked = any("[[" in str(value) for value in fields.values())
    tasks = re.search(r"^\s*[-*+] \[[ xX]\] ", body, re.MULTILINE) is not None
    headed = next((line for line in body.split("\n") if line.strip()), "")
    own = _NOTES_HEADING.match(headed) or _OWN_HEADING.search(body) or opinions.count(body)
    return linked or tasks or bool(own) or any(key in lowered for key in _PERSONAL)


def notes_of(document: SourceDocument) -> str | None:
    """The unchanged lines of the body, without a heading that only says “Notes”."""
    lines = document.front.body.split("\n")
    while lines and not lines[0].strip():
        lines.pop(0)
    if lines and _NOTES_HEADING.match(lines[0]):
        lines.pop(0)
    while lines and not lines[0].strip():
        lines.pop(0)
    while lines and not lines[-1].strip():
        lines.pop()
    return "\n".join(lines) or None


def abstract_of(document: SourceDocument, speakers: list[Speaker]) -> str | None:
    """The body as an abstract; if no speaker is known yet, one at its start is added to `speakers`."""
    if not document.front.body.strip():
        return None
    lines = document.visible.strip().split("\n")
    if not speakers:
        lines = _after_speaker(lines, speakers)
    kept = _without_bio([line for line in lines if "{%" not in line and "{{" not in line])
    text = "\n".join(kept).strip()
    return markdown_of(text)


def _without_bio(lines: list[str]) -> list[str]:
    """The lines without a heading that says “Abstract”, and without the speaker's biography."""
    out: list[str] = []
    inside = False
    for line in lines:
        if _BIO.match(line):
            inside = True
            continue
        if inside and not line.lstrip().startswith("#"):
            continue
        inside = False
        if not (_ABSTRACT_HEADING.match(line) and not any(each.strip() for each in out)):
            out.append(line)
    return out


def _after_speaker(lines: list[str], speakers: list[Speaker]) -> list[str]:
    """The lines after the speaker's name at the start, as a heading or bold, or as `Speaker: X`."""
    first = next((number for number, line in enumerate(lines) if line.strip()), 0)
    text = lines[first].strip().lstrip("#").strip() if lines else ""
    marked = bool(lines) and (lines[first].lstrip().startswith("#") or inline.is_bold(text))
    label = split_label(text)
    if label and label[0] in ("speaker", "author"):
        speakers += read_people(label[1])
    elif marked and (people := read_people(text)) and is_likely_name(people[0].name):
        speakers += people
    return lines[first + 1 :] if speakers else lines


def markdown_of(text: str) -> str | None:
    """The HTML of an abstract as Markdown paragraphs, without a leading “Abstract:”."""
    from confnotes.importers.pages.html_lines import fragments

    if re.search(r"</?(?:p|br|div|ul|ol|li|b|i|em|strong|a|span|h\d)\b", text, re.IGNORECASE):
        made, _ = fragments(text)
        lines = [fragment.text.rstrip() for fragment in made]
        text = re.sub(r"\n{3,}", "\n\n", "\n".join(lines))
    text = html.unescape(text).strip()
    return _ABSTRACT.sub("", text) or None
