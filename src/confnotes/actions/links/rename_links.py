"""Writing the links to something anew in all files: planned and shown first, then all of it or nothing.

`collect` asks a change what is to be other in each note, character by character, `apply` writes a `Renaming`; what is
outside of the changed characters keeps every byte. How to take it back is kept in the state folder before anything is
written (`rename_record`), so that a rename that was cut off can be taken back, too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import zip_longest
from typing import TYPE_CHECKING

from confnotes.actions.links import rename_record
from confnotes.errors import ConflictError, ConfnotesError, StoppedError
from confnotes.markup import frontmatter, link_targets
from confnotes.markup.edits import Edit, edited
from confnotes.markup.headings import anchor_of
from confnotes.markup.link_targets import LinkTarget
from confnotes.markup.names import fold
from confnotes.vault.program_save import Planned
from confnotes.vault.transaction import Transaction
from confnotes.vault.version import TextFile, Version

if TYPE_CHECKING:
    from confnotes.vault.vault import Vault

Change = Callable[[str, str], Iterable[Edit]]
"""What is to be other in the note at a path with that text."""

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class LineChange:
    """A line of a note, from 1, as it is and as it is to be."""

    path: str
    line: int
    before: str
    after: str

    def around(self, width: int) -> tuple[str, str]:
        """Both in so many characters, the change among them."""
        begin = next((at for at, (a, b) in enumerate(zip(self.before, self.after, strict=False)) if a != b), 0)
        indent = len(self.before) - len(self.before.lstrip())
        start = indent if max(len(self.before), len(self.after)) - indent <= width else max(indent, begin - width // 3)
        cut = "…" if start > indent else ""
        return cut + self.before[start:], cut + self.after[start:]


@dataclass(frozen=True, slots=True)
class Rewriting:
    """A file, as it was read and as it is to be."""

    path: str
    before: str
    after: str
    version: Version

    @classmethod
    def of(cls, file: TextFile) -> Rewriting:
        """A file as it is, to be changed; raises ConfnotesError when it cannot be."""
        if file.read_only:
            raise ConfnotesError(f"{file.path} cannot be changed: {file.read_only}", "convert it to UTF-8 first")
        return cls(file.path, file.text, file.text, file.version)

    def lines(self) -> Iterator[LineChange]:
        """The lines that change."""
        before, after = self.before.split("\n"), self.after.split("\n")
        blocks: list[tuple[str, int, int, int, int]] = [("replace", 0, len(before), 0, len(after))]
        if len(before) != len(after):
            blocks = [*SequenceMatcher(None, before, after, autojunk=False).get_opcodes()]
        for what, start, end, new_start, new_end in blocks:
            both = zip_longest(before[start:end], after[new_start:new_end], fillvalue="")
            for number, (old, new) in enumerate(both, start + 1):
                if what != "equal" and old != new:
                    yield LineChange(self.path, number, old.rstrip("\r"), new.rstrip("\r"))


@dataclass(frozen=True, slots=True)
class LeftAlone:
    """A line that names it in a way that is not written anew, and why."""

    path: str
    line: int
    text: str
    why: str


@dataclass(frozen=True, slots=True)
class Renaming:
    """What is to be written: `old` is the path of the file that is renamed to `new`; equal when none is.

    `why` is what the history of the notes says of it.
    """

    old: str
    new: str
    files: tuple[Rewriting, ...] = ()
    left: tuple[LeftAlone, ...] = ()
    why: str = "rename"

    def lines(self) -> list[LineChange]:
        """Every line that changes."""
        return [line for file in self.files for line in file.lines()]


def collect(vault: Vault, change: Change, progress: Progress | None = None) -> list[Rewriting]:
    """What the change makes of every note that it changes; the files are read, not the index. Nothing is written.

    Raises ConfnotesError when one of those notes cannot be changed.
    """
    paths = vault.note_paths()
    found: list[Rewriting] = []
    for number, path in enumerate(paths):
        if progress is not None and not number % 200:
            progress(number, len(paths))
        try:
            file = vault.read(path)
        except ConfnotesError:
            continue  # a note that nobody can read links to nothing
        edits = list(change(path, file.text))
        if edits:
            found.append(_rewritten(file, edits))
    return found


def link_edits(
    text: str,
    means: Callable[[LinkTarget], bool],
    stem: str | None,
    heading: tuple[str, str] | None = None,
    left: Callable[[LinkTarget], None] | None = None,
) -> Iterator[Edit]:
    """The edits that let the links of a note that mean it lead to the note with that stem (None: the same).

    Folder, heading, block and alias stay; with `heading`, links to a heading that read as the first read as the second.
    `left` is told of those in front matter that cannot be read, which is never rewritten.
    """
    broken: bool | None = None
    for target in link_targets.find(text):
        if not means(target):
            continue
        if target.in_head:
            broken = frontmatter.split(text).broken is not None if broken is None else broken
            if broken:
                if left is not None:
                    left(target)
                continue
        if stem is not None and target.start < target.end:
            yield Edit(target.start, target.end, target.written(stem))
        if heading is None or target.place is None or target.heading is None:
            continue
        if fold(anchor_of(target.heading)) == fold(anchor_of(heading[0])):
            yield Edit(*target.place, target.written(anchor_of(heading[1])))


def line_of(text: str, offset: int) -> tuple[int, str]:
    """The line of a text, from 1, in which an offset lies, and what it says."""
    start = text.rfind("\n", 0, offset) + 1
    end = text.find("\n", offset)
    return text.count("\n", 0, start) + 1, text[start : len(text) if end < 0 else end].rstrip("\r")


def apply(vault: Vault, renaming: Renaming) -> None:
    """Write it all, or nothing.

    Raises ConflictError when one of the files was changed since it was read, ConfnotesError when one cannot be written
    or has unsaved text from a program that was cut off; then everything is as it was.
    """
    _must_be_as_read(vault, renaming)
    changed = [rename_record.splice(file.path, file.before, file.after, file.version) for file in renaming.files]
    with (
        rename_record.kept(vault, renaming.old, renaming.new, changed),
        Transaction(vault, renaming.why) as transaction,
    ):
        version = vault.read(renaming.old).version if renaming.new != renaming.old else None
        for file in renaming.files:
            written = transaction.save(Planned(file.path, file.after, file.version))
            version = written if file.path == renaming.old else version
        if version is not None and renaming.new != renaming.old:
            transaction.rename(renaming.old, renaming.new.rpartition("/")[2], version)


def stopping(progress: Progress | None, cancelled: Callable[[], bool]) -> Progress:
    """The progress that raises StoppedError when somebody wants it to end."""

    def told(done: int, total: int) -> None:
        if cancelled():
            raise StoppedError
        if progress is not None:
            progress(done, total)

    return told


def _must_be_as_read(vault: Vault, renaming: Renaming) -> None:
    """Look at every file before the first is written, so that there is seldom something to take back."""
    for path in {renaming.old, *(file.path for file in renaming.files)} - {""}:
        if vault.journal.kept(path) is not None:
            raise ConfnotesError(f"unsaved text of {path} was kept", "open it and save it first; nothing was changed")
    for file in renaming.files:
        if vault.read(file.path).version != file.version:
            raise ConflictError(f"{file.path} was changed meanwhile", "nothing was written; look at it again")


def _rewritten(file: TextFile, edits: list[Edit]) -> Rewriting:
    if file.read_only:
        line, _ = line_of(file.text, edits[0].start)
        message = f"{file.path} names it in line {line} and cannot be changed: {file.read_only}"
        raise ConfnotesError(message, "convert it to UTF-8 first; nothing was changed")
    after = edited(file.text, _fit_for_yaml(file, edits))
    return Rewriting(file.path, file.text, after, file.version)


def _fit_for_yaml(file: TextFile, edits: list[Edit]) -> list[Edit]:
    """The edits, in front matter with quotes doubled where it has them; raises ConfnotesError where that fails."""
    head = len(frontmatter.split(file.text).head)
    in_head = [edit for edit in edits if edit.end <= head]
    if not in_head:
        return edits
    fields = frontmatter.split(file.text).fields
    fit = [edit for edit in edits if edit.end > head]
    for edit in in_head:
        ways = (edit, edit._replace(text=edit.text.replace("'", "''")))
        fits = (way for way in ways if _holds(file.text[:head], way, fields, edit.text))
        fitting = next(fits, None)
        if fitting is None:
            line, _ = line_of(file.text, edit.start)
            message = f"the front matter of {file.path} cannot take this name in line {line}"
            raise ConfnotesError(message, "put the link into double quotes there; nothing was changed")
        fit.append(fitting)
    return fit


def _holds(head: str, edit: Edit, fields: object, name: str) -> bool:
    after = frontmatter.split(edited(head, [edit]))
    return after.broken is None and _says_so(fields, after.fields, name)


def _says_so(before: object, after: object, name: str) -> bool:
    """Whether the fields are the same but for values that say the new name."""
    if isinstance(before, dict) and isinstance(after, dict):
        return list(before) == list(after) and all(_says_so(before[key], after[key], name) for key in before)
    if isinstance(before, list) and isinstance(after, list):
        return len(before) == len(after) and all(_says_so(a, b, name) for a, b in zip(before, after, strict=True))
    return before == after or name in str(after)
