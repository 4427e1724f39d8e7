"""`confnotes add TEXT`: one line into the note of the talk that is on, quick enough for a key binding."""

from __future__ import annotations

import sys
from datetime import datetime

import click

from confnotes.cli.options import Invocation, WordsCommand, at_option, json_option
from confnotes.cli.printing import say, say_json, tell
from confnotes.errors import ConfnotesError, UsageError
from confnotes.markup.safe import safe_text


@click.command(cls=WordsCommand)
@click.argument("text", nargs=-1, required=True, metavar="TEXT|-")
@click.option("--to", metavar="TALK|NOTE", help="The talk: its id or a part of its title; else the one that is on.")
@at_option
@json_option
@click.pass_obj
def command(invocation: Invocation, text: tuple[str, ...], to: str | None, at: datetime, as_json: bool) -> None:
    """Write TEXT as one stamped line into the note of the talk that is on now.

    With - each line of standard input is written. Quote the text, or not: words are joined. Where several talks are
    on, it is the one in the room you were in last, or the one you starred; where none is, the note about no talk that
    you began last.
    """
    from confnotes.actions.notes.add_line import add_line

    words = _standard_input() if text == ("-",) else " ".join(text)
    if not words.strip():
        raise UsageError("there is no text to write", "for example: confnotes add 'works on RNNs too'")
    try:
        added = add_line(invocation.open_vault(), words, to, at)
    except ConfnotesError:
        if text == ("-",):  # what came through a pipe may be nowhere else
            tell("This was not added:", words.rstrip("\n"), "")
        raise
    numbered = list(enumerate(added.text.split("\n"), added.line))
    if as_json:
        written = [{"line": number, "text": line} for number, line in numbered]
        say_json({"schema": "confnotes.added/1", "path": added.path, "lines": written})
        return
    say(*(f"{added.path}:{number}" for number, _ in numbered))
    stem = added.path.rpartition("/")[2].removesuffix(".md")
    tell(f"Added to “{(added.talk and added.talk.talk.title) or stem}”.")


def _standard_input() -> str:
    """The text of standard input: UTF-8, else Latin-1, in which every byte is a letter and none is lost.

    Raises UsageError when it is no text.
    """
    data = sys.stdin.buffer.read()
    if b"\0" in data:
        raise UsageError("that is no text", "put the file into the attachments, and a link to it into the note")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("latin-1")
    return safe_text(text)
