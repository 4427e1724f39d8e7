"""The pages of a Jekyll or Hugo folder by type: talks, people, or neither; recognised by folders and front matter.

https://jekyllrb.com/docs/collections/, https://gohugo.io/content-management/organization/: `_talks/x.md`,
`content/talks/x.md`, `content/event/x/index.md`; drafts, lists (`_index.md`), templates and READMEs are not talks.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import PurePosixPath

from confnotes.errors import ConfnotesError
from confnotes.importers.facts import inline
from confnotes.importers.facts.kinds import label_kind
from confnotes.importers.facts.lengths import LONGEST_NAME
from confnotes.importers.facts.names import is_likely_name
from confnotes.importers.facts.people import is_placeholder
from confnotes.importers.pages.document import SourceDocument, document_of
from confnotes.importers.pages.event_body import is_personal
from confnotes.importers.pages.event_fields import Fields, with_talk_of_speaker
from confnotes.importers.pages.event_page import EventPage
from confnotes.importers.pages.front import Front
from confnotes.importers.pages.sections import Topic
from confnotes.importers.sites.people import section_of
from confnotes.importers.sites.records import words_of
from confnotes.importers.source import Source, SourceFile
from confnotes.model.program import Kind

_ENDINGS = (".md", ".markdown", ".mdown", ".html")
_LARGEST = 500_000  # bytes of a page
_MOST_PAGES = 3_000  # of a folder
_EVENT = 0.35  # certainty of the reader of event pages
_NO_TALKS = frozenset(
    ("readme", "license", "contributing", "changelog", "code_of_conduct", "codeofconduct", "conduct", "404", "about")
)
_LEFT_OUT = frozenset(("_drafts", "drafts", "node_modules", "_layouts", "_includes", "_site", "layouts", "archetypes"))
_MEETING = "talk|program(?:me)?|session|event|seminar|abstract|presentation|workshop|panel|keynote|tutorial"
_HANDED_IN = "poster|proposal|schedule|submission|speech|demo"
_TALK_FOLDERS = re.compile(rf"(?:{_MEETING}|colloqui(?:um|a)|meetup|lecture|{_HANDED_IN})s?", re.IGNORECASE)
_POSTS = re.compile(r"_?(?:posts?|blog|news|articles?)", re.IGNORECASE)
_SPOKEN_OF = ("speaker", "person", "author", "profile", "people", "member", "team", "organizer")
_LABELS = frozenset((
    "speaker", "speakers", "presenter", "presenters", "author", "authors", "affiliation", "date", "time", "start",
    "end", "room", "location", "duration", "track", "language", "slides", "video", "type", "format", "when", "where",
))  # fmt: skip
_LABEL = re.compile(r"^(?:[-+*•]\s+)?[*_\s]*([A-Za-z][\w /]{1,30}?)[*_]*\s*:[*_]*\s+(\S.*)$")
_LINKS = ("code", "repo", "repository", "github", "paper", "recording", "website", "link")


@dataclass(frozen=True)
class PageFile:
    """A page and what was parsed of it; `folder` is the last significant folder of its path."""

    file: SourceFile
    document: SourceDocument
    folder: str

    @property
    def key(self) -> str:
        """The site's name for the page: its file name, or its folder's name for a bundle."""
        path = PurePosixPath(self.file.path)
        return path.parent.name if path.stem in ("index", "_index") and path.parent.name else path.stem

    @property
    def fields(self) -> Fields:
        """The front matter."""
        return Fields(self.document.front.fields)


@dataclass(slots=True)
class Pages:
    """The pages of a folder."""

    talks: list[PageFile] = field(default_factory=list)
    people: list[PageFile] = field(default_factory=list)
    others: int = 0


def pages_of(source: Source) -> Pages:
    """Sort the pages of a folder; files that are not text are skipped."""
    pages = Pages()
    for file in list(source.ending(*_ENDINGS))[:_MOST_PAGES]:
        page = _page(file)
        if page is None:
            continue
        if _is_person(page):
            pages.people.append(page)
        elif (talk := _talk_page(page)) is not None:
            pages.talks.append(talk)
        else:
            pages.others += 1
    if not pages.talks:
        pages.talks = [talk for page in pages.people if (talk := _as_talk(page)) is not page]
    return pages


def _as_talk(page: PageFile) -> PageFile:
    """A speaker's page as the page of the talk that it names; other pages unchanged."""
    fields = page.document.front.fields
    if (stated := with_talk_of_speaker(fields)) is fields:
        return page
    return replace(page, document=replace(page.document, front=replace(page.document.front, fields=dict(stated))))


def is_hugo(pages: Pages, source: Source) -> bool:
    """Whether it is a Hugo folder: TOML or JSON front matter, list pages, a `content` folder."""
    heads = [page.file.head.lstrip()[:3] for page in pages.talks]
    return any(head == b"+++" or head[:1] == b"{" for head in heads) or any(
        file.name == "_index.md" or file.path.startswith("content/") for file in source.files
    )


def folder_kind(folder: str) -> Kind | None:
    """The kind of talk in the name of a folder: `workshops`, `_keynotes`."""
    words = words_of(folder)
    return Kind.OTHER if words in ("events", "event") else label_kind(words)


