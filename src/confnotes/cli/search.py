"""`confnotes search QUERY`: notes, talks, people, papers, tasks and questions, best first."""

from __future__ import annotations

import os
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from confnotes.cli import candidates
from confnotes.cli.options import Invocation, WordChoice, WordsCommand, at_option, json_option
from confnotes.cli.printing import clip, on_terminal, say, say_json, say_styled, tell, width
from confnotes.cli.progress import ProgressLine
from confnotes.cli.row_format import RowFormat, format_options, refuse_two
from confnotes.errors import NotFoundError, UsageError
from confnotes.markup.math.titles import shown_title
from confnotes.model.hit import SORTS, Hit, Hits
from confnotes.model.schema import columns, each, moment_text

if TYPE_CHECKING:
    from confnotes.vault.vault import Vault

_SHOWN, _STEPPED_THROUGH = 20, 1000  # results for people, and for an editor that steps through them


@click.command(cls=WordsCommand)
@click.argument("query", nargs=-1, shell_complete=candidates.query)
@click.option(
    "--limit", "-n", type=click.IntRange(min=1), metavar="N", help=f"Maximum number of results. [default: {_SHOWN}]"
)
@click.option("--sort", default="relevance", show_default=True, type=WordChoice(SORTS), help="Sort order.")
@click.option("--explain", is_flag=True, help="Explain how the query is read.")
@click.option("--vimgrep", is_flag=True, help="Print each matching line as path:line:column: text.")
@click.option("--save", metavar="NAME", help="Save the query as NAME.")
@click.option(
    "--saved",
    metavar="NAME",
    shell_complete=candidates.saved_searches,
    help="Run the saved search NAME; QUERY narrows it.",
)
@format_options
@at_option
@json_option
@click.pass_obj
def command(
    invocation: Invocation,
    query: tuple[str, ...],
    limit: int | None,
    sort: str,
    explain: bool,
    vimgrep: bool,
    save: str | None,
    saved: str | None,
    row_format: RowFormat | None,
    at: datetime,
    as_json: bool,
) -> int:
    """Search notes, talks, people, papers, tasks and questions.

    QUERY has words, "phrases", prefix*, OR, -without, and fields such as speaker:, tag:, conf:, has: and date:. If no
    note contains a word, confnotes shows results for the closest spelling and says so. In a team, by:NAME searches
    the notes of a colleague. If the setting vaults names other vaults, they are searched, too: in:NAME searches those
    whose names begin with NAME, and --vault only one.
    """
    from confnotes.catalogue.searching.find_by import find_everywhere

    refuse_two(as_json, row_format)
    vault = invocation.open_vault()
    text = _query(vault, query, saved)
    if save is not None:
        _save(vault, save, text)
    most = limit or (_STEPPED_THROUGH if vimgrep else _SHOWN)
    with ProgressLine() as progress:
        told = partial(progress.tell, "Reading other vaults")
        hits = find_everywhere(vault, text, limit=most, sort=sort, at=at, progress=told)
    if explain and hits.explanation:
        tell(hits.explanation)
    if vimgrep:
        _say_lines(vault, hits)
    elif row_format is not None:
        row_format.print_rows(map(_hit, hits.hits), vault.root)
    elif as_json:
        say_json({"schema": "confnotes.hits/1", **_hits(hits)})
    else:
        for hit in hits.hits:
            _say_hit(hit)
    if not as_json:
        _tell_about(hits)
    return 0 if hits.hits else NotFoundError.exit_code


def _query(vault: Vault, said: tuple[str, ...], saved: str | None) -> str:
    """The text of the search; "" matches everything. Raises UsageError without words and `--saved`."""
    words = " ".join(said)
    if saved is None:
        if not said:
            raise UsageError("missing query", "Give some words, or --saved NAME.")
        return words
    from confnotes.catalogue.searching.saved_queries import query_named

    kept = query_named(vault, saved).query
    return f"({kept}) {words}" if words.strip() else kept


def _save(vault: Vault, name: str, text: str) -> None:
    from confnotes.actions.save_query import save_query

    before = save_query(vault, name, text)
    changed = before is not None and before.query != " ".join(text.split())
    replaced = f" It replaces: {before.query}" if before and changed else ""
    tell(f"Saved as “{name}”.{replaced}")


def _tell_about(hits: Hits) -> None:
    """Report what a person should know about the results."""
    if not hits.hits:
        tell(f"No matches for “{hits.query}”.")
    for remark in (*hits.remarks, *filter(None, [hits.told])):
        tell(f"{remark[0].upper()}{remark[1:]}.")
    if hits.total > len(hits.hits):
        tell(f"Showing {len(hits.hits)} of {hits.total}. Use --limit to show more.")


def _say_lines(vault: Vault, hits: Hits) -> None:
    """Print one line per hit, with paths relative to this folder if it contains the vault or is inside it."""
    from confnotes.catalogue.searching.shown_hits import matching_lines

    here = Path.cwd()
    for one in matching_lines(vault, hits):
        near = one.file.is_relative_to(here) or all(place.is_relative_to(vault.root) for place in (here, one.file))
        say(f"{os.path.relpath(one.file, here) if near else one.file}:{one.line}:{one.column}: {one.text}")


_hit = columns(
    "id kind title conference path line date score snippet speakers vault",
    date=moment_text,
    score=lambda score: round(score, 4),
    vault=lambda vault: vault.root if vault else None,
)
_hits = columns(
    "query total took_ms suggestion instead others also without=instead remarks hits",
    took_ms=lambda took: round(took, 2),
    instead=lambda instead: {one.word: one.near for one in instead if one.near},
    also=lambda also: {one.word: one.near for one in also},
    without=lambda instead: [one.word for one in instead if not one.near],
    hits=each(_hit),
)


def _say_hit(hit: Hit) -> None:
    """Print the title with kind and conference; below it, the place and the words around the match."""
    kind = "" if hit.kind.value == "note" else hit.kind.value
    vault = f"in {hit.vault.name}" if hit.vault else ""
    say_styled(
        [(shown_title(hit.title), "bold"), *((f"  {part}", "dim") for part in (hit.conference, kind, vault) if part)]
    )
    path = "" if hit.path is None else str(Path(hit.vault.root, hit.path)) if hit.vault else hit.path
    place = f"{path}:{hit.line}" if path and hit.line else path
    snippet = "" if hit.snippet == hit.title else " ".join(hit.snippet.split())
    if not place and not snippet:
        return
    if not on_terminal() or not snippet:
        say_styled([("  ", ""), (place, "accent"), (f": {snippet}" if place and snippet else snippet, "")])
        return
    if place:
        say_styled([(f"  {place}", "accent")])
    say_styled([(f"    {clip(snippet, width() - 4)}", "")])
