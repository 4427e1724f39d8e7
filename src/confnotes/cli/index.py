"""`confnotes index`: update the search index."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import click

from confnotes.cli.options import Invocation
from confnotes.cli.printing import plural, say, tell

if TYPE_CHECKING:
    from confnotes.search.update import IndexReport

_STEP = 50


@click.command()
@click.option("--rebuild", is_flag=True, help="Delete the index and build it again.")
@click.option("--path", is_flag=True, help="Print the folder of the index, for programs that read it with Whoosh.")
@click.pass_obj
def command(invocation: Invocation, rebuild: bool, path: bool) -> None:
    """Update the search index.

    Searching does this too. Run the command to do it ahead of time.
    """
    from confnotes.catalogue.searching.searchable import index_store
    from confnotes.catalogue.searching.update_index import update

    watched = sys.stderr.isatty() and not os.environ.get("NO_COLOR")
    vault = invocation.open_vault()
    report = update(vault, rebuild=rebuild, progress=_progress if watched else lambda done, total: None)
    if watched:
        sys.stderr.write("\r\x1b[K")
    if path:
        say(str(index_store(vault).folder))
    else:
        tell(_told(report))


def _told(report: IndexReport) -> str:
    count = report.added + report.changed + report.unchanged
    files = plural(count, "file")
    if report.rebuilt:
        return f"Built the index: {files}."
    changes = (("new", report.added), ("changed", report.changed), ("removed", report.removed))
    said = ", ".join(f"{number} {word}" for word, number in changes if number)
    return f"The index is up to date: {files}, {said or 'no changes'}."


def _progress(done: int, total: int) -> None:
    if done % _STEP == 0 or done == total:
        sys.stderr.write(f"\r{done} of {total} files")
        sys.stderr.flush()
