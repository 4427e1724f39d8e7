"""Papers of a conference as posts of the Proceedings of Machine Learning Research (https://proceedings.mlr.press/spec.html).

Each paper is a page of a Jekyll site with the fields of its BibTeX entry as front matter; the volume's `_config.yml`
describes the conference. A post's own date is that of publication.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import PurePosixPath

from confnotes.errors import ConfnotesError
from confnotes.importers.bibtex.conference import conference_of
from confnotes.importers.bibtex.paper_entries import links_of
from confnotes.importers.facts.kinds import label_kind
from confnotes.importers.facts.latex import latex_prose, plain_latex
from confnotes.importers.facts.prose import plain_title, prose
from confnotes.importers.importer import Hints
from confnotes.importers.source import Source, SourceFile
from confnotes.markup.frontmatter import split
from confnotes.markup.yaml12 import YamlError, load
from confnotes.model.program import (
    Conference,
    Kind,
    Person,
    Program,
    ReadProgram,
    Resource,
    ResourceKind,
    Role,
    Session,
    SourceWarning,
    Speaker,
    Talk,
)

_POST = re.compile(rb"^(?:layout|genre):\s*['\"]?inproceedings\b", re.MULTILINE)
_SERIES = re.compile(
    rb"^(?:container-title|booktitle|series|publisher|firstpage|tex_title):|proceedings\.mlr\.press", re.MULTILINE
)
_CONFIG = re.compile(
    rb"mlresearch|proceedings\.(?:mlr\.press|pmlr\.press)|Proceedings of Machine Learning Research|JMLR"
)
_ANCHOR = re.compile(r"(?<=[:-] )&(\w+) +(\S[^\n]{0,80})$", re.MULTILINE)
_ALIAS = re.compile(r"(?<=[:-] )\*(\w+)$", re.MULTILINE)
_HEAD = 4  # posts at each end of a folder that are looked at: a volume has hundreds


class Pmlr:
    """Reads a post, a folder of posts, or the repository of a volume."""

    formats: tuple[str, ...] = ("pmlr-posts",)

    def sniff(self, source: Source) -> float:
        """Certain for posts by their fields; a folder is recognised by its first posts, or by its configuration."""
        if not source.is_folder:
            return 0.98 if _is_post(source.files[0]) else 0.0
        posts = list(source.ending(".md", ".markdown"))
        known = sum(_is_post(file) for file in [*posts[:_HEAD], *posts[-_HEAD:]])
        if known == 0:
            return 0.0
        config = source.named("_config.yml")
        return 0.98 if known > 1 or (config is not None and _CONFIG.search(config.data)) else 0.9

    def read(self, source: Source, hints: Hints) -> ReadProgram:
        """The papers in the order of their pages; raises ConfnotesError without any post."""
        posts = [source.files[0]] if not source.is_folder else list(source.ending(".md", ".markdown"))
        warnings: list[SourceWarning] = []
        broken: list[str] = []
        papers: list[dict[str, object]] = []
        for file in posts:
            if not source.is_folder or _is_post(file):
                page = split(_without_anchors(file.text))
                if page.broken or not page.fields.get("title"):
                    broken.append(f"{file.path}, {page.broken or 'line 1: no title'}")
                else:
                    papers.append({**page.fields, "id": _text(page.fields.get("id")) or PurePosixPath(file.path).stem})
        if not papers:
            reason = broken[0] if broken else "no post of a paper found"
            raise ConfnotesError(f"{source.name} has no papers: {reason}", "Import the folder _posts of a volume.")
        if broken:
            count = f"{len(broken)} posts" if len(broken) > 1 else "a post"
            warnings.append(SourceWarning(f"{count} cannot be read and was skipped: {broken[0]}"))
        papers.sort(key=_place)
        config, told = _config(source)
        conference, more = _conference(config, papers)
        talks = _talks(papers, _sections(config))
        people = [Person(name, roles=(Role.ORGANIZER,)) for name in _names(config.get("editor"))]
        program = Program(conference, (Session(talks=talks),), tuple(people))
        return ReadProgram(self.formats[0], program, (*warnings, *told, *more))


def _is_post(file: SourceFile) -> bool:
    """Whether a page has the fields of a paper; an abstract may push them out of the head."""
    if not file.head.lstrip(b"\xef\xbb\xbf").startswith(b"---"):
        return False
    data = file.data[:65536]
    return _POST.search(data) is not None and _SERIES.search(data) is not None


def _place(paper: Mapping[str, object]) -> tuple[int, str]:
    """A sort key: the order of pages in the volume."""
    stated = _text(paper.get("order")) or _text(paper.get("firstpage"))
    return (int(stated) if stated.isdecimal() and len(stated) < 9 else 0), _text(paper.get("id"))


def _config(source: Source) -> tuple[dict[str, object], list[SourceWarning]]:
    """The configuration of the volume; empty without one."""
    file = source.named("_config.yml") if source.is_folder else None
    if file is None:
        return {}, []
    text = re.sub(r"\A(?:[ \t]*(?:#[^\n]*)?\n)+(?=---)", "", file.text)
    try:
        found = load(_without_anchors(text))
    except YamlError as error:
        return {}, [SourceWarning(f"{file.path} cannot be read: {error.reason}", error.line)]
    return (found if isinstance(found, dict) else {}), []


def _without_anchors(text: str) -> str:
    """YAML with the values of anchors (`&1`) in place of aliases (`*1`)."""
    values = dict(_ANCHOR.findall(text))
    if not values:
        return text
    return _ALIAS.sub(lambda match: values.get(match[1], match[0]), _ANCHOR.sub(r"\2", text))


def _conference(
    config: Mapping[str, object], papers: Sequence[Mapping[str, object]]
) -> tuple[Conference, list[SourceWarning]]:
    """The conference in the configuration, else in its papers."""
    stated = config.get("conference")
    about = stated if isinstance(stated, dict) else {}
    books = Counter(_text(paper.get("container-title")) or _text(paper.get("booktitle")) for paper in papers)
    places = Counter(_text(paper.get("address")) for paper in papers)
    fields = {
        "booktitle": _text(config.get("booktitle")) or books.most_common(1)[0][0],
        "conference_number": _text(config.get("conference_number")),
        "year": _text(config.get("year")),
        "start": _text(config.get("start")),
        "end": _text(config.get("end")),
        "conference_url": _text(about.get("url")) or _text(config.get("conference_url")),
        "venue": _text(about.get("location")) or places.most_common(1)[0][0],
    }
    days = (
        [_text(day) for day in about.get("dates") or () if _text(day)] if isinstance(about.get("dates"), list) else []
    )
    if days and not fields["start"]:
        fields["start"], fields["end"] = min(days), max(days)
    conference = conference_of({name: text for name, text in fields.items() if text})
    if conference.year is not None:
        return conference, []
    years = {_text(paper.get("date"))[:4] for paper in papers}
    year = years.pop() if len(years) == 1 else ""
    if not year.isdecimal() or not 1950 <= int(year) <= date.max.year:
        return conference, []
    told = f"the year {year} is the year of publication; the posts do not state the year of the conference"
    return replace(conference, year=int(year)), [SourceWarning(told)]


def _sections(config: Mapping[str, object]) -> dict[str, str]:
    """The titles of the volume's sections by name."""
    listed = config.get("sections")
    found = [each for each in listed if isinstance(each, dict)] if isinstance(listed, list) else []
    return {_text(each.get("name")): _text(each.get("title")) for each in found if each.get("title")}


