"""Papers of a conference in BibTeX: “BibTeXing” (Patashnik 1988), with fields of biblatex, the ACL Anthology and PMLR.

An entry is a talk without a start by its authors; `@proceedings` is the conference. Without one, the conference is the
`booktitle` of most entries. A folder contains one bibliography in several files.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from confnotes.errors import ConfnotesError
from confnotes.importers.bibtex.conference import conference_of, name_of_book, shared_fields
from confnotes.importers.bibtex.entries import BibtexEntry, read_entries
from confnotes.importers.bibtex.paper_entries import links_of, names_of
from confnotes.importers.facts.kinds import label_kind
from confnotes.importers.facts.latex import latex_prose, plain_latex
from confnotes.importers.facts.prose import plain_title, prose
from confnotes.importers.importer import Hints
from confnotes.importers.source import Source, SourceFile
from confnotes.importers.warning_collector import counted
from confnotes.model.program import (
    Kind,
    Person,
    Program,
    ReadProgram,
    Role,
    Session,
    SourceWarning,
    Speaker,
    Talk,
    WarningCode,
)

_PAPERS = rb"article|book|conference|in(?:book|collection|proceedings)|manual|masters?thesis|misc|online|phdthesis"
_OTHERS = rb"proceedings|software|techreport|unpublished|string|preamble|comment"
_ENTRY = re.compile(rb"@[ \t]*(?:%b|%b)[ \t]*[{(]" % (_PAPERS, _OTHERS), re.IGNORECASE)
_NOT_BEFORE = re.compile(rb"[<#\[`;=|]|---|BEGIN:V")
_LONGEST_PREFACE = 400  # bytes of text before the first entry
_MOST_ENTRIES = 100_000  # of a file; more would take minutes
_VOLUMES = ("proceedings", "mvproceedings")
_NO_TALK = ("set", "xdata", "control")
_KIND_FIELDS = (
    *("presentation_type", "presentation", "presentationtype", "type", "track", "section", "note", "keywords"),
    "howpublished",
)
_LANGUAGES = {"english": "en", "american": "en", "british": "en", "german": "de", "ngerman": "de", "french": "fr"} | {
    "spanish": "es", "italian": "it", "portuguese": "pt", "japanese": "ja", "chinese": "zh", "russian": "ru"
}  # fmt: skip


class BibTeX:
    """Reads a .bib file, or a folder of them."""

    formats: tuple[str, ...] = ("bibtex",)

    def sniff(self, source: Source) -> float:
        """Certain for a file that starts with an entry, and for a folder of such files only."""
        if not source.is_folder:
            return _likeness(source.files[0])
        files = list(source.ending(".bib"))
        if not files or _likeness(files[0]) < 0.5:
            return 0.0
        return 0.96 if len(files) == len(source.files) else 0.6

    def read(self, source: Source, hints: Hints) -> ReadProgram:
        """The papers in the order of the files; raises ConfnotesError without any."""
        files = list(source.ending(".bib")) if source.is_folder else [source.files[0]]
        entries: list[BibtexEntry] = []
        warnings: list[SourceWarning] = []
        for file in files:
            if file.text.count("\n@") > _MOST_ENTRIES:
                raise ConfnotesError(
                    f"{file.name} has more than {_MOST_ENTRIES:,} entries", "Import one conference at a time."
                )
            found, told = read_entries(file.text)
            entries += found
            place = "" if len(files) == 1 else f"{file.path}: "
            warnings += [replace(each, message=f"{place}{each.message}") for each in told]
        if not entries:
            raise ConfnotesError(f"{source.name} has no readable entries", "Check that the download is complete.")
        program, told = _program(entries)
        return ReadProgram(self.formats[0], program, (*warnings, *told))


def _likeness(file: SourceFile) -> float:
    """How surely a file is a bibliography: text before the first entry is a comment, or a page that cites something."""
    found = _ENTRY.search(file.head)
    before = file.head[: found.start()].removeprefix(b"\xef\xbb\xbf").strip() if found else b""
    if found is None or (before and not before.startswith(b"%") and _NOT_BEFORE.search(before)):
        return 0.0
    return 0.97 if not before or before.startswith(b"%") else 0.5 if len(before) < _LONGEST_PREFACE else 0.0


def _program(entries: Sequence[BibtexEntry]) -> tuple[Program, list[SourceWarning]]:
    warnings: list[SourceWarning] = []
    papers = [entry for entry in entries if entry.kind not in _NO_TALK and not _is_volume(entry)]
    shared = shared_fields([entry.fields for entry in papers])
    volume = _volume(entries, shared)
    conference = conference_of({**shared, **volume})
    if conference.name is None and len(papers) > 1:
        told = "most entries do not state a conference"
        warnings.append(SourceWarning(told, code=WarningCode.CONFERENCE_NOT_NAMED))
    titled = [entry for entry in papers if _title(entry.fields)]
    untitled = [entry.line for entry in papers if not _title(entry.fields)]
    warnings += counted("{# entries have|an entry has} no title and was skipped", untitled)
    people = names_of(volume.get("editor", volume.get("author", "")))
    organizers = tuple(Person(name, roles=(Role.ORGANIZER,)) for name in people)
    return Program(conference, _sessions(titled, _sections(volume)), organizers), warnings


def _volume(entries: Sequence[BibtexEntry], shared: Mapping[str, str]) -> Mapping[str, str]:
    """The fields of the `@proceedings` with most entries; empty if there are several and none is identified."""
    volumes = [entry.fields for entry in entries if _is_volume(entry)]
    book = name_of_book(shared.get("booktitle", ""))
    own = (each for each in volumes if name_of_book(each.get("booktitle", each.get("title", ""))) == book)
    return next(own, volumes[0] if len(volumes) == 1 else {})


def _is_volume(entry: BibtexEntry) -> bool:
    """Whether an entry is the book; some papers are `@proceedings`, too, with authors and a book of their own."""
    return entry.kind in _VOLUMES and not {"author", "booktitle", "title"} <= set(entry.fields)


def _sections(volume: Mapping[str, str]) -> dict[str, str]:
    """The titles of sections by their names, as PMLR lists them: “open=Open Problems|default=Papers”."""
    pairs = (plain_latex(each).partition("=") for each in volume.get("sections", "").split("|"))
    return {name.strip(): title.strip() for name, _, title in pairs if title}


def _sessions(papers: Iterable[BibtexEntry], sections: Mapping[str, str]) -> tuple[Session, ...]:
    """The sessions named by entries, in order of first mention; repeated entries count once."""
    named: dict[str | None, dict[tuple[str, str, str], Talk]] = {}
    keys: set[str] = set()
    for entry in papers:
        session = plain_latex(entry.fields.get("session", "")) or None
        same = (entry.key, entry.fields["title"], entry.fields.get("author", ""))
        if same not in named.setdefault(session, {}):
            own_id = entry.key if entry.key and entry.key not in keys else None
            named[session][same] = _talk(entry.fields, own_id, sections)
            keys.add(entry.key)
    return tuple(Session(title, talks=tuple(listed.values())) for title, listed in named.items())


def _title(fields: Mapping[str, str]) -> str | None:
    return plain_title(plain_latex(fields.get("title", "")))


def _talk(fields: Mapping[str, str], own_id: str | None, sections: Mapping[str, str]) -> Talk:
    section = plain_latex(fields.get("section", "") or fields.get("track", "")) or None
    section = sections.get(section or "", section)
    kind = _kind(fields)
    abstract = latex_prose(fields.get("abstract", ""))
    subtitle = plain_latex(fields.get("subtitle", ""))
    language = plain_latex(fields.get("language", "") or fields.get("langid", "")).lower()
    return Talk(
        title=_title(fields),
        id=own_id,
        kind=kind,
        track=section if label_kind(section or "") in (None, Kind.TALK) else None,
        language=_LANGUAGES.get(language) or (language if len(language) == 2 else None),
        abstract="\n\n".join(part for part in (subtitle and f"*{subtitle}*", prose(abstract)) if part) or None,
        speakers=tuple(Speaker(name, role=Role.AUTHOR) for name in names_of(fields.get("author", ""))),
        resources=links_of(fields),
    )


def _kind(fields: Mapping[str, str]) -> Kind:
    """The kind in a field (oral, poster, spotlight ...) if it says nothing else; a paper is a talk."""
    stated = (plain_latex(fields[name]) for name in _KIND_FIELDS if name in fields)
    return next((kind for each in stated if (kind := label_kind(each)) is not None), Kind.TALK)
