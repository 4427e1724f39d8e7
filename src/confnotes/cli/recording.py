"""`confnotes recording TALK`: when a talk's recording begins, and which line leads to which moment of it."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import click

from confnotes.cli.options import Invocation, at_option, json_option
from confnotes.cli.printing import clip, on_terminal, say_json, say_styled, tell, width
from confnotes.errors import UsageError
from confnotes.model.schema import columns, each

if TYPE_CHECKING:
    from confnotes.catalogue.recordings import RecordedLine, Recording
    from confnotes.model.note import Note
    from confnotes.model.program import Talk


@click.command()
@click.argument("talk", nargs=-1, required=True, metavar="TALK")
@click.option("--starts", metavar="TIME", help="When it begins: 10:03:20, 2019-12-10T10:03:20, “now”, or “talk”.")
@click.option("--video", metavar="URL", help="Where it is to be seen.")
@click.option("--line", type=click.IntRange(1), metavar="N", help="A stamped line of the note whose place is known.")
@click.option("--is-at", "place", metavar="MM:SS", help="That place; else where URL begins, as in …&t=760.")
@at_option
@json_option
@click.pass_obj
def command(
    invocation: Invocation,
    talk: tuple[str, ...],
    starts: str | None,
    video: str | None,
    line: int | None,
    place: str | None,
    at: datetime,
    as_json: bool,
) -> None:
    """List the stamped lines of TALK's note with their moments of the recording, or say when it begins.

    TALK is its id, a part of its title, “now”, or the path of a note.
    A video link with a moment, as …&t=1234, and nothing else is read as: there the talk begins.
    """
    from confnotes.actions.notes.change_talk_note import set_recording
    from confnotes.catalogue import recordings

    vault = invocation.open_vault()
    note, about, session = recordings.note_and_talk(vault, " ".join(talk), at)
    video = recordings.video_named(video) if video is not None else None
    begins = _begin(note, about, starts, video, line, place, at)
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
    starts: str | None,
    video: str | None,
    line: int | None,
    place: str | None,
    at: datetime,
) -> datetime | None:
    """When the recording begins by what was given, None where nothing says so."""
    from confnotes.catalogue import recordings
    from confnotes.markup.recordings import offset_of, read_clock

    if line is None and place is not None:
        raise UsageError("--is-at is the place of a line", "name the line with --line")
    if starts is not None and line is not None:
        raise UsageError("--starts and --line both say when it begins", "give one of them")
    if line is not None:
        seconds = read_clock(place) if place is not None else offset_of(video) if video else None
        if seconds is None:
            raise UsageError("the place of that line is missing", "write --is-at 12:40, or a --video link with t=760")
        return recordings.begin_from(recordings.stamp_at(note, line), seconds, note.fields, about, at)
    return recordings.begin_as_told(starts, note.fields, about, at) if starts is not None else None


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
        tell("Nobody has said yet when the recording begins: --starts 10:03:20, or a --video link with t=.")
        return
    how = "" if recording.stated else ", as the video’s link has the talk begin in it"
    tell(f"The recording begins at {recording.begins:%H:%M:%S}{how}.")
    if recording.video is None:
        tell("Where it is to be seen is not known: --video URL.")
    elif not any(one.url for one in moments if one.seconds is not None) and moments:
        tell(f"No link into the middle of {recording.video} is known.")
    if not moments:
        tell("No line of the note is stamped.")
