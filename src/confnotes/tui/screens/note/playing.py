"""The talk's recording: when it starts, and playing it from a line of the note."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, time

from confnotes.actions.notes.change_talk_note import format_begin
from confnotes.catalogue.recordings import FIELD, Recording, begin_as_told, begin_from, recording_of, start_of, video_of
from confnotes.errors import UsageError
from confnotes.markup import references, stamps
from confnotes.markup.canonical import canonical, is_web
from confnotes.markup.recordings import clock_text, moment, offset_of, read_clock
from confnotes.model.program import ResourceKind, Session, Talk
from confnotes.tui.keymap.keymap import key_of
from confnotes.tui.screens.dialog import Answer, AnswerScreen
from confnotes.tui.screens.note.base import NoteController

_MOST_VIDEOS = 6  # to choose from in one dialog


class RecordingPlayer(NoteController):
    """Plays the recording from the cursor's line, once its start time is set."""

    # What is known

    def _talk_and_session(self) -> tuple[Talk | None, Session | None]:
        card = self.page.memory.card
        return (card.talk, card.session) if card is not None else (None, None)

    @property
    def recording(self) -> Recording | None:
        """The recording of the note's talk, from its front matter and the program."""
        return recording_of(self.edited.front.fields, *self._talk_and_session())

    @property
    def video(self) -> str | None:
        return video_of(self.edited.front.fields, *self._talk_and_session())

    def _stamped_here(self) -> tuple[time, str] | None:
        """The timestamp and text of the cursor's line, otherwise of the nearest line above with a timestamp."""
        document = self.editor.note
        for row in range(self.editor.cursor_location[0], -1, -1):
            if (at := stamps.find(document.tails[row])) is not None:
                return at, document.lines[row].strip()
        return None

    # Playing

    def play(self) -> None:
        """Open the recording at the moment of this line."""
        recording, stamped, video = self.recording, self._stamped_here(), self.video
        if video is None:
            self.say(f"No video set for this talk. Press {key_of('recording', typing=True)} to add it.")
        elif recording is None:
            self.say(f"The recording's start time is not set. Press {key_of('recording', typing=True)} to set it.")
        elif stamped is None:
            self.say(f"No timestamp up to this line. Press {key_of('timestamp')} to add one.")
        elif (seconds := recording.seconds(stamped[0])) is None:
            self.say(
                f"This line ({stamped[0]:%H:%M:%S}) is from before the recording starts ({recording.begins:%H:%M:%S})"
            )
        elif (url := moment(video, seconds)) is None or not is_web(url):
            self.say(f"This line is at {clock_text(seconds)}, but confnotes cannot link to a time in {video}")
        else:
            self.app.open_link(url)
            self.say(f"Playing from {clock_text(seconds)}")

    # Setting the start

    def set(self) -> None:
        if self.editor.read_only:
            self.say("This note is read-only")
            return
        start, stamped = start_of(self.edited.front.fields, self._talk_and_session()[0]), self._stamped_here()
        recording = self.recording
        answers = [Answer("now", "It starts now", f"{self.edited.wall():%H:%M:%S}")]
        if start is not None:
            answers.append(Answer("talk", "It started with the talk", f"{start:%H:%M}"))
        answers.append(Answer("time", "It started at …", "enter a time"))
        if stamped is not None:
            answers.append(
                Answer("line", f"The line typed at {stamped[0]:%H:%M:%S} is at …", "enter its time in the video")
            )
        answers.append(Answer("video", "The video is at …", self.video or "enter its URL"))
        answers += [Answer(f"url:{url}", "Use this video", url) for url in self._videos_named()]
        if FIELD in self.edited.front.fields:
            answers.append(Answer("forget", "Clear the start time"))
        begins = (
            f"It starts at {recording.begins:%H:%M:%S}."
            if recording
            else "Timestamps then link to their place in the video."
        )
        self.page.let_choose("Recording of this talk", begins, answers, self._recording_chosen)

    def _videos_named(self) -> list[str]:
        """Video URLs in the note's text."""
        known = canonical(self.video or "")
        found: dict[str, str] = {}
        for line in self.editor.note.lines:
            for resource in references.find_references(line) if "/" in line else ():
                if resource.kind is ResourceKind.VIDEO and canonical(resource.url) != known:
                    found.setdefault(canonical(resource.url), resource.url)
        return list(found.values())[:_MOST_VIDEOS]

    def _recording_chosen(self, answer: str) -> None:
        kind, _, url = answer.partition(":")
        if kind in ("now", "talk"):
            self._take_begin(
                begin_as_told(kind, self.edited.front.fields, self._talk_and_session()[0], self.app.clock())
            )
        elif kind == "time":
            self._ask_in_words(
                "When did the recording start?", "Local time at the conference.", "10:03:20", self._take_time
            )
        elif kind == "line" and (stamped := self._stamped_here()) is not None:
            self._ask_in_words("Where in the video is this line?", stamped[1], "12:40", self._take_place)
        elif kind == "video":
            text = "A URL with a time (…&t=1234) means that the talk starts there."
            self._ask_in_words("Where is the video?", text, "https://…", self._take_video)
        elif kind == "url":
            self._take_video(url)
        elif kind == "forget" and self.edited.change_fields({FIELD: None}):
            self.say("Start time cleared")

    def _ask_in_words(self, title: str, text: str, example: str, take: Callable[[str], str | None]) -> None:
        """Ask for a line of text; `take` applies it, or returns what is wrong with it."""
        self.app.push_screen(AnswerScreen(title, text, example=example, take=take))

    def _take_time(self, answer: str) -> str | None:
        try:
            begins = begin_as_told(answer, self.edited.front.fields, self._talk_and_session()[0], self.app.clock())
        except UsageError as error:
            return f"{error.message}: {error.hint}"
        self._take_begin(begins)
        return None

    def _take_place(self, answer: str) -> str | None:
        seconds, stamped = read_clock(answer), self._stamped_here()
        if seconds is None or stamped is None:
            return f"Not a time in a video: “{answer}”. Use 12:40 or 1:02:03."
        talk = self._talk_and_session()[0]
        self._take_begin(begin_from(stamped[0], seconds, self.edited.front.fields, talk, self.app.clock()))
        return None

    def _take_video(self, answer: str) -> str | None:
        url = references.resource_of(answer).url
        if not is_web(url):
            return f"Not a web address: “{answer}”"
        if self.edited.change_fields({"video": url}):
            place = offset_of(url)
            if self.recording is None:
                self.say(f"Video set. Press {key_of('recording', typing=True)} again to set when the recording starts.")
            elif place is not None and FIELD not in self.edited.front.fields:
                self.say(
                    f"The talk starts at {clock_text(place)} of the video. "
                    f"Press {key_of('video', typing=True)} to play it from this line."
                )
            else:
                self.say(f"Video set. Press {key_of('video', typing=True)} to play it from this line.")
        return None

    def _take_begin(self, begins: datetime) -> None:
        if self.edited.change_fields({FIELD: format_begin(begins)}):
            then = (
                f"{key_of('video', typing=True)} plays it from a line"
                if self.video
                else f"{key_of('recording', typing=True)} again to add the video"
            )
            self.say(f"The recording starts at {begins:%H:%M:%S} · {then}")
