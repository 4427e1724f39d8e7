"""Write an exported file and the files next to it without losing what exists."""

from __future__ import annotations

import errno
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

from confnotes import notices, system
from confnotes.errors import ConflictError, ConfnotesError, NotFoundError
from confnotes.exporters.render_options import LinkStyle, Output
from confnotes.markup import headings
from confnotes.markup.names import file_stem, some_names
from confnotes.markup.plain import plain_label
from confnotes.merge.dead_links import regenerate_linked
from confnotes.merge.regenerate import MadePart, digest, digests, generate, is_made
from confnotes.system import Folder
from confnotes.vault import unfinished
from confnotes.vault.atomic import DiskDiffersError, UnclearError, atomic_write
from confnotes.vault.folders import open_folder, open_target, read_regular, split_path
from confnotes.vault.textfile import describe_unconfirmed, write_error
from confnotes.vault.vault import Vault
from confnotes.vault.version import version_of

_MOST_NAMED = 3
_BESIDE = re.compile(r"(?:[^/]+[ -])?photos/[^/]+\.(?:jpg|png)|[^/]+\.bib")


@dataclass(frozen=True, slots=True)
class Put:
    """Result of a write: whether any byte changed, how many of the user's edits conflict with changed notes, and
    messages.
    """

    changed: bool
    kept: int = 0
    notices: tuple[str, ...] = ()


@dataclass(slots=True)
class _Plan:
    """What to write and remove, by relative paths, what was kept, and messages."""

    there: dict[str, bytes]
    to_write: dict[str, bytes] = field(default_factory=dict)
    to_remove: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    stays: list[str] = field(default_factory=list)


def index_path(out: Path, target: str, links: LinkStyle) -> Path:
    """The index page of a multi-page summary: in `out` if that folder is new, empty or such a summary, else in a
    subfolder.
    """
    folder = out.with_suffix("") if out.suffix == ".md" else out
    if folder.is_dir() and any(folder.iterdir()) and not _is_made(_index(folder, links)):
        folder /= file_stem(f"{target} summary")
    return _index(folder, links)


def _index(folder: Path, links: LinkStyle) -> Path:
    return folder / ("README.md" if links is LinkStyle.PLAIN else f"{file_stem(folder.name)}.md")


def _is_made(path: Path) -> bool:
    try:
        return path.is_file() and is_made(path.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError):
        return False


def write_export(path: Path, output: Output, *, force: bool = False, new_folder: bool = False) -> Put:
    """Write the file and the files next to it, each atomically, the file itself last.

    If a file can be regenerated, the user's edits are kept. Any other existing file may contain edits too: it is
    overwritten only with `force`, else ConflictError is raised before anything is written. `force` rewrites all files
    without keeping edits. Raises NotFoundError for a missing folder unless `new_folder`, ConfnotesError if writing
    fails: then no new file is left.
    """
    fresh = [folder for folder in _folders(path, output) if not folder.exists()]
    new: list[str] = []
    try:
        if new_folder:
            path.parent.mkdir(parents=True, exist_ok=True)
        plan = _planned(path, output, force=force)
        around = Vault.find(path.parent)
        vault = around.root if around else None
        if around is not None:
            _keep_versions(around, path, plan)
        if vault is None:
            _settle(path, plan)
        for name, data in plan.to_write.items():
            before = plan.there.get(name)
            with open_target(system.real_path(path.parent), name, vault, create=True) as target:
                doubt = atomic_write(target, data, None if before is None else version_of(before))
            if before is None:
                new.append(name)
            if doubt is not None:
                notices.tell(describe_unconfirmed(str(path.parent / name), "is written", doubt))
        for name in plan.to_remove:
            with _folder_of(path, name) as folder:
                unfinished.remove(folder, Path(name).name)
    except FileNotFoundError:
        raise NotFoundError(f"folder not found: {path.parent}", "Create it, or choose another one.") from None
    except DiskDiffersError:
        raise ConflictError(f"another program changed {path} just now", "Export again.") from None
    except OSError as error:
        _remove_files(path, new)
        _remove_empty(fresh)
        raise export_error(path, error) from error
    return Put(bool(plan.to_write or plan.to_remove), len(plan.kept), tuple(_notices(plan)))


def _folders(path: Path, output: Output) -> list[Path]:
    """Folders that an export may have to create, innermost first."""
    files = [path, *(path.parent / name for name in output.beside)]
    return sorted({folder for file in files for folder in file.parents}, key=lambda one: -len(one.parts))


def _remove_files(path: Path, names: Iterable[str]) -> None:
    """Remove the new files of a failed export."""
    for name in names:
        with suppress(OSError), _folder_of(path, name) as folder:
            unfinished.remove(folder, Path(name).name)


def _remove_empty(folders: Iterable[Path]) -> None:
    """Remove the empty folders of a failed export."""
    for folder in folders:
        with suppress(OSError):
            folder.rmdir()


def _keep_versions(vault: Vault, path: Path, plan: _Plan) -> None:
    """Store notes that are overwritten or removed in the vault's history first."""
    for name in (*plan.to_remove, *(name for name in plan.to_write if name in plan.there)):
        if name.endswith(".md"):
            vault.history.keep_file(
                (system.real_path(path.parent) / name).relative_to(vault.root).as_posix(), "before export"
            )


