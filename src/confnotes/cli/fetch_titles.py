"""`confnotes fetch-titles`: ask the network what the papers, videos and pages are called that notes refer to."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import click

from confnotes.cli.options import Invocation, at_option, json_option
from confnotes.cli.printing import say_json, say_styled, tell
from confnotes.errors import ConfnotesError, NetworkError

if TYPE_CHECKING:
    from confnotes.model.program import Resource


@click.command()
@click.argument("conference", nargs=-1)
@click.option("--limit", type=click.IntRange(1, 5000), default=200, show_default=True, help="At most so many.")
@click.option("--allow-private", is_flag=True, help="Pages of your own network too.")
@at_option
@json_option
@click.pass_obj
def command(
    invocation: Invocation, conference: tuple[str, ...], limit: int, allow_private: bool, at: datetime, as_json: bool
) -> None:
    """Fetch the titles of what the notes of CONFERENCE, or all notes, refer to without one.

    One page a second and host. Titles are kept in the vault, and shown wherever their references are.
    """
    from confnotes.actions.references.fetch_titles import TitleOptions, fetch_titles, untitled_urls
    from confnotes.cli.progress import ProgressLine
    from confnotes.markup.talk_references import mentioned_references, stated_references

    vault = invocation.open_vault()
    name = vault.conference_named(" ".join(conference)) if conference else None
    resources: list[Resource] = []
    for path in vault.note_paths(name):
        try:
            note = vault.note(path)
        except ConfnotesError:
            continue
        resources += [*stated_references(note), *mentioned_references(note)]
    urls = untitled_urls(vault, resources, at.date())
    with ProgressLine() as progress:
        manner = TitleOptions(
            seconds=limit * 15.0,
            most=limit,
            allow_private=allow_private,
            progress=lambda done, total: progress.tell("fetching titles", done, total),
        )
        done = fetch_titles(vault, urls, at.date(), manner)
    if as_json:
        titles = [{"id": address, "title": title} for address, title in done.titles.items()]
        say_json({"schema": "confnotes.titles/1", "titles": titles, "without": done.without, "left": done.left})
    else:
        for address, title in done.titles.items():
            say_styled([(title, "bold"), (f"  {address}", "accent")])
        if not urls:
            tell("No reference lacks a title.")
        elif done.without:
            tell(f"{done.without} {'has' if done.without == 1 else 'have'} no title to be found.")
        if done.left and done.titles:
            tell(f"{done.left} {'is' if done.left == 1 else 'are'} left: run it again.")
    if done.failure is not None:
        raise NetworkError(done.failure, "try again when there is a network")
