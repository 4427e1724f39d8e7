"""Export a web page, or the same as pages of a folder if it would be too large."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from confnotes.actions.exporting.export import render_draft, with_warnings
from confnotes.actions.exporting.render_preferences import RenderPreferences
from confnotes.errors import ConflictError
from confnotes.exporters.forms import order_in_form
from confnotes.exporters.render_options import Output
from confnotes.garbage import gc_paused
from confnotes.model.summary import Summary, SummaryOrder
from confnotes.report.summarise import draft
from confnotes.vault.vault import Vault
from confnotes.wanted import go_on

if TYPE_CHECKING:
    from confnotes.actions.exporting.write_site import WrittenSite

MOST_OF_A_PAGE = 5_000_000
"""Bytes of a web page that a phone still opens at once."""


class SiteInstead(NamedTuple):
    """The pages written instead of a page of at least `size` bytes."""

    site: WrittenSite
    size: int


@gc_paused()
def web_page(
    vault: Vault,
    order: SummaryOrder,
    look: RenderPreferences,
    at: datetime,
    path: Path,
    name: str,
    tell: Callable[[str], None],
    *,
    force: bool = False,
) -> Output | SiteInstead:
    """The page to write to a path, `name` its stem; where it would be too large, the pages that were written beside.

    With `force` they replace an existing page, without it ConflictError is raised. Raises what `export` and
    `build_pages` raise.
    """
    drafted = draft(vault, order_in_form(order, "html"), at, why=False)
    size = _letters(drafted.summary)  # a page has more bytes, so that none need be made to know
    output = Output(b"")
    if size <= MOST_OF_A_PAGE:
        output = render_draft(vault, order, drafted, "html", look, at, name=name)
        size = len(output.data)
        if size <= MOST_OF_A_PAGE:
            return output
    go_on()
    from confnotes.actions.exporting.build_site import build_pages
    from confnotes.actions.exporting.write_export import export_error, file_exists

    if path.exists() and not force:
        raise file_exists(path)
    site = build_pages(vault, order, drafted.summary, look, _folder_of_pages(path), tell)
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        raise export_error(path, error) from error
    return SiteInstead(replace(site, notices=output.notices or with_warnings(vault, output, drafted).notices), size)


def pages_beside(path: Path, form: str) -> Iterator[str]:
    """A message if a folder beside a web page has pages by its name, as of when it was too large for one page."""
    from confnotes.actions.exporting.write_site import MANIFEST

    folder = path.with_suffix("")
    if form == "html" and path.suffix and (folder / MANIFEST).is_file():
        yield f"The folder {folder.name} beside it has older pages; delete it if you don't need them"


def _letters(summary: Summary) -> int:
    """How many characters the notes have."""
    return sum(len(note.text) + len(note.view) for item in summary.by_id.values() for note in item.notes)


def _folder_of_pages(path: Path) -> Path:
    """The folder that stands for a web page; another one if that holds other files, as that of a conference does."""
    from confnotes.actions.exporting.write_site import refuse_other_folder

    folder = path.with_suffix("")
    with suppress(ConflictError):
        refuse_other_folder(folder)
        return folder
    return folder.with_name(f"{folder.name} pages")