def _planned(path: Path, output: Output, *, force: bool) -> _Plan:
    files = {**output.beside, path.name: output.data}
    parts = {name or path.name: made_of for name, made_of in output.parts.items()}
    plan = _Plan({name: data for name in files if (data := _read(path, name)) is not None})
    before = _own_text(plan.there.get(path.name, b"")) if parts else None
    if before is None and not force:
        _refuse(path, plan.there, files, parts)
    known = digests(before or "")
    pristine = {name: generate(parts[name]).encode() if name in parts else data for name, data in output.beside.items()}
    record = {name: digest(data) for name, data in pristine.items()} if parts else {}
    for name, data in pristine.items():
        _plan_beside(plan, name, data, parts.get(name), known.get(name), force=force)
    if not parts:
        plan.to_write[path.name] = output.data
    elif before is None or force:
        plan.to_write[path.name] = generate(parts[path.name], record).encode()
    else:
        _make_again(plan, path.name, before, parts[path.name], record)
    plan.to_write = {name: data for name, data in plan.to_write.items() if plan.there.get(name) != data}
    plan.to_remove = _no_more_needed(path, plan, output, parts, known)
    return plan


def _plan_beside(
    plan: _Plan, name: str, data: bytes, parts: tuple[MadePart, ...] | None, known: str | None, *, force: bool
) -> None:
    """Plan for a file next to the export, whose digest was `known` at the last export: rewrite it if unedited,
    regenerate it around edits, or leave it.
    """
    there = plan.there.get(name)
    if there is None or force or digest(there) == known:
        plan.to_write[name] = data
    elif parts is not None and (text := _own_text(there)) is not None:
        _make_again(plan, name, text, parts, {})
    elif there != data and known != digest(data):
        plan.stays.append(name)


def _own_text(data: bytes) -> str | None:
    """The text of a Markdown file that confnotes generated, else None."""
    text = _text(data)
    return text if text is not None and is_made(text) else None


def _no_more_needed(
    path: Path, plan: _Plan, output: Output, parts: Iterable[str], known: Mapping[str, str]
) -> list[str]:
    """Files of the previous export (`known`: their digests) that are unedited and no longer mentioned in its text."""
    gone = known.keys() - {path.name, *output.beside}
    text = b"".join({**plan.there, **plan.to_write}[name] for name in parts).decode("utf-8", "replace")
    for name in output.beside:  # a file that moved is shown from its new place
        text = text.replace(name, "").replace(quote(name), "")
    spoken_of = {name for name in gone if not name.endswith(".md") and _speaks_of(text, name)}
    return [name for name in sorted(gone - spoken_of) if _is_as_made(path, name, known[name])]


def _speaks_of(text: str, name: str) -> bool:
    """Whether a text may show a photo or link to a file, which its author then wants to keep."""
    return any(one in text for one in (Path(name).name, quote(Path(name).name)))


def _is_as_made(path: Path, name: str, known: str) -> bool:
    """Whether an existing page, photo or bibliography was exported by confnotes and not edited since."""
    try:
        data = _read(path, name)
    except (ConfnotesError, OSError):
        return False
    if data is None or digest(data) != known:
        return False
    return is_made(_text(data) or "") if name.endswith(".md") else bool(_BESIDE.fullmatch(name))


def _make_again(plan: _Plan, name: str, text: str, parts: tuple[MadePart, ...], record: Mapping[str, str]) -> None:
    again = regenerate_linked(text, parts, record)
    plan.to_write[name] = again.text.encode("utf-8", "surrogatepass")
    titles = {part.name: _title(part) for part in parts}
    plan.kept += [titles[one] for one in again.kept]


def _title(part: MadePart) -> str:
    found = (headings.find(line) for line in part.text.split("\n"))
    return next((plain_label(one[1]) for one in found if one), part.name)


def _refuse(
    path: Path, there: Mapping[str, bytes], files: Mapping[str, bytes], parts: Mapping[str, tuple[MadePart, ...]]
) -> None:
    for name, data in there.items():
        if data != files[name] and not (name in parts and data == generate(parts[name]).encode()):
            raise file_exists(path.parent / name)


def _notices(plan: _Plan) -> Iterator[str]:
    titles = [f"“{title}”" for title in dict.fromkeys(plan.kept)]
    if titles:
        yield f"Kept your edits where your notes changed too: {some_names([*titles], _MOST_NAMED)}"
    if plan.stays:
        yield f"Kept your edits: {some_names([*plan.stays], _MOST_NAMED)}"


def _text(data: bytes) -> str | None:
    """The text of a file, with a byte order mark if it has one; None if it is not text."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return None


def _settle(path: Path, plan: _Plan) -> None:
    """Clean up after an interrupted export in folders outside of vaults before exporting again."""
    for folders in {tuple(split_path(name)[0]) for name in plan.to_write}:
        for copy in unfinished.settle(path.parent, [*folders], lambda _path, _data: True):
            notices.tell(f"An export was interrupted. Its text is now in {path.parent / copy}")


@contextmanager
def _folder_of(path: Path, name: str) -> Iterator[Folder]:
    folders, _ = split_path(name)
    with open_folder(path.parent, folders) as folder:
        yield folder


def _read(path: Path, name: str) -> bytes | None:
    with suppress(FileNotFoundError), _folder_of(path, name) as folder:
        return read_regular(folder, Path(name).name)[0]
    return None


def file_exists(path: Path) -> ConflictError:
    """The error for a file that an export does not overwrite."""
    return ConflictError(f"file exists: {path}", "Choose another name, or overwrite it with --force.")


def export_error(path: Path, error: OSError) -> ConfnotesError:
    """The error for a file or folder of an export that cannot be written."""
    if isinstance(error, UnclearError):
        return write_error(str(path), error)
    if error.errno in (errno.ELOOP, errno.EINVAL, errno.ENXIO):
        return ConfnotesError(f"not a regular file: {path}", "Choose another file.")
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return ConfnotesError(f"cannot write {path}: permission denied", "Choose another folder.")
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return ConfnotesError(f"cannot write {path}: the disk is full", "Free some space, or choose another folder.")
    return ConfnotesError(f"cannot write {path}: {error.strerror or error}", "Choose another folder.")
