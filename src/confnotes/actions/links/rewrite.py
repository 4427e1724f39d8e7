"""Rewrite many notes at once, as renaming does: plan and preview, then write all or nothing; can be undone.

`collect` asks a change for the edits of each note and returns `Rewriting`s, which a `Renaming` holds; `apply` writes
it, `take_back` undoes it. All bytes outside the edits are preserved.

The undo record is written to the user's state folder before the first file: for each file, the text between its first
and last changed character, before and after, and the digests of both versions. An interrupted rewrite can thus be
detected and undone.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import zip_longest
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from confnotes import system
from confnotes.errors import ConflictError, ConfnotesError, NotFoundError, StoppedError, UsageError
from confnotes.markup import frontmatter, link_targets
from confnotes.markup.edits import Edit, apply_edits, ends_in_common
from confnotes.markup.headings import anchor_of
from confnotes.markup.link_names import LinkNames, stem_of
from confnotes.markup.link_targets import LinkTarget
from confnotes.markup.names import fold, name_key
from confnotes.vault.people_file import EMPTY, PEOPLE_FILE
from confnotes.vault.private_file import put_private, state_file
from confnotes.vault.program_save import PlannedFile
from confnotes.vault.textfile import encode
from confnotes.vault.transaction import Transaction
from confnotes.vault.version import TextFile, Version, version_of

if TYPE_CHECKING:
    from confnotes.vault.vault import Vault

Change = Callable[[str, str], Iterable[Edit]]
"""Returns the edits for a note, given its path and text."""

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class LineChange:
    """A line of a note (from 1) before and after."""

    path: str
    line: int
    before: str
    after: str

    def around(self, width: int) -> tuple[str, str]:
        """Both texts, cut to `width` characters around the change."""
        begin = next((at for at, (a, b) in enumerate(zip(self.before, self.after, strict=False)) if a != b), 0)
        indent = len(self.before) - len(self.before.lstrip())
        start = indent if max(len(self.before), len(self.after)) - indent <= width else max(indent, begin - width // 3)
        cut = "…" if start > indent else ""
        return cut + self.before[start:], cut + self.after[start:]


@dataclass(frozen=True, slots=True)
class Rewriting:
    """A file as read and as it will be written."""

    path: str
    before: str
    after: str
    version: Version

    @classmethod
    def of(cls, file: TextFile) -> Rewriting:
        """A file that may be changed; raises ConfnotesError if it cannot."""
        if file.read_only:
            raise ConfnotesError(f"cannot change {file.path}: {file.read_only}", "Convert it to UTF-8 first.")
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
    """A line with a reference that is not rewritten, and why."""

    path: str
    line: int
    text: str
    why: str


@dataclass(frozen=True, slots=True)
class Renaming:
    """A planned rename: the file `old` becomes `new`; equal if no file is renamed.

    `why` is the reason recorded in the notes' history.
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
    """Apply the change to every note in memory; reads the files, not the index, and writes nothing.

    Raises ConfnotesError if an affected note cannot be changed.
    """
    paths = vault.note_paths()
    found: list[Rewriting] = []
    for number, path in enumerate(paths):
        if progress is not None and not number % 200:
            progress(number, len(paths))
        try:
            file = vault.read(path)
        except ConfnotesError:
            continue  # an unreadable note has no links
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
    """Edits that point the links to a note at its new stem (None: unchanged).

    Folder, heading, block and alias are kept; `heading` maps a heading's old text to its new one. `left` is called for
    links in invalid front matter, which is never rewritten.
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


def leads_to(names: LinkNames, target: LinkTarget, source: str) -> str | None:
    """The path of the note that a link in `source` leads to, or None."""
    return next(iter(names.resolve(target.target, source)), None)


def line_of(text: str, offset: int) -> tuple[int, str]:
    """The line (from 1) at an offset of a text, and its content."""
    start = text.rfind("\n", 0, offset) + 1
    end = text.find("\n", offset)
    return text.count("\n", 0, start) + 1, text[start : len(text) if end < 0 else end].rstrip("\r")


def apply(vault: Vault, renaming: Renaming) -> None:
    """Write all files or none.

    Raises ConflictError if a file changed since it was read, ConfnotesError if a file cannot be written or has unsaved
    text from an interrupted session; then everything is unchanged.
    """
    if any(file.path == PEOPLE_FILE for file in renaming.files) and not _is_there(vault, PEOPLE_FILE):
        vault.save(PEOPLE_FILE, EMPTY, None)
    _must_be_as_read(vault, renaming)
    changed = [splice(file.path, file.before, file.after, file.version) for file in renaming.files]
    with (
        record_rename(vault, renaming.old, renaming.new, changed),
        Transaction(vault, renaming.why) as transaction,
    ):
        version = vault.read(renaming.old).version if renaming.new != renaming.old else None
        for file in renaming.files:
            written = transaction.save(PlannedFile(file.path, file.after, file.version))
            version = written if file.path == renaming.old else version
        if version is not None and renaming.new != renaming.old:
            transaction.rename(renaming.old, renaming.new.rpartition("/")[2], version)


def cancellable(progress: Progress | None, cancelled: Callable[[], bool]) -> Progress:
    """A progress callback that raises StoppedError once cancelled."""

    def told(done: int, total: int) -> None:
        if cancelled():
            raise StoppedError
        if progress is not None:
            progress(done, total)

    return told


def _must_be_as_read(vault: Vault, renaming: Renaming) -> None:
    """Check every file before writing the first, so that an undo is rarely needed."""
    for path in {renaming.old, *(file.path for file in renaming.files)} - {""}:
        if vault.journal.kept(path) is not None:
            raise ConfnotesError(f"unsaved text in {path}", "Open and save it first. Nothing was changed.")
    for file in renaming.files:
        if vault.read(file.path).version != file.version:
            raise ConflictError(f"{file.path} changed meanwhile", "Nothing was written. Try again.")


def _rewritten(file: TextFile, edits: list[Edit]) -> Rewriting:
    if file.read_only:
        line, _ = line_of(file.text, edits[0].start)
        message = f"cannot change line {line} of {file.path}: {file.read_only}"
        raise ConfnotesError(message, "Convert it to UTF-8 first. Nothing was changed.")
    after = apply_edits(file.text, _fit_for_yaml(file, edits))
    return Rewriting(file.path, file.text, after, file.version)


def _fit_for_yaml(file: TextFile, edits: list[Edit]) -> list[Edit]:
    """The edits with quotes escaped for quoted front matter values; raises ConfnotesError if that is not possible."""
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
            message = f"cannot write this name to the front matter of {file.path}, line {line}"
            raise ConfnotesError(message, "Put the link in double quotes there. Nothing was changed.")
        fit.append(fitting)
    return fit


def _holds(head: str, edit: Edit, fields: object, name: str) -> bool:
    after = frontmatter.split(apply_edits(head, [edit]))
    return after.broken is None and _says_so(fields, after.fields, name)


def _says_so(before: object, after: object, name: str) -> bool:
    """Whether the fields differ only in values that contain the new name."""
    if isinstance(before, dict) and isinstance(after, dict):
        return list(before) == list(after) and all(_says_so(before[key], after[key], name) for key in before)
    if isinstance(before, list) and isinstance(after, list):
        return len(before) == len(after) and all(_says_so(a, b, name) for a, b in zip(before, after, strict=True))
    return before == after or name in str(after)


class Splice(NamedTuple):
    """A replacement of `old` by `new` in a file; the digests are those of the whole file before and after."""

    path: str
    start: int
    old: str
    new: str
    digest_before: str
    digest_after: str


class RewriteRecord(NamedTuple):
    """The undo record of the last rename; `whole` if it was written completely."""

    old: str
    new: str
    files: tuple[Splice, ...]
    whole: bool


def splice(path: str, before: str, after: str, version: Version) -> Splice:
    """The change between two texts as one splice."""
    start, end = ends_in_common(before, after)
    old, new = before[start : len(before) - end], after[start : len(after) - end]
    return Splice(path, start, old, new, version.digest, version_of(encode(after, version)).digest)


@contextmanager
def record_rename(vault: Vault, old: str, new: str, files: Sequence[Splice]) -> Iterator[None]:
    """Write a rename inside this block: the record is saved first, and kept if the block succeeds.

    If the block raises, everything is undone; what cannot be undone, for example on a full disk, stays in the record.
    Raises ConfnotesError if another rename is running or was interrupted, or the record cannot be saved.
    """
    with _turn(vault) as place:
        if find_interrupted(vault) is not None:
            raise ConfnotesError("a rename was interrupted", "Undo it first: confnotes rename --undo")
        before = place.read_bytes() if place.exists() else None
        record = RewriteRecord(old, new, tuple(files), whole=False)
        try:
            _write_record(place, record)
        except OSError as error:
            raise _not_kept(error) from error
        try:
            yield
        except BaseException as error:
            if _is_written_in_part(vault, record):
                if not isinstance(error, ConfnotesError):
                    raise
                message = f"{error.message}; not everything was undone"
                raise ConfnotesError(message, "Undo the rest with `confnotes rename --undo`.") from error
            with suppress(OSError):
                place.unlink() if before is None else put_private(place, before, synced=True)
            raise
        with suppress(OSError):
            _write_record(place, record._replace(whole=True))


def last_rewrite(vault: Vault) -> RewriteRecord | None:
    """The undo record of the last rename, or None; raises ConfnotesError if it cannot be read."""
    place = state_file(vault.root, "renamed")
    try:
        old, new, files, whole = json.loads(place.read_text(encoding="utf-8"))
        record = RewriteRecord(old, new, tuple(Splice(*one) for one in files), whole)
        if not all(type(one) is str for one in (old, new)) or not all(map(_is_well_typed, record.files)):
            raise ValueError
        return record
    except FileNotFoundError:
        return None
    except (OSError, ValueError, TypeError, RecursionError) as error:
        raise ConfnotesError(
            f"cannot read the undo file of the last rename: {place}",
            "Correct names and links by hand, then delete that file.",
        ) from error


def _is_well_typed(one: Splice) -> bool:
    return all(isinstance(value, int if name == "start" else str) for name, value in one._asdict().items())


def find_interrupted(vault: Vault) -> RewriteRecord | None:
    """The last rename if it was interrupted and can be undone."""
    try:
        record = last_rewrite(vault)
    except ConfnotesError:
        return None
    if record is None or record.whole:
        return None
    renamed = record.new != record.old and not _is_there(vault, record.old) and _is_there(vault, record.new)
    return None if renamed else record


def take_back(vault: Vault) -> tuple[RewriteRecord, list[str]]:
    """Undo the last rename, even an interrupted one; returns its record.

    If a file changed since, nothing is undone; an interrupted rename, which blocks all others, is undone in the other
    files, and the changed ones are returned. Raises NotFoundError if nothing can be undone, ConflictError, and
    ConfnotesError if writing fails; then it can be tried again.
    """
    with _turn(vault) as place:
        record = last_rewrite(vault)
        if record is None:
            raise NotFoundError("nothing to undo", "Only the last change of links can be undone.")
        if record.whole and (since := _changed_since(vault, record)):
            more = f" and {len(since) - 1} more" if len(since) > 1 else ""
            back = " Rename it back instead." if record.new != record.old else ""
            raise ConflictError(f"{since[0]}{more} changed since then", f"Nothing was undone.{back}")
        try:
            _write_record(place, record._replace(whole=False))
        except OSError as error:
            raise _not_kept(error) from error
        try:
            changed = _restore_files(vault, record)
        except BaseException:
            with suppress(OSError):
                _write_record(place, record)
            raise
        with suppress(OSError):
            place.unlink()
    return record, changed


def _changed_since(vault: Vault, record: RewriteRecord) -> list[str]:
    """The files that have neither the text before nor after the rename."""
    is_renamed = record.new != record.old and not _is_there(vault, record.old)
    changed = [record.new] if is_renamed and not _is_there(vault, record.new) else []
    for one in record.files:
        path = record.new if is_renamed and one.path == record.old else one.path
        try:
            digest = vault.read(path).version.digest
        except NotFoundError:
            digest = one.digest_before if _was_made(one) else ""
        if digest not in (one.digest_before, one.digest_after):
            changed.append(path)
    return list(dict.fromkeys(changed))


def _restore_files(vault: Vault, record: RewriteRecord) -> list[str]:
    """Restore the files; returns those that have changed since."""
    changed: list[str] = []
    with Transaction(vault, "undo") as transaction:
        if record.new != record.old and not _is_there(vault, record.old):
            try:
                version = vault.read(record.new).version
            except NotFoundError:
                changed.append(record.old)
            else:
                transaction.rename(record.new, record.old.rpartition("/")[2], version)
        for one in record.files:
            try:
                file = vault.read(one.path)
            except NotFoundError:
                if not _was_made(one):
                    changed.append(one.path)
                continue
            if file.version.digest == one.digest_before:
                if _was_made(one):
                    transaction.remove(one.path, file.version)
                continue
            end = one.start + len(one.new)
            if file.read_only or file.text[one.start : end] != one.new:
                changed.append(one.path)
                continue
            text = file.text[: one.start] + one.old + file.text[end:]
            if version_of(encode(text, file.version)).digest != one.digest_before:
                changed.append(one.path)
                continue
            if _was_made(one):
                transaction.remove(one.path, file.version)
            else:
                transaction.save(PlannedFile(one.path, text, file.version))
    return list(dict.fromkeys(changed))


def _was_made(one: Splice) -> bool:
    """Whether the rename created the file, which was empty before."""
    return one.path == PEOPLE_FILE and one.digest_before == version_of(EMPTY.encode()).digest


def _is_written_in_part(vault: Vault, record: RewriteRecord) -> bool:
    """Whether any of the files has the renamed version."""
    for one in record.files:
        with suppress(ConfnotesError):
            if one.digest_after != one.digest_before and vault.read(one.path).version.digest == one.digest_after:
                return True
    return False


@contextmanager
def _turn(vault: Vault) -> Iterator[Path]:
    """Lock renames of all confnotes processes; yields the path of the undo record."""
    place = state_file(vault.root, "renamed")
    with ExitStack() as held:
        try:
            held.enter_context(system.locked_file(place.with_suffix(".lock")))
        except BlockingIOError as error:
            raise ConflictError("another rename is running", "Nothing was changed. Try again.") from error
        except OSError as error:
            raise _not_kept(error) from error
        yield place


def _is_there(vault: Vault, path: str) -> bool:
    return os.path.lexists(vault.root / path)


def _not_kept(error: OSError) -> ConfnotesError:
    return ConfnotesError(f"cannot write the undo file: {error.strerror}", "Nothing was changed. Free some disk space.")


def _write_record(place: Path, record: RewriteRecord) -> None:
    put_private(place, json.dumps(record, ensure_ascii=True).encode("ascii"), synced=True)


def must_be_free(vault: Vault, stem: str, own: str | None) -> None:
    """Raise UsageError if a note other than the one at `own` has this name."""
    taken = [path for path in vault.note_paths() if path != own and name_key(stem_of(path)) == name_key(stem)]
    if taken:
        raise UsageError(f"note exists: {taken[0]}", "Choose another name. Nothing was changed.")
