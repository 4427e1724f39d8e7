"""The screens about a conference and its program: Now, Program, My schedule, posters, rooms, the day review."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from confnotes.tui.command import Command, Need, Where, key
from confnotes.tui.command_lists.talk import (
    ask_rating,
    attend,
    details,
    do_not_share,
    open_note,
    rate,
    star,
    take,
    watch_later,
)

_SCORE = "1 to 5. The same number again removes the score."
_NEXT_CARD = "The next starred poster that you have not seen, else the next board."
_DAYS = "day today monday tuesday wednesday thursday friday saturday sunday"

PROGRAM: Final[Mapping[Where, tuple[Command, ...]]] = {
    Where.NOW: (
        key("open", "open", "open note", needs=Need.ROW, priority=True).does(
            "Open this talk or note", "Creates the note of the talk if none exists.", "write take create edit session"
        ),
        star(),
        details(),
        key("right", "later", "later", needs=Need.PROGRAM).does(
            "Show later talks", "Press again for the time after that.", "next after upcoming"
        ),
        key("left", "earlier", needs=Need.PROGRAM).does("Show earlier talks", "", "before past previous"),
        key("now-again", "present", needs=Need.PROGRAM).does(
            "Go back to now", "After looking ahead or back.", "current time"
        ),
        key("import", "app.import_program", "import").does(
            "Import a program",
            "From a file, a folder or a web address.",
            "add conference load open url ics calendar schedule scan qr code photo",
        ),
        key("export", "app.export", "export", needs=Need.CONTENT).does(
            "Export a summary",
            "Markdown, HTML, PDF, slides and more, for you, your team or the public.",
            f"print pdf html word docx latex report share notes send publish digest save as {_DAYS} "
            "install missing renderer typst",
        ),
        key("new", "app.new_note", "new note").does(
            "New note", "A free note, without a talk.", "create add write free blank"
        ),
        attend(),
        take(),
        watch_later(),
        do_not_share(),
        rate(),
        ask_rating(),
    ),
    Where.PROGRAM: (
        open_note(),
        star(),
        details(),
        attend("attended"),
        take(),
        watch_later(),
        do_not_share(),
        rate(),
        key("right", "day(1)", "next day", needs=Need.PROGRAM).does("Next day"),
        key("left", "day(-1)", needs=Need.PROGRAM).does("Previous day"),
        key("side-by-side", "grid", "rooms", needs=Need.PROGRAM).does(
            "Show rooms side by side",
            "The day as a table, or room by room in a narrow window. Press again for the list.",
            "grid table timetable columns",
        ),
        key("more", "only_starred", "starred only", needs=Need.PROGRAM).does(
            "Show starred talks only", "Press again to show all talks.", "favorites filter"
        ),
        ask_rating("rate"),
        key("tracks", "tracks", "filters", needs=Need.PROGRAM).does(
            "Filter by track, room, day or language",
            "Or hide a track for good. You can also type track:rust room:aula day:sat lang:fr is:starred.",
            "tracks devroom facets hide remove rooms",
        ),
        key("conference", "conference", "conference", needs=Need.PROGRAM).does(
            "Switch to the next conference", "", "other another event"
        ),
        key("import", "app.refresh", "refresh", needs=Need.PROGRAM).does(
            "Refresh this conference",
            "Set its time zone or first day. Your edits stay.",
            "sync update reload re-import fetch change set wrong time times hours zone timezone",
        ),
    ),
    Where.TRACKS: (
        key("open", "open", "show talks", needs=Need.ROW).does(
            "Show the talks of this track, room or day", "In the program, of all days.", "filter facet"
        ),
        key("mark", "hide", "hide").does(
            "Hide this track for good",
            "Except its talks with a star or a note. Press again to show it.",
            "show again unhide remove exclude ignore devroom mute",
        ),
    ),
    Where.SCHEDULE: (
        open_note(),
        star(),
        details(),
        key("new", "entries.add", "new entry", needs=Need.PROGRAM).does(
            "Add a meeting or a meal",
            "With a time and a place. It clashes and reminds like a starred talk, and is never shared.",
            "own entry appointment lunch dinner coffee hallway personal event create",
        ),
        attend("attended"),
        take(),
        watch_later(),
        do_not_share(),
        rate(),
        ask_rating(),
        key("edit", "entries.edit").does(
            "Change this meeting or meal",
            "Its time, title or place. Its note stays.",
            "move reschedule own entry appointment",
        ),
        key("delete", "entries.remove").does(
            "Remove this meeting or meal", "Only what you added yourself.", "delete own entry appointment"
        ),
        key("export", "export_it", "export", needs=Need.ROW).does(
            "Export my schedule", "As a calendar file for your phone, or on paper.", "google calendar ics print share"
        ),
    ),
    Where.BOARD: (
        open_note(),
        take("take"),
        star(),
        key("all", "everything", "all talks", needs=Need.PROGRAM).does(
            "Show all talks", "Also those that nobody starred. Press again for the others."
        ),
        key("right", "day(1)", "next day", needs=Need.PROGRAM).does("Next day"),
        key("left", "day(-1)", needs=Need.PROGRAM).does("Previous day"),
        attend("attended"),
        watch_later(),
        rate(),
        ask_rating(),
    ),
    Where.ROOMS: (
        key("open", "open", "open note", needs=Need.ROW, priority=True).does(
            "Open this talk’s note", "It replaces the note you came from."
        ),
    ),
    Where.POSTERS: (
        key("open", "open", "card", needs=Need.TALK, priority=True).does(
            "Open the card of this poster", "Type its board number, or a few letters of its title or an author."
        ),
        key("next", "next_card", "next card", needs=Need.TALK, priority=True).does("Next card", _NEXT_CARD),
        star().does("Star or unstar this poster", "", "favorite favourite bookmark"),
        key("more", "starred", "starred only", needs=Need.PROGRAM).does(
            "Show starred posters only", "Press again to show all posters."
        ),
        key("all", "all", "all", needs=Need.PROGRAM).does(
            "Show all posters", "Press again for the ones on display now."
        ),
        key("card", "note", needs=Need.TALK, priority=True).does("Open the full note of this poster"),
    ),
    Where.POSTER: (
        key("open", "enter", "next field", priority=True).does("Next field", "After the last field, the next card."),
        key("next", "next_card", "next card", priority=True).does("Next card", _NEXT_CARD),
        key("rate", "rate").does("Score this poster", f"{_SCORE} Or type the digit in the last field.", "rate rating"),
        key("ask-rating", "rate_talk").does("Choose a score for this poster", "", "rate rating"),
        key("mark", "star", "star").does("Star or unstar this poster", "", "favorite favourite bookmark"),
        key("card", "note", "full note", priority=True).does(
            "Open the full note of this poster", "The same key goes back to the card."
        ),
        key("follow", "poster.open_link", "paper").does(
            "Open the paper", "Or another link of this poster.", "pdf link browser"
        ),
        key("add", "filler.add_line").does("Add a line to this field", "For a second claim."),
        key("field-before", "filler.move(-1)").does("Previous field"),
        key("field-after", "filler.move(1)").does("Next field"),
        key("details", "panel").does("Show or hide starred posters"),
        key("attend", "attend").does("Mark as attended", "Writing a card marks it, too.", "seen visited"),
        key("save", "edited.save").does("Save now", "Cards are saved automatically, too."),
        key("close", "leave", "close").does("Go back to the posters", "The card is saved.", "leave"),
    ),
    Where.CHANGES: (open_note(needs=Need.ROW),),
    Where.DAY_WRAP: (
        key("open", "next", "next").does("Confirm and go to the next step", "Applies ticks and keeps what you typed."),
        key("mark", "tick", "tick").does("Tick this, or answer the question"),
        key("next-step", "skip", "skip").does("Skip this step", "Keeps what you typed."),
        key("left", "before", "previous").does("Previous step"),
        key("edit", "open", "open note").does("Open this note", "Creates one if none exists."),
        key("export", "export_day", "export").does(
            "Export this day",
            "For you, your team or the public. You see it before it is written.",
            f"print pdf share {_DAYS}",
        ),
        key("close", "leave", "close").does("Close the day review", "Everything is kept.", "leave"),
    ),
    Where.PHOTOS: (
        key("open", "place", "place").does(
            "Place the photos", "Each beside the line you were typing then. Afterwards, opens the note."
        ),
        key("mark", "leave_out", "leave out", needs=Need.ROW).does(
            "Leave this photo out", "Press again to include it.", "skip exclude"
        ),
        key("watch-folder", "watch", "watch").does(
            "Watch this folder", "Places new photos while confnotes runs. Press again to stop.", "automatic import"
        ),
        key("picture", "view", "view", needs=Need.ROW).does(
            "View this photo", "As large as the window.", "image picture show large zoom"
        ),
    ),
    Where.PICTURE: (
        key("right", "turn(1)", "next", name="next").does("Next picture"),
        key("left", "turn(-1)", "previous", name="previous").does("Previous picture"),
        key("open", "open_outside", "other program").does(
            "Open this picture in another program", "Your system’s program for pictures.", "viewer external zoom"
        ),
        key("close-picture", "leave", "close").does("Close the picture"),
    ),
    Where.RECORDED: (
        open_note(needs=Need.ROW),
        key("video", "video", "video", needs=Need.TALK).does("Open the video", "", "play recording"),
        key("attend", "watched", "watched", needs=Need.TALK).does(
            "Mark as watched", "Counts as attended and leaves the list. Press again to undo.", "seen done"
        ),
        details(),
        key("more", "other_list", "list").does("Switch between the watch list and all", "", "show all"),
        key("slides", "slides", "slides", needs=Need.TALK).does("Open the slides", "", "deck pdf"),
        key("watch-later", "watch_later", "watch later", needs=Need.TALK).does(
            "Watch later", "Adds this talk to the list or removes it. Unstars a starred talk that you missed."
        ),
        key("check-links", "check", "check links", needs=Need.TALK).does(
            "Check the links",
            "One request per second and host. Going back stops it; results so far are kept.",
            "broken dead online",
        ),
    ),
}
