"""`confnotes recording TALK`: set when the recording of a talk begins, and list the position of each line in it."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import click

from confnotes.cli import candidates
from confnotes.cli.options import Invocation, at_option, json_option
from confnotes.cli.printing import clip, on_terminal, say_json, say_styled, tell, width
from confnotes.errors import UsageError
from confnotes.model.schema import columns, each

if TYPE_CHECKING:
    from confnotes.catalogue.recordings import RecordedLine, Recording
    from confnotes.model.note import Note
    from confnotes.model.program import Talk


@click.command()
@click.argument("talk", nargs=-1, required=True, metavar="TALK", shell_complete=candidates.talks)
@click.option("--begin", metavar="TIME", help="Set when it begins: 10:03:20, 2019-12-10T10:03:20, “now” or “talk”.")
@click.option("--video", metavar="URL", help="Set the address of the recording.")
@click.option("--line", type=click.IntRange(1), metavar="N", help="Set the start by line N of the note.")
@click.option(
    "--position", metavar="MM:SS", help="Position of that line in the recording. [default: the time in URL, …&t=760]"
)
@at_option
@json_option
@click.pass_obj
def command(
    invocation: Invocation,
    talk: tuple[str, ...],
    begin: str | None,
    video: str | None,
    line: int | None,
    position: str | None,
    at: datetime,
    as_json: bool,
) -> None:
    """List the lines of TALK's note with their positions in the recording, or set when the recording begins.

    TALK is an id, words of a title, “now”, or the path of a note. A video URL with a time (…&t=1234) means that the
    talk starts there.
    """
    from confnotes.actions.notes.change_talk_note import set_recording
    from confnotes.catalogue import recordings

    vault = invocation.open_vault()
    note, about, session = recordings.note_and_talk(vault, " ".join(talk), at)
    video = recordings.video_named(video) if video is not None else None
    begins = _begin(note, about, begin, video, line, position, at)
    if begins is not None or video is not None:
        set_recording(vault, str(note.path), begins=begins, video=video)
        note = vault.note(str(note.path))
    recording = recordings.recording_of(note.fields, about, session)
    moments = recordings.moments(note, recording)
    if as_json:
        say_json(_object(note, recording, moments))
    else:
        _say(note, recording, moments)


def _begin(
    note: Note,
    about: Talk | None,
    begin: str | None,
    video: str | None,
    line: int | None,
    position: str | None,
    at: datetime,
) -> datetime | None:
    """When the recording begins; None if no option sets it."""
    from confnotes.catalogue import recordings
    from confnotes.markup.recordings import offset_of, read_clock

    if line is None and position is not None:
        raise UsageError("--position needs --line", "Name the line with --line N.")
    if begin is not None and line is not None:
        raise UsageError("--begin and --line exclude each other", "Use one of them.")
    if line is not None:
        seconds = read_clock(position) if position is not None else offset_of(video) if video else None
        if seconds is None:
            raise UsageError("missing position of that line", "Add --position 12:40, or a --video URL with t=760.")
        return recordings.begin_from(recordings.stamp_at(note, line), seconds, note.fields, about, at)
    return recordings.begin_as_told(begin, note.fields, about, at) if begin is not None else None


_moments = each(columns("line at seconds url text", at=lambda at: at.isoformat()))


def _object(note: Note, recording: Recording | None, moments: list[RecordedLine]) -> dict[str, object]:
    from confnotes.actions.notes.change_talk_note import format_begin

    return {
        "schema": "confnotes.recording/1",
        "path": str(note.path),
        "begins": format_begin(recording.begins) if recording else None,
        "stated": recording.stated if recording else False,
        "video": recording.video if recording else None,
        "lines": _moments(moments),
    }


def _say(note: Note, recording: Recording | None, moments: list[RecordedLine]) -> None:
    say_styled([(str(note.path), "accent")])
    for one in moments:
        text = clip(one.text, width() - 20) if on_terminal() else one.text
        say_styled([(f"{one.clock or '–':>8}", "accent"), (f"  line {one.line:<4} ", "dim"), (text, "")])
        if one.url:
            say_styled([(f"{'':20}{one.url}", "dim")])
    if recording is None:
        tell("The begin of the recording is not set. Use --begin 10:03:20, or a --video URL with a time.")
        return
    how = "" if recording.stated else ", by the time in the video URL"
    tell(f"The recording begins at {recording.begins:%H:%M:%S}{how}.")
    if recording.video is None:
        tell("The address of the recording is not set. Use --video URL.")
    elif not any(one.url for one in moments if one.seconds is not None) and moments:
        tell(f"Cannot link to positions in {recording.video}.")
    if not moments:
        tell("The note has no lines with timestamps.")
