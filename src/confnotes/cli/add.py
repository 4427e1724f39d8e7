"""`confnotes add TEXT`: one line into the note of the talk that is on, quick enough for a key binding."""

from __future__ import annotations

import sys
from datetime import datetime

import click

from confnotes.cli.options import Invocation, at_option, json_option
from confnotes.cli.printing import say, say_json, tell
from confnotes.errors import UsageError


@click.command()
@click.argument("text", nargs=-1, required=True, metavar="TEXT|-")
@click.option("--to", metavar="TALK", help="The talk: its id or a part of its title; else the one that is on.")
@at_option
@json_option
@click.pass_obj
def command(invocation: Invocation, text: tuple[str, ...], to: str | None, at: datetime, as_json: bool) -> None:
    """Write TEXT as one stamped line into the note of the talk that is on now.

    With - each line of standard input is written. Quote the text, or not: words are joined.
    """
    from confnotes.services.take_note import add_line

    lines = _standard_input() if text == ("-",) else [" ".join(text)]
    lines = [line for line in lines if line.strip()]
    if not lines:
        raise UsageError("there is no text to write", "for example: confnotes add 'works on RNNs too'")
    vault = invocation.open_vault()
    added = [add_line(vault, line, to, at) for line in lines]
    if as_json:
        say_json(
            {
                "schema": "confnotes.added/1",
                "path": added[-1].path,
                "lines": [{"line": one.line, "text": one.text} for one in added],
            }
        )
        return
    for one in added:
        say(f"{one.path}:{one.line}")
    card = added[-1].talk
    if card is not None and card.talk.title:
        tell(f"Added to “{card.talk.title}”.")


def _standard_input() -> list[str]:
    return sys.stdin.buffer.read().decode("utf-8", errors="replace").splitlines()
