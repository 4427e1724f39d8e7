"""`confnotes add TEXT`: add a line to the note of the talk that is on, quickly enough for a key binding."""

from __future__ import annotations

import sys
from datetime import datetime

import click

from confnotes.cli import candidates
from confnotes.cli.options import Invocation, UserText, WordsCommand, at_option, json_option
from confnotes.cli.printing import say, say_json, tell
from confnotes.errors import ConfnotesError, UsageError
from confnotes.markup.safe import safe_text


@click.command(cls=WordsCommand)
@click.argument("text", nargs=-1, required=True, metavar="TEXT|-", type=UserText())
@click.option(
    "--to",
    metavar="TALK|NOTE",
    shell_complete=candidates.talks_and_notes,
    help="Add to this talk or note instead of the talk that is on.",
)
@at_option
@json_option
@click.pass_obj
def command(invocation: Invocation, text: tuple[str, ...], to: str | None, at: datetime, as_json: bool) -> None:
    """Add TEXT as a line with a timestamp to the note of the talk that is on now.

    With -, adds each line of standard input. TEXT needs no quotes: its words are joined. If several talks are on, the
    line goes to the one in your last room, then to a starred one. If none is, it goes to your latest free note.
    """
    from confnotes.actions.notes.add_line import add_line

    words = _standard_input() if text == ("-",) else " ".join(text)
    if not words.strip():
        raise UsageError("missing text", "For example: confnotes add 'works on RNNs too'")
    try:
        added = add_line(invocation.open_vault(), words, to, at)
    except ConfnotesError:
        if text == ("-",):  # piped text may exist nowhere else
            tell("Not added:", words.rstrip("\n"), "")
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
    """The text of standard input: UTF-8, else Latin-1, which decodes every byte.

    Raises UsageError if it is not text.
    """
    data = sys.stdin.buffer.read()
    if b"\0" in data:
        raise UsageError("standard input is not text", "Attach the file to the note instead.")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("latin-1")
    return safe_text(text)
