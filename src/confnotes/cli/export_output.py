"""What `confnotes export` does with an export: print, copy or open it, and report what was written."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from confnotes.cli.printing import say_exactly, say_json, tell
from confnotes.cli.progress import ProgressLine
from confnotes.errors import ConfnotesError
from confnotes.exporters.forms import FORMS
from confnotes.model.schema import columns

if TYPE_CHECKING:
    from pathlib import Path

    from confnotes.actions.exporting.export_file import WrittenExport
    from confnotes.actions.exporting.render_preferences import RenderPreferences
    from confnotes.model.summary import SummaryOrder
    from confnotes.vault.vault import Vault


def copy_text(vault: Vault, order: SummaryOrder, form: str, look: RenderPreferences, at: datetime) -> None:
    """Put the export on the clipboard. Raises ConfnotesError."""
    from confnotes.actions.exporting.clipboard import copy_by_terminal, copy_output
    from confnotes.actions.exporting.export import export

    with ProgressLine() as progress:
        progress.tell(f"Creating the {FORMS[form].title}")
        output = export(vault, order, form, look, at, alone=True)
    if not copy_output(output):
        copy_by_terminal(output.pasted)
    tell(f"Copied {FORMS[form].title} · {len(output.pasted):,} characters")
    _tell_notices(output.notices)


def print_export(vault: Vault, order: SummaryOrder, form: str, look: RenderPreferences, at: datetime) -> None:
    """Print the export."""
    from confnotes.actions.exporting.export import export
    from confnotes.actions.exporting.remember_export import remember_export

    with ProgressLine() as progress:
        progress.tell(f"Creating the {FORMS[form].title}")
        output = export(vault, order, form, look, at, alone=True)
    remember_export(vault, order, output)
    say_exactly(output.data)
    _tell_notices(output.notices)


def report_export(written: WrittenExport, *, as_json: bool) -> None:
    """Say what was written."""
    if as_json:
        path = str(written.path.absolute())
        rest = columns("format=form bytes=size changed beside kept notices")
        say_json({"schema": "confnotes.exported/1", "path": path, **rest(written)})
        return
    tell(f"{'Wrote' if written.changed else 'Unchanged:'} {' · '.join((str(written.path), *written.words()))}")
    _tell_notices(written.notices)


def _tell_notices(notices: tuple[str, ...]) -> None:
    tell(*(f"Note: {notice}" for notice in notices))


def open_written(path: Path) -> None:
    """Open the file, or say why not."""
    from confnotes.actions.exporting.export_file import open_file

    try:
        open_file(path)
    except ConfnotesError as error:
        tell(f"Not opened: {error.message}. {error.hint}")
