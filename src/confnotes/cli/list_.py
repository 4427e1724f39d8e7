"""`confnotes list THINGS`: one thing a line."""

from __future__ import annotations

import click

from confnotes.cli.options import Invocation, json_option
from confnotes.cli.printing import say, say_json, tell
from confnotes.cli.rows import THINGS, row_text

_NONE = {
    "broken": "Every link leads somewhere.",
    "orphans": "Every note is linked.",
    "untagged": "Every note has a tag.",
    "unnoted": "Every talk has a note.",
    "related": "Nothing is like this.",
}


@click.command()
@click.argument("things", metavar="THINGS", type=click.Choice(THINGS))
@click.argument("query", nargs=-1)
@json_option
@click.pass_obj
def command(invocation: Invocation, things: str, query: tuple[str, ...], as_json: bool) -> None:
    """List what the vault holds, those that have every word of QUERY.

    THINGS: conferences sessions talks people notes papers tags tasks questions links changes unresolved
    recordings queries, broken orphans untagged unnoted, related NOTE

    Changes are what imports changed in the programs, the newest first. Unresolved is what notes name that is nowhere,
    with what may be meant. Recordings are the slides and videos of talks, first what you want to watch: marked for
    later, or starred and missed. Broken are links that lead nowhere, orphans notes that no link connects, unnoted talks
    without notes; related are the notes and talks most like a note, a talk or a paper. More can be asked with
    `confnotes search`.
    """
    from confnotes.catalogue.list_things import list_things

    rows = list_things(invocation.open_vault(), things, " ".join(query) or None)
    if as_json:
        say_json({"schema": f"confnotes.{things}/1", things: rows})
        return
    for row in rows:
        say(row_text(things, row))
    if not rows:
        tell(_NONE.get(things) or f"No {things}{' with these words' if query else ''}.")
