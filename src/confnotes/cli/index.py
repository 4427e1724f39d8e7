"""`confnotes index`: bring the search index up to date."""

from __future__ import annotations

import sys

import click

from confnotes.cli.options import Invocation
from confnotes.cli.printing import tell


@click.command()
@click.option("--rebuild", is_flag=True, help="Throw the index away and make it again.")
@click.pass_obj
def command(invocation: Invocation, rebuild: bool) -> None:
    """Bring the search index up to date with the notes.

    It does this by itself when you search; this command is for doing it before.
    """
    from confnotes.services.update_index import update

    report = update(invocation.open_vault(), rebuild=rebuild, progress=_progress if sys.stderr.isatty() else None)
    if sys.stderr.isatty():
        sys.stderr.write("\r\x1b[K")
    tell(str(report))


def _progress(done: int, total: int) -> None:
    sys.stderr.write(f"\r{done} of {total} notes")
    sys.stderr.flush()