def _talks(papers: Sequence[Mapping[str, object]], sections: Mapping[str, str]) -> tuple[Talk, ...]:
    found: dict[tuple[str, str], Talk] = {}
    taken: set[str] = set()
    for paper in papers:
        own_id, title = _text(paper.get("id")), _text(paper.get("title"))
        found.setdefault((own_id, title), _talk(paper, None if own_id in taken else own_id, sections))
        taken.add(own_id)
    return tuple(found.values())


def _talk(paper: Mapping[str, object], own_id: str | None, sections: Mapping[str, str]) -> Talk:
    section = _text(paper.get("section"))
    section = sections.get(section, section)
    kind = label_kind(section) if section else None
    links = {name: text for name, value in paper.items() if (text := _text(value))}
    return Talk(
        title=plain_title(_text(paper.get("title"))),
        id=own_id,
        kind=kind or Kind.TALK,
        track=section if kind in (None, Kind.TALK) and section != "default" else None,
        abstract=prose(latex_prose(_text(paper.get("abstract")))),
        speakers=tuple(Speaker(name, role=Role.AUTHOR) for name in _names(paper.get("author"))),
        resources=(*links_of(links), *_extras(paper.get("extras"))),
    )


def _extras(value: object) -> list[Resource]:
    """The other links of a paper: supplementary material, code."""
    found: list[Resource] = []
    for each in value if isinstance(value, list) else ():
        link = _text(each.get("link")) if isinstance(each, dict) else ""
        if link.startswith(("http://", "https://")):
            label = _text(each.get("label")) or None
            code = label is not None and re.search(r"\b(?:code|software)\b", label, re.IGNORECASE)
            found.append(Resource(ResourceKind.CODE if code else ResourceKind.OTHER, link, label))
    return found


def _names(value: object) -> list[str]:
    """The people of a list, each in parts or as one text."""
    found: list[str] = []
    for each in value if isinstance(value, list) else [value] if isinstance(value, str) else ():
        if isinstance(each, dict):
            parts = (_text(each.get(name)) for name in ("given", "prefix", "family", "suffix"))
            each = " ".join(part for part in parts if part) or _text(each.get("name")) or _text(each.get("literal"))
        name = plain_title(plain_latex(_text(each)))
        if name:
            found.append(name)
    return found


def _text(value: object) -> str:
    return str(value).strip() if isinstance(value, (str, int, float)) and not isinstance(value, bool) else ""
