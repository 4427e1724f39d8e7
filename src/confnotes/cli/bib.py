"""`confnotes bib FILE.bib`: import a BibTeX file into the vault's papers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from confnotes.cli.options import Invocation, dry_run_option, json_option
from confnotes.cli.printing import say_json, say_styled, tell
from confnotes.errors import UsageError
from confnotes.model.schema import columns, each

if TYPE_CHECKING:
    from confnotes.actions.papers.add_bibliography import Added


@click.command()
@click.argument("file", metavar="FILE", type=click.Path())
@dry_run_option
@json_option
@click.pass_obj
def command(invocation: Invocation, file: str, dry_run: bool, as_json: bool) -> None:
    """Import a BibTeX file, for example from Zotero, Better BibTeX, JabRef or DBLP.

    FILE is a file, a web address, or - for standard input. Adds details and citation keys to the papers of your
    vault, and keeps the entries unchanged in .confnotes/papers.bib.
    """
    from confnotes.actions.importing.open_source import ImportContext, open_source
    from confnotes.actions.papers.add_bibliography import add_bibliography

    source = open_source(file, ImportContext()).source
    if source.file is None:
        raise UsageError(f"not a file: {file}", "Name the .bib file.")
    added = add_bibliography(invocation.open_vault(), source.file.text, source.name, dry_run=dry_run)
    if as_json:
        say_json({"schema": "confnotes.bib/1", **_added(added)})
    else:
        _say(added, dry_run)


_entry = each(lambda entry: dict(zip(("citekey", "title", "papers"), entry, strict=False)))
_added = columns(
    "new joined unchanged ambiguous warnings",
    new=_entry,
    joined=_entry,
    ambiguous=_entry,
    warnings=each(columns("line message")),
)


def _say(added: Added, dry_run: bool) -> None:
    for what, rows in (("merged", added.joined), ("new", added.new)):
        for key, title in rows:
            say_styled([(f"{what:7}", "dim"), (key, "accent"), (f"  {title}", "")])
    for key, title, fit in added.ambiguous:
        say_styled([("several", "dim"), (f" {key}", "accent"), (f"  {title}", "")])
        tell(f"  Skipped: matches {' and '.join(fit)}.")
    for warning in added.warnings:
        tell(f"Line {warning.line}: {warning.message}" if warning.line else warning.message)
    counts = [
        (len(added.joined), "merged with papers of the vault"),
        (len(added.new), "new"),
        (added.unchanged, "unchanged"),
        (len(added.ambiguous), "skipped because they match several papers"),
    ]
    told = ", ".join(f"{number:,} {what}" for number, what in counts if number)
    tell(f"{'Entries (nothing was written)' if dry_run else 'Entries'}: {told or 'none'}.")
