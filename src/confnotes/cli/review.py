"""`confnotes review`: the day review, on the screens or as a list of open points."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

import click

from confnotes.cli import candidates
from confnotes.cli.options import Invocation, at_option, conference_option, json_option
from confnotes.cli.printing import say, say_json, say_styled, tell
from confnotes.cli.terminal import can_show_screens
from confnotes.errors import NotFoundError
from confnotes.model.schema import columns, each

if TYPE_CHECKING:
    from confnotes.actions.notes.day_page import DayWrap
    from confnotes.catalogue.links.unresolved import Unresolved
    from confnotes.catalogue.program.cards import Card


@click.command()
@click.argument("day", required=False, shell_complete=candidates.days)
@conference_option
@click.option("--write", is_flag=True, help="Write or update the page of the day, without opening the screens.")
@at_option
@json_option
@click.pass_context
def command(
    ctx: click.Context, day: str | None, conference: str | None, write: bool, at: datetime, as_json: bool
) -> None:
    """Review a day: fill gaps, answer open questions, rate talks and add takeaways.

    DAY is saturday, yesterday or 2019-12-10. [default: today; before 5:00, yesterday] On a terminal this
    opens the screens. Without one, or with --json, it lists open points.
    """
    from confnotes.actions.notes.day_page import wrap_up
    from confnotes.catalogue.links.unresolved import find_unresolved
    from confnotes.catalogue.program.days import conference_and_day

    invocation = ctx.ensure_object(Invocation)
    vault = invocation.open_vault()
    wrap = wrap_up(vault, at, *conference_and_day(vault, day or "", at, conference))
    if write:
        from confnotes.actions.notes.day_page import write_page
        from confnotes.catalogue.open_points import notes_of

        if not wrap.seen and next(notes_of(vault, wrap.conference, wrap.day), None) is None:
            raise NotFoundError(
                f"no talks or notes on {wrap.day} at {wrap.conference}", "Name another day: confnotes review DAY"
            )
        path = write_page(vault, wrap)
        if as_json:
            say_json({"schema": "confnotes.page/1", "path": path})
        else:
            say(path)
        return
    if not as_json and can_show_screens() and invocation.open_screens is not None:
        said = ctx.get_parameter_source("at") is click.core.ParameterSource.COMMANDLINE
        invocation.open_screens(vault, at if said else invocation.at, (wrap.conference, wrap.day))
        return
    from confnotes.actions.notes.day_page import page_of

    page = page_of(vault, wrap.conference, wrap.day)
    nowhere = find_unresolved(vault, conference=wrap.conference, day=wrap.day)
    if as_json:
        say_json(_wrap_object(wrap, nowhere, page))
    else:
        _say_wrap(wrap, nowhere, page)


_naming = columns("path line kind name")
_task = columns("path line text open")
_question = columns("path line text open answer asked_by")


def _wrap_object(wrap: DayWrap, nowhere: Sequence[Unresolved], page: str | None) -> dict[str, object]:
    from confnotes.cli.cards import card_object

    cards = each(card_object)
    points = [point for note in wrap.points for point in note.points]
    return {
        "schema": "confnotes.wrap/1",
        "conference": wrap.conference,
        "day": wrap.day,
        "page": page,
        "seen": [{**card_object(talk.card), "rating": talk.rating, "takeaways": talk.takeaways} for talk in wrap.seen],
        "not_marked": cards(wrap.unmarked),
        "without_note": cards(wrap.unnoted),
        "missed": cards(wrap.missed),
        "unresolved": list(map(_naming, nowhere)),
        "questions": [_question(point) for point in points if point.asks],
        "tasks": [_task(point) for point in points if not point.asks],
    }


def _say_wrap(wrap: DayWrap, nowhere: Sequence[Unresolved], page: str | None) -> None:
    from confnotes.cli.cards import day_text
    from confnotes.markup.plain import plain_text

    day = day_text(datetime(wrap.day.year, wrap.day.month, wrap.day.day))
    say_styled([(f"{wrap.conference} · {day}", "bold")])
    rated = sum(talk.rating is not None for talk in wrap.seen)
    kept = sum(bool(talk.takeaways) for talk in wrap.seen)
    say(f"  {wrap.attended} attended, {rated} rated, {kept} with takeaways · page: {page or 'none yet'}")
    _say_cards("NOTED, NOT MARKED AS ATTENDED", wrap.unmarked)
    _say_cards("ATTENDED, WITHOUT A NOTE", wrap.unnoted)
    _say_cards("STARRED AND MISSED", wrap.missed)
    if nowhere:
        say_styled([("UNRESOLVED", "dim")])
        for one in nowhere:
            say(f"  {one.text}  {one.path}:{one.line}")
    still_open = [point for note in wrap.points for point in note.points if point.open]
    if still_open:
        say_styled([("OPEN", "dim")])
        for point in still_open:
            say(f"  {'?' if point.asks else '[ ]'} {plain_text(point.text)}  {point.path}:{point.line}")
    if page is None:
        tell("Write the page of the day with `confnotes review --write`.")


def _say_cards(title: str, cards: Sequence[Card]) -> None:
    from confnotes.cli.cards import room_columns, say_card

    if cards:
        say_styled([(title, "dim")])
        rooms = room_columns(cards)
        for card in cards:
            say_card(card, rooms)
