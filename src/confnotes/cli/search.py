"""`confnotes search QUERY`: notes, talks, people and papers, best first."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import click

from confnotes.cli.options import Invocation, WordsCommand, at_option, json_option
from confnotes.cli.printing import clipped, on_terminal, say_json, say_styled, tell, width

if TYPE_CHECKING:
    from confnotes.model.hit import Hit, Hits

SORTS = ("relevance", "date", "title", "rating")


@click.command(cls=WordsCommand)
@click.argument("query", nargs=-1, required=True)
@click.option("--limit", "-n", default=20, show_default=True, type=click.IntRange(min=1), help="At most so many.")
@click.option("--sort", default="relevance", show_default=True, type=click.Choice(SORTS), help="The order.")
@click.option("--explain", is_flag=True, help="Say how the query was understood.")
@at_option
@json_option
@click.pass_obj
def command(
    invocation: Invocation,
    query: tuple[str, ...],
    limit: int,
    sort: str,
    explain: bool,
    at: datetime,
    as_json: bool,
) -> None:
    """Find what QUERY says: words, "phrases", prefix*, OR, -without, speaker: tag: conf: has: is: date: rating:"""
    from confnotes.services.find import find

    text = " ".join(query)
    hits = find(invocation.open_vault(), text, limit=limit, sort=sort, at=at)
    if explain and hits.explanation:
        tell(hits.explanation)
    if as_json:
        say_json(_hits_object(hits))
        return
    for hit in hits.hits:
        _say_hit(hit)
    if not hits.hits:
        tell(f"Nothing found for “{text}”.")
    if hits.suggestion:
        tell(f"Did you mean: {hits.suggestion}")
    elif hits.total > len(hits.hits):
        tell(f"{len(hits.hits)} of {hits.total}; more with --limit")


def _hits_object(hits: Hits) -> dict[str, object]:
    return {
        "schema": "confnotes.hits/1",
        "query": hits.query,
        "total": hits.total,
        "took_ms": round(hits.took_ms, 2),
        "suggestion": hits.suggestion,
        "hits": [
            {
                "id": hit.id,
                "kind": hit.kind.value,
                "title": hit.title,
                "conference": hit.conference,
                "path": hit.path,
                "line": hit.line,
                "date": None if hit.date is None else hit.date.isoformat(timespec="seconds"),
                "score": round(hit.score, 4),
                "snippet": hit.snippet,
                "speakers": list(hit.speakers),
            }
            for hit in hits.hits
        ],
    }


def _say_hit(hit: Hit) -> None:
    """The title with its kind and conference; below, the place and the words around what was found."""
    kind = "" if hit.kind.value == "note" else hit.kind.value
    say_styled([(hit.title, "bold"), *((f"  {part}", "dim") for part in (hit.conference, kind) if part)])
    place = "" if hit.path is None else f"{hit.path}:{hit.line}" if hit.line else hit.path
    snippet = " ".join(hit.snippet.split())
    if not place and not snippet:
        return
    if not on_terminal() or not snippet:
        say_styled([("  ", ""), (place, "accent"), (f": {snippet}" if place and snippet else snippet, "")])
        return
    if place:
        say_styled([(f"  {place}", "accent")])
    say_styled([(f"    {clipped(snippet, width() - 4)}", "")])
