"""Where the notes of an imported folder are in the vault, their links to each other, and the folder's free notes."""

from __future__ import annotations

import posixpath
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import NamedTuple

from confnotes.actions.importing.open_source import Opened
from confnotes.actions.importing.source_preview import OtherNotes, SourcePreview
from confnotes.importers.notes_folder import FolderNotes
from confnotes.markup import link_targets
from confnotes.markup.edits import Edit, apply_edits
from confnotes.markup.link_names import LinkNames, stem_of
from confnotes.markup.link_targets import LinkTarget
from confnotes.markup.safe import safe_text


class TalkPlace(NamedTuple):
    """The note of a talk; `is_new`: it is not written yet."""

    path: str
    is_new: bool


class NotePlaces:
    """The places of notes in the vault: of talks, by their keys, and of files, by their path in the source."""

    talks: dict[str, TalkPlace]

    def __init__(
        self, opened: Opened | None, paths: Sequence[str], before: object = None, undone: Collection[str] = ()
    ) -> None:
        """`paths` are the notes of the vault, `before` are `places` of an earlier import of the source, `undone` those
        that undoing an import removed.
        """
        self._before = LinkNames(file.path for file in opened.source.files) if opened else LinkNames(())
        self._paths = paths
        self._after: LinkNames | None = None
        known = before.items() if isinstance(before, dict) else ()
        there, found = set(paths), {*paths, *undone}
        self.talks = {}
        self._places: dict[str, str] = {str(origin): path for origin, path in known if path in there}
        self.gone: dict[str, str] = {str(origin): path for origin, path in known if path not in found}
        """The last places of files whose notes the user renamed or deleted since."""

    def add(self, origin: str, path: str) -> None:
        """A file of the source is a note of the vault."""
        self._places[origin] = path
        self.gone.pop(origin, None)
        self._after = None

    @property
    def places(self) -> dict[str, str]:
        """The place of each file."""
        return dict(self._places)

    def of(self, origin: str) -> str:
        """The note of the vault that a file of the source is, or will be."""
        return self._places[origin]

    def with_links(self, text: str, origin: str, path: str) -> str:
        """The text of the file `origin` with its links as they lead from the note at `path` to the same notes."""
        if not self._places:
            return text
        if self._after is None:
            self._after = LinkNames({*self._paths, *self._places.values()})
        return apply_edits(text, [*self._edits(text, origin, path, self._after)])

    def _edits(self, text: str, origin: str, path: str, after: LinkNames) -> Iterator[Edit]:
        for target in link_targets.find(text):
            meant = self._places.get(next(iter(self._before.resolve(target.target, origin)), ""))
            if meant is None or target.start == target.end or after.resolve(target.target, path)[:1] == [meant]:
                continue
            begins = "[[" if not target.markdown else "](<" if target.angled else "]("
            begin = text.rindex(begins, 0, target.start) + len(begins)
            yield Edit(begin, target.end, _written(target, meant, path, after))
            if not target.markdown and not target.in_head and _is_plain(text, begin, target.end):
                yield Edit(target.end, target.end, f"|{target.target.rpartition('/')[2].removesuffix('.md')}")


def _written(target: LinkTarget, meant: str, path: str, after: LinkNames) -> str:
    """How a link in the note `path` names the note that is meant."""
    if target.markdown:
        name = posixpath.relpath(meant, posixpath.dirname(path)).removesuffix(".md")
        return "/".join(map(target.written, name.split("/")))
    stem = stem_of(meant)
    return stem if after.resolve(stem, path)[:1] == [meant] else meant.removesuffix(".md")


def _is_plain(text: str, begin: int, end: int) -> bool:
    """Whether a wikilink is only a name, which is read as part of a sentence."""
    line = text[text.rfind("\n", 0, begin) + 1 : begin]
    return text[end : end + 2] == "]]" and text[begin - 3 : begin - 2] != "!" and not line.lstrip().startswith("|")


def origins(one: SourcePreview) -> Mapping[str, str]:
    """The files in the opened source by the notes of talks that they contain."""
    if one.of is None or one.opened is None:
        return {}
    if one.read.format == "notes-folder":
        known = one.of.once(FolderNotes).origins
        return {safe_text(notes): folder_in_source(one) + path for notes, path in known.items()}
    path = folder_in_source(one) + one.of.files[0].path if one.of.is_folder else one.source
    return {talk.notes: path for talk in one.read.program.talks() if talk.notes}


def list_files(one: SourcePreview) -> Iterator[str]:
    """The files in the opened source whose text is in the note of the conference."""
    if one.of is not None and one.read.format == "notes-folder":
        yield from (folder_in_source(one) + path for path in one.of.once(FolderNotes).lists)


def folder_in_source(one: SourcePreview) -> str:
    """The folder of a preview's files in the opened source, with a slash."""
    if one.of is None or one.opened is None or one.of is one.opened.source or not one.of.is_folder:
        return ""
    within = f"{one.source}/"
    return within if any(file.path.startswith(within) for file in one.opened.source.files) else ""


def other_notes(previews: Sequence[SourcePreview]) -> OtherNotes:
    """The Markdown files of a folder, read as these previews, that are no notes of talks; none without such notes."""
    opened = previews[0].opened
    noted = [one for one in previews if one.read.format.startswith("notes")]
    if opened is None or not opened.source.is_folder or not noted:
        return OtherNotes()
    used = {path for one in previews for path in _used(one)}
    of_talks = sum(path.endswith(".md") for one in noted for path in _used(one))
    others = [file for file in opened.source.ending(".md") if file.path not in used]
    return OtherNotes(others, len(others) <= of_talks)


def _used(one: SourcePreview) -> Iterator[str]:
    """The files in the opened source that were read."""
    if one.of is None or not one.of.is_folder:
        yield one.source
        return
    is_folder_of_notes = one.read.format == "notes-folder"
    files = one.of.once(FolderNotes).files if is_folder_of_notes else one.of.files
    yield from (folder_in_source(one) + file.path for file in files)
    yield from list_files(one)