def _page(file: SourceFile) -> PageFile | None:
    path = PurePosixPath(file.path)
    folders = list(path.parts[:-1])
    stem = path.stem.lower().replace("-", "_")
    if (
        _LEFT_OUT.intersection(folders)
        or any(folder.startswith(".") for folder in folders)
        or path.name.startswith(("_index.", ".", "_"))
        or stem in _NO_TALKS
        or (stem == "index" and len(folders) < 2)
    ):
        if path.name.startswith("_index.") and _names_people(folders[:-1]):
            return _loaded(file, folders[-2] if len(folders) > 1 else "")
        return None
    bundle = stem == "index"
    return _loaded(file, folders[-2] if bundle else folders[-1] if folders else "")


def _names_people(folders: Sequence[str]) -> bool:
    section = section_of(folders[-1]) if folders else None
    return section is not None and section.topic is Topic.PEOPLE


def _loaded(file: SourceFile, folder: str) -> PageFile | None:
    if len(file.data) > _LARGEST:
        return None
    try:
        document = document_of(file.text, file.path)
    except ConfnotesError:
        return None
    fields = {str(key).lower(): value for key, value in document.front.fields.items()}
    hidden = fields.get("draft") is True or fields.get("published") is False or fields.get("public") is False
    return None if hidden else PageFile(file, document, folder)


def _is_person(page: PageFile) -> bool:
    if not page.document.front.found:
        return False
    said = {str(page.fields.text(key) or "").lower() for key in ("layout", "type")}
    speaks = any(key in page.fields.values for key in ("speaker", "speakers", "presenter", "presenters"))
    folders = PurePosixPath(page.file.path).parts[:-1]  # `speakers/keynotes/ada-lind.md`
    of_people = _names_people([page.folder]) or (any(map(_names_people, zip(folders))) and _as_talk(page) is page)
    return not said.isdisjoint(_SPOKEN_OF) or (of_people and not speaks)


def _talk_page(page: PageFile) -> PageFile | None:
    """The page if it is a talk; without front matter, the fields at its top are used."""
    page = _as_talk(page)
    document = page.document
    in_talks = _TALK_FOLDERS.fullmatch(words_of(page.folder).rpartition(" ")[2]) is not None
    if not document.front.found:
        headed = _headed(document) if in_talks else None
        return replace(page, document=headed) if headed is not None else None
    if is_personal(document.front.fields, document.front.body):
        return None
    fields = page.fields
    if fields.text("title") is None and fields.text("topic") is None:
        return None
    said = str(fields.text("layout") or "").lower()
    if said in ("room", "sponsor", "organization", "archive", "list", "splash"):
        return None
    if in_talks and not _states_a_talk(fields) and (told := _told_in_body(document)) is not None:
        return replace(page, document=told)
    who, when, stated = fields.entry("speaker")[0], fields.entry("start")[0], _states_a_talk(fields)
    if in_talks and (who is not None or stated or said not in ("page", "default", "home")):
        return page
    posted = not stated and (said == "post" or _POSTS.fullmatch(page.folder) is not None)
    return page if not posted and (stated or when is not None) and EventPage().sniff(document) >= _EVENT else None


def _told_in_body(document: SourceDocument) -> SourceDocument | None:
    """A page with the fields that its text states on lines with labels, if a speaker and a time are among them."""
    lines = document.visible.split("\n")
    front = dict(document.front.fields)
    for number, line in enumerate(lines):
        label = _LABEL.match(line)
        key = label[1].strip().lower() if label else ""
        if label and key in _LABELS and key not in front and not is_placeholder(value := inline.plain(label[2])):
            front[key], lines[number] = value, ""
    told = replace(document, front=replace(document.front, fields=front), visible="\n".join(lines))
    fields = Fields(front)
    return told if fields.entry("speaker")[0] and fields.entry("start")[0] else None


def _states_a_talk(fields: Fields) -> bool:
    """Whether front matter names a speaker or a time; posts have authors and dates, too."""
    who, when = fields.entry("speaker")[0], fields.entry("start")[0]
    speaks = who is not None and (not who.lower().startswith("author") or fields.entry("end")[0] is not None)
    return speaks or (when is not None and when.lower() not in ("date", "day"))


def _headed(document: SourceDocument) -> SourceDocument | None:
    """A page whose first lines contain typical front matter: a heading, a name, `Speaker: ...`."""
    lines = document.front.body.split("\n")
    numbered = [(number, line.strip()) for number, line in enumerate(lines) if line.strip()]
    if not numbered or not numbered[0][1].startswith("#"):
        return None
    fields: dict[str, object] = {"title": inline.plain(numbered[0][1].lstrip("#").strip())}
    places = {"title": document.front.body_line + numbered[0][0]}
    after = numbered[0][0] + 1
    for number, line in numbered[1:]:
        bare = inline.plain(line.lstrip("#").strip())
        if label := _LABEL.match(line):
            key, value = label[1].strip().lower(), inline.plain(label[2])
            if key not in _LINKS and Fields({key: value}).values.keys().isdisjoint(_LABELS):
                break
            key = "code" if key in ("repo", "repository", "github") else key
            if is_placeholder(value):
                continue
        elif "speaker" not in fields and len(bare) <= LONGEST_NAME and is_likely_name(bare.partition(",")[0]):
            key, value = "speaker", bare
        else:
            break
        fields.setdefault(key, value)
        places.setdefault(key, document.front.body_line + number)
        after = number + 1
    if len(fields) == 1:
        return None  # a heading above text, as in notes, is not a page of a site
    front = Front(fields, places, "\n".join(lines[after:]), document.front.body_line + after, found=True)
    return replace(document, front=front, visible="\n".join(document.visible.split("\n")[after:]))
