"""`confnotes check-links` and `fetch-titles`: the web links of notes, and the titles of what they lead to."""

from __future__ import annotations

from contextlib import closing
from datetime import datetime
from typing import TYPE_CHECKING

import click

from confnotes.cli import candidates
from confnotes.cli.options import Invocation, at_option, json_option, private_option
from confnotes.cli.printing import say, say_json, say_styled, tell
from confnotes.errors import ConfnotesError, NetworkError
from confnotes.model.schema import columns, each

if TYPE_CHECKING:
    from confnotes.actions.references.check_links import Checked
    from confnotes.catalogue.links.web_links import WebLink
    from confnotes.model.program import Resource


@click.command()
@click.argument("target", nargs=-1, shell_complete=candidates.conferences)
@click.option("--recheck", is_flag=True, help="Also check links that were checked in the last seven days.")
@click.option("--all", "everything", is_flag=True, help="Also print links that work.")
@private_option
@at_option
@json_option
@click.pass_obj
def check_links(
    invocation: Invocation,
    target: tuple[str, ...],
    recheck: bool,
    everything: bool,
    allow_private: bool,
    at: datetime,
    as_json: bool,
) -> None:
    """Check that the web links of the vault still work. TARGET is a conference or a search.

    Checks one link per second on each host, and never changes your notes. Press ctrl+c to stop and print the results
    so far; the next run continues from there.
    """
    from confnotes.actions.references.check_links import Checking, check_links
    from confnotes.catalogue.links.web_links import web_links
    from confnotes.cli.progress import ProgressLine
    from confnotes.web.probe_link import Standing

    vault = invocation.open_vault()
    links = web_links(vault, " ".join(target), at)
    found: dict[str, Checked] = {}
    stopped = False
    how = Checking(allow_private=allow_private, again=recheck)
    try:
        with (
            ProgressLine() as progress,
            closing(check_links(vault, (one.url for one in links), at.date(), how)) as asking,
        ):
            progress.tell("Checking links", 0, len(links))
            for one in asking:
                found[one.url] = one
                progress.tell("Checking links", len(found), len(links))
    except KeyboardInterrupt:
        stopped = True
    asked = [one.verdict for one in found.values() if one.verdict.standing is not Standing.PRIVATE]
    is_offline = bool(asked) and all(verdict.code is None for verdict in asked)
    if as_json:
        checked = {url: _checked(one) for url, one in found.items()}
        rows = [{"url": one.url, **checked.get(one.url, _NOT_YET), "places": _places(one.places)} for one in links]
        say_json({"schema": "confnotes.checked-links/1", "links": rows})
    elif not is_offline:
        _say(links, found, everything=everything)
        _tell(links, found)
        if not allow_private and any(one.verdict.standing is Standing.PRIVATE for one in found.values()):
            tell("Skipped private addresses. Use --allow-private to check them.")
    if stopped:
        raise KeyboardInterrupt
    if is_offline:
        raise NetworkError("no server answered", "Try again when you are online.")


_checked = columns("standing=verdict.standing code=verdict.code why=verdict.why to=verdict.to on")
_NOT_YET = dict.fromkeys(("standing", "code", "why", "to", "on"))
_places = each(columns("path line title talk"))


def _say(links: list[WebLink], found: dict[str, Checked], *, everything: bool) -> None:
    """Print the results, most certain problems first, each with its place in the notes."""
    from confnotes.web.probe_link import Standing

    shown = [Standing.BROKEN, Standing.MOVED, Standing.UNSURE, *([Standing.FINE] if everything else [])]
    for standing in shown:
        for link in links:
            verdict = found[link.url].verdict if link.url in found else None
            if verdict is None or verdict.standing is not standing:
                continue
            told = f"→ {verdict.to}" if verdict.to else verdict.why
            say_styled([(f"{standing:<8}", "bold" if standing is Standing.BROKEN else ""), (link.url, "accent")])
            say(*([f"        {told}"] if told else []))
            say(*(f"        {place}  {place.title}" for place in link.places))


def _tell(links: list[WebLink], found: dict[str, Checked]) -> None:
    from collections import Counter

    if not links:
        tell("No web links found.")
        return
    counts = Counter(str(one.verdict.standing) for one in found.values())
    left = len(links) - len(found)
    told = [f"{counts[name]:,} {name}" for name in ("broken", "moved", "unsure", "private", "fine") if counts[name]]
    rest = f" {left:,} not checked yet: run the command again to continue." if left else ""
    tell(f"{', '.join(told) or 'No results'}.{rest}")


@click.command()
@click.argument("conference", nargs=-1, shell_complete=candidates.conferences)
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
def titles(
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
