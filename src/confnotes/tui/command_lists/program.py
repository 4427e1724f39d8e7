"""The screens about a conference and its program: Now, Program, My schedule, posters, rooms, the day review."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from confnotes.tui.command import Command, Need, Where, key
from confnotes.tui.command_lists.talk import ask_rating, attend, do_not_share, open_note, rate, star, watch_later

_SCORE = "1 to 5. The same number again removes the score."
_NEXT_CARD = "The next starred poster that you have not seen, else the next board."
_DAYS = "day today monday tuesday wednesday thursday friday saturday sunday"

PROGRAM: Final[Mapping[Where, tuple[Command, ...]]] = {
    Where.NOW: (
        key("enter", "open", "open note", needs=Need.ROW, priority=True).does(
            "Open this talk or note", "Creates the note of the talk if none exists.", "write take create edit session"
        ),
        star(),
        key("right", "later", "later", needs=Need.PROGRAM).does(
            "Show later talks", "Press again for the time after that.", "next after upcoming"
        ),
        key("left", "earlier", needs=Need.PROGRAM).does("Show earlier talks", "", "before past previous"),
        key("home,0", "present", needs=Need.PROGRAM).does(
            "Go back to now", "After looking ahead or back.", "current time"
        ),
        key("d", "app.program", "program", needs=Need.PROGRAM).does(
            "Program", "All days, sessions and talks.", "timetable agenda schedule days sessions talks"
        ),
        key("p", "app.posters", "posters", needs=Need.PROGRAM, priority=True).does(
            "Posters", "Find a poster by its board number or a few letters.", "boards hall"
        ),
        key("f", "app.people", "people").does(
            "People", "Speakers, and what you wrote about them.", "speakers authors persons contacts who speaking"
        ),
        key("b", "app.papers").does(
            "Papers",
            "Who presented them, your notes on them, your reading list, BibTeX.",
            "references bibliography citations reading list bibtex",
        ),
        key("x", "app.export", "export", needs=Need.PROGRAM).does(
            "Export a summary",
            "Markdown, HTML, PDF, slides and more, for you, your team or the public.",
            f"print pdf html word docx latex report share notes send publish digest save as {_DAYS} "
            "install missing renderer typst",
        ),
        key("i", "app.import_program", "import").does(
            "Import a program",
            "From a file, a folder or a web address.",
            "add conference load open url ics calendar schedule",
        ),
        key("o", "app.photos").does(
            "Place photos",
            "Puts each photo beside the line you were typing when you took it.",
            "add insert attach paste pictures images camera attachments",
        ),
        key("c", "app.changes", needs=Need.PROGRAM).does(
            "Changes from re-imports",
            "Talks that moved, were cancelled or are new.",
            "changes news updates moved cancelled",
        ),
        key("f6", "other_room", needs=Need.PROGRAM, priority=True).does(
            "Switch to another room", "What is on now and starts soon.", "rooms track parallel"
        ),
        key("f7", "app.note_before", priority=True).does(
            "Previous note", "The note you had open last.", "last back switch recent"
        ),
        key("t", "app.tasks").does(
            "Tasks and questions",
            "Of the day, the conference or everything, open ones first.",
            "to-do todo checklist follow-up questions",
        ),
        key("v", "app.recorded").does(
            "Slides and videos",
            "Your watch list, and everything there is.",
            "watch later recordings slides youtube links",
        ),
        key("g", "app.tags").does("Tags", "Browse, rename or merge tags.", "labels hashtags topics keywords"),
        key("e", "app.day_wrap", needs=Need.PROGRAM).does(
            "Day review",
            "Fill gaps, answer questions, rate talks, note takeaways, and get a page of the day.",
            "wrap up end of day summary recap takeaways review",
        ),
        key("m", "app.schedule", needs=Need.PROGRAM).does(
            "My schedule",
            "Your starred, attended and noted talks, with gaps, walks and clashes.",
            "agenda personal calendar starred clashes conflicts",
        ),
        key("l", "app.unresolved").does(
            "Unresolved links",
            "Links, people and papers in notes that match nothing, with suggestions.",
            "broken dead missing mentions fix",
        ),
        key("s", "app.settings").does(
            "Settings",
            "Theme, author, default vault and more; and where your files are.",
            "preferences config configuration options customize setup vault folder author change name "
            "where note notes files disk turn off stop disable reminders notifications",
        ),
        key("n", "app.new_note", "new note").does(
            "New note", "A free note, without a talk.", "create add write free blank"
        ),
        attend(),
        watch_later(),
        do_not_share(),
        rate(),
        ask_rating(),
    ),
    Where.PROGRAM: (
        open_note(),
        star(more="In the filter, press ctrl+s."),
        key("ctrl+s", "star", "star", needs=Need.TALK, name="star_typing", priority=True).does(
            "Star while filtering", "Does the same as space, without leaving the filter."
        ),
        attend("ctrl+g", "attended", priority=True),
        watch_later("alt+w", priority=True),
        do_not_share(priority=True),
        ask_rating("rate"),
        key("right", "day(1)", "next day", needs=Need.PROGRAM).does("Next day"),
        key("left", "day(-1)", needs=Need.PROGRAM).does("Previous day"),
        key("f2", "only_starred", "starred only", needs=Need.PROGRAM).does(
            "Show starred talks only", "Press again to show all talks.", "favorites filter"
        ),
        key("f3", "grid", "rooms", needs=Need.PROGRAM).does(
            "Show rooms side by side", "The day as a table. Press again for the list.", "grid table timetable columns"
        ),
        key("f8", "tracks", "filters", needs=Need.PROGRAM).does(
            "Filter by track, room, day or language",
            "Or hide a track for good. You can also type track:rust room:aula day:sat lang:fr is:starred.",
            "tracks devroom facets hide rooms",
        ),
        key("f4", "conference", "conference", needs=Need.PROGRAM).does(
            "Switch to the next conference", "", "other event"
        ),
        key("f6", "app.refresh", "refresh", needs=Need.PROGRAM).does(
            "Refresh this conference",
            "Then F2 sets its time zone, name or first day. Your edits stay.",
            "sync update reload re-import fetch change set wrong time zone timezone",
        ),
        key("f7", "app.changes", needs=Need.PROGRAM).does(
            "Changes from re-imports", "Talks that moved, were cancelled or are new.", "changes news updates"
        ),
    ),
    Where.TRACKS: (
        key("enter", "open", "show talks", needs=Need.ROW, priority=True).does(
            "Show the talks of this track, room, day or language", "In the program, of all days.", "filter facet"
        ),
        key("space", "hide", "hide").does(
            "Hide this track for good",
            "Except its talks with a star or a note. Press again to show it.",
            "show again unhide exclude devroom mute",
        ),
    ),
    Where.SCHEDULE: (
        open_note(),
        star(),
        attend(label="attended"),
        watch_later(),
        do_not_share(),
        key("n", "entries.add", "new entry", needs=Need.PROGRAM).does(
            "Add a meeting or a meal",
            "With a time and a place. It clashes and reminds like a starred talk, and is never shared.",
            "own entry appointment lunch dinner coffee hallway personal event create",
        ),
        key("delete", "entries.remove").does(
            "Remove this meeting or meal", "Only what you added yourself.", "delete own entry appointment"
        ),
        key("x", "export_it", "export", needs=Need.ROW).does(
            "Export my schedule", "As a calendar file for your phone, or on paper.", "calendar ics print share"
        ),
    ),
    Where.ROOMS: (
        key("enter", "open", "open note", needs=Need.ROW, priority=True).does(
            "Open this talk’s note", "It replaces the note you came from. Press F7 to go back."
        ),
    ),
    Where.POSTERS: (
        key("enter", "open", "card", needs=Need.TALK, priority=True).does(
            "Open the card of this poster", "Type its board number, or a few letters of its title or an author."
        ),
        key("ctrl+n", "next_card", "next card", needs=Need.TALK, priority=True).does("Next card", _NEXT_CARD),
        star("ctrl+b,space").does("Star or unstar this poster", "", "favorite favourite bookmark"),
        key("f2", "starred", "starred only", needs=Need.PROGRAM).does(
            "Show starred posters only", "Press again to show all posters."
        ),
        key("f3", "all", "all", needs=Need.PROGRAM).does(
            "Show all posters", "Press again for the ones on display now."
        ),
        key("alt+p", "note", needs=Need.TALK, priority=True).does("Open the full note of this poster"),
    ),
    Where.POSTER: (
        key("enter", "enter", "next field", priority=True).does("Next field", "After the last field, the next card."),
        key("ctrl+n", "next_card", "next card", priority=True).does("Next card", _NEXT_CARD),
        key("alt+1,alt+2,alt+3,alt+4,alt+5", "rate", priority=True).does(
            "Score this poster", f"{_SCORE} Or type the digit in the last field.", "rate rating"
        ),
        key("ctrl+r", "rate_talk").does("Choose a score for this poster", "", "rate rating"),
        key("ctrl+b", "star", "star").does("Star or unstar this poster", "", "favorite favourite bookmark"),
        key("alt+p", "note", "full note", priority=True).does(
            "Open the full note of this poster", "The same key goes back to the card."
        ),
        key("ctrl+right_square_bracket,alt+o", "poster.open_link", "paper").does(
            "Open the paper", "Or another link of this poster.", "pdf link browser"
        ),
        key("alt+n", "filler.add_line", priority=True).does("Add a line to this field", "For a second claim."),
        key("up,shift+tab", "filler.move(-1)").does("Previous field"),
        key("down,tab", "filler.move(1)").does("Next field"),
        key("f2", "panel").does("Show or hide starred posters"),
        key("ctrl+g", "attend").does("Mark as attended", "Writing a card marks it, too.", "seen visited"),
        key("ctrl+s", "edited.save").does("Save now", "Cards are saved automatically, too."),
        key("ctrl+o", "leave", "close").does("Go back to the posters", "The card is saved.", "leave"),
    ),
    Where.CHANGES: (open_note(needs=Need.ROW),),
    Where.DAY_WRAP: (
        key("enter", "next", "next").does("Confirm and go to the next step", "Applies ticks and keeps what you typed."),
        key("space", "tick", "tick").does("Tick this, or answer the question"),
        key("ctrl+n,right", "skip", "skip").does("Skip this step", "Keeps what you typed."),
        key("ctrl+b,left", "before", "previous").does("Previous step"),
        key("o", "open", "open note").does("Open this note", "Creates one if none exists."),
        key("x", "export_day", "export").does(
            "Export this day",
            "For you, your team or the public. You see it before it is written.",
            f"print pdf share {_DAYS}",
        ),
        key("ctrl+o", "leave", "close").does("Close the day review", "Everything is kept.", "leave"),
    ),
    Where.PHOTOS: (
        key("enter", "place", "place").does(
            "Place the photos", "Each beside the line you were typing then. Afterwards, opens the note."
        ),
        key("space", "leave_out", "leave out", needs=Need.ROW).does(
            "Leave this photo out", "Press again to include it.", "skip exclude"
        ),
        key("f2", "watch", "watch").does(
            "Watch this folder", "Places new photos while confnotes runs. Press again to stop.", "automatic import"
        ),
    ),
    Where.RECORDED: (
        open_note(),
        key("ctrl+o", "video", "video", needs=Need.TALK, priority=True).does("Open the video", "", "play recording"),
        key("space,ctrl+g", "watched", "watched", needs=Need.TALK).does(
            "Mark as watched", "Counts as attended and leaves the list. Press again to undo.", "seen done"
        ),
        key("f2", "other_list", "list").does("Switch between the watch list and all", "", "show all"),
        key("ctrl+s", "slides", "slides", needs=Need.TALK, priority=True).does("Open the slides", "", "deck pdf"),
        key("alt+w", "watch_later", "watch later", needs=Need.TALK, priority=True).does(
            "Watch later", "Adds this talk to the list or removes it. Unstars a starred talk that you missed."
        ),
        key("f4", "check", "check links", needs=Need.TALK).does(
            "Check the links",
            "One request per second and host. Press esc to stop; results so far are kept.",
            "broken dead online",
        ),
    ),
}
