"""`confnotes fetch-titles`: fetch missing titles of the papers, videos and pages that notes link to."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import click

from confnotes.cli.options import Invocation, at_option, conferences_argument, json_option, private_option
from confnotes.cli.printing import say_json, say_styled, tell
from confnotes.errors import ConfnotesError, NetworkError

if TYPE_CHECKING:
    from confnotes.model.program import Resource


@click.command()
@conferences_argument("conference")
@click.option(
    "--limit",
    type=click.IntRange(1, 5000),
    metavar="N",
    default=200,
    show_default=True,
    help="Maximum number of pages.",
)
@private_option
@at_option
@json_option
@click.pass_obj
def command(
    invocation: Invocation, conference: tuple[str, ...], limit: int, allow_private: bool, at: datetime, as_json: bool
) -> None:
    """Fetch missing titles of papers, videos and pages from the web, for the notes of CONFERENCE or all notes.

    Fetches one page per second from each host. Titles are stored in the vault.
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
            progress=lambda done, total: progress.tell("Fetching titles", done, total),
        )
        done = fetch_titles(vault, urls, at.date(), manner)
    if as_json:
        titles = [{"id": address, "title": title} for address, title in done.titles.items()]
        say_json({"schema": "confnotes.titles/1", "titles": titles, "without": done.without, "left": done.left})
    else:
        for address, title in done.titles.items():
            say_styled([(title, "bold"), (f"  {address}", "accent")])
        if not urls:
            tell("No titles are missing.")
        elif done.without:
            tell(f"No title found for {done.without}.")
        if done.left and done.titles:
            tell(f"{done.left} left. Run the command again to continue.")
    if done.failure is not None:
        raise NetworkError(done.failure, "Try again when you are online.")
