"""Export to a file and report what was written; an earlier export is kept from other readers and other talks."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from confnotes import system
from confnotes.actions.exporting.export import export
from confnotes.actions.exporting.export_web_page import MOST_OF_A_PAGE, SiteInstead, pages_beside, web_page
from confnotes.actions.exporting.file_names import name_in_folder, stem_of, subject_of
from confnotes.actions.exporting.remember_export import remember_export
from confnotes.actions.exporting.render_preferences import RenderPreferences, ending_of
from confnotes.actions.exporting.write_export import index_path, write_export
from confnotes.errors import ConflictError, ConfnotesError
from confnotes.exporters.forms import FORMS, form_of_file
from confnotes.merge.regenerate import MadePart, is_made
from confnotes.model.fast_dataclass import fast_dataclass
from confnotes.model.summary import Audience, SummaryOrder
from confnotes.vault.vault import Vault
from confnotes.wanted import go_on


@fast_dataclass(frozen=True, slots=True)
class WrittenExport:
    """An exported file: its size in bytes, the files next to it, and messages for the user.

    `changed` is False if the file already had these bytes. `again`: an existing file was regenerated and the user's
    edits kept; `kept` is the number of passages where both the notes and the user changed the text. `pages`: a web page
    of `size` or more would have been too large, and was written as that many pages.
    """

    path: Path
    form: str
    size: int
    beside: tuple[str, ...] = ()
    kept: int = 0
    notices: tuple[str, ...] = ()
    changed: bool = True
    again: bool = False
    pages: int = 0

    def words(self) -> Iterator[str]:
        """The result in short phrases: `312 KB`, `with x.bib and 12 photos`, `kept your edits`."""
        if self.pages:
            yield f"{self.pages:,} pages, because one page would have more than {size_in_words(MOST_OF_A_PAGE)}"
            return
        yield size_in_words(self.size)
        if form_of_file(self.path.name) != self.form:
            yield f"as {self.form}"
        papers = [Path(name).name for name in self.beside if name.endswith(".bib")]
        kinds = Counter(
            "page" if name.endswith(".md") else "photo" for name in self.beside if not name.endswith(".bib")
        )
        beside = [*papers, *(_counted(number, kind) for kind, number in sorted(kinds.items()))]
        if beside:
            yield f"with {' and '.join(beside)}"
        if self.again:
            yield "kept your edits"


def export_to(
    vault: Vault,
    order: SummaryOrder,
    form: str,
    look: RenderPreferences,
    at: datetime,
    out: Path,
    *,
    force: bool = False,
    tell: Callable[[str], None] = lambda _what: None,
) -> WrittenExport:
    """Write the export to a file, or to a new file in the folder `out`; a web page that is too large for phones as a
    folder of pages.

    Calls `tell` with the current step. Raises what `export` and `write_export` raise, and UnwantedError if it was
    cancelled before anything was written.
    """
    if look.folder:
        path = index_path(out, subject_of(vault, order, at), look.links)
    else:
        path = out / name_in_folder(vault, order, form, at) if out.is_dir() else out
    if look.template is not None and out.is_dir():
        path = path.with_name(stem_of(path.name) + ending_of(look.template))
    tell(f"Creating the {FORMS[form].title}")
    name = path.parent.name if look.folder else stem_of(path.name)
    if form == "html" and look.template is None:
        output = web_page(vault, order, look, at, path, name, tell, force=force)
        if isinstance(output, SiteInstead):
            site, size = output
            changed = bool(site.written or site.removed)
            return WrittenExport(site.home, form, size, notices=site.notices, changed=changed, pages=site.pages)
    else:
        output = export(vault, order, form, look, at, name=name)
    go_on()
    tell(f"Writing {path.name}")
    again = bool(output.parts) and path.exists() and not force
    if again:
        refuse_more_readers(path, order.audience)
        if not look.folder:
            refuse_another_summary(path, output.parts[""])
    put = write_export(path, output, force=force, new_folder=look.folder)
    remember_export(vault, order, output)
    notices = (*output.notices, *put.notices, *pages_beside(path, form))
    return WrittenExport(
        path, form, path.stat().st_size, tuple(output.beside), put.kept, notices, put.changed, again and put.changed
    )


def size_in_words(size: int) -> str:
    """A size in bytes as text, such as `312 KB`."""
    if size < 1000:
        return f"{size} bytes"
    return f"{size / 1000:,.0f} KB" if size < 10**6 else f"{size / 10**6:,.1f} MB"


def _counted(number: int, word: str) -> str:
    return f"{number:,} {word}{'' if number == 1 else 's'}"


_OPENERS = ("xdg-open", "wslview")


def open_file(path: Path) -> None:
    """Open a file in the system's default program; raises ConfnotesError if that fails."""
    system.refuse_if_served()
    if sys.platform == "win32":
        with suppress(OSError):
            os.startfile(path.absolute())
            return
    opener = _opener()
    if opener is None:
        raise ConfnotesError("no program found to open files", f"The file is {path}.")
    try:
        process = subprocess.Popen(
            [opener, str(path.absolute())],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
    except OSError as error:
        reason = error.strerror or str(error)
        raise ConfnotesError(f"cannot start {opener}: {reason}", f"The file is {path}.") from error
    threading.Thread(target=process.wait, daemon=True).start()  # reap the process without waiting for it


def _opener() -> str | None:
    """The system's command for opening files; None without one or without a display."""
    if sys.platform == "darwin":
        return shutil.which("open")
    if not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        return None
    return next((found for name in _OPENERS if (found := shutil.which(name))), None)


_MOST_PRIVATE_FIRST = tuple(Audience)
_MADE_FOR = re.compile(r"^(?:<!-- confnotes )?made-for-(me|team|public)\b", re.MULTILINE)
_ITEM = re.compile(r"^<!-- confnotes ((?:talk|note)-[a-z0-9-]+) -->", re.MULTILINE)
_ONE_IN = 10
_READERS = {Audience.ME: "yourself", Audience.TEAM: "the team", Audience.PUBLIC: "the public"}


def refuse_more_readers(path: Path, audience: Audience) -> None:
    """Raise ConflictError if the file at `path` was exported for a smaller audience than `audience`."""
    text = _text(path)
    made_for = [Audience(one) for one in _MADE_FOR.findall(text)]
    if is_made(text) and not made_for:
        made_for = [Audience.ME]  # its header comment was removed
    before = min(made_for, key=_MOST_PRIVATE_FIRST.index, default=audience)
    if _MOST_PRIVATE_FIRST.index(before) < _MOST_PRIVATE_FIRST.index(audience):
        raise ConflictError(
            f"{path} was exported for {_READERS[before]}; your edits may be too private for {_READERS[audience]}",
            "Choose another name, or overwrite it with --force.",
        )


def refuse_another_summary(path: Path, parts: Iterable[MadePart]) -> None:
    """Raise ConflictError if the file at `path` is a summary of other talks and notes than `parts`.

    A regenerated summary keeps most of its parts; less than one in ten means that it is about something else.
    """
    there = set(_ITEM.findall(_text(path)))
    if len(there) > 1 and len(there & {part.name for part in parts}) * _ONE_IN < len(there):
        raise ConflictError(
            f"{path} is a summary of something else",
            "Choose another name, or overwrite it with --force.",
        )


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8") if path.is_file() else ""
    except (OSError, UnicodeDecodeError):
        return ""
