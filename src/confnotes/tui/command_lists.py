"""What a person can do on each screen: the keys, the action that they run, the word in the footer; what that does.

The footer names commands in this order, most useful first.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from confnotes.tui.command import Command, Where, key

COMMANDS: Final[Mapping[Where, tuple[Command, ...]]] = {
    Where.NOW: (
        key("enter", "open", "open note", priority=True).does(
            "Open the note of this talk", "Begins one when there is none."
        ),
        key("space", "star", "star").does(
            "Star this talk, or take the star away", "Starred talks are never lost sight of."
        ),
        key("right", "later", "next talk").does("Next talk", "Shows what begins next; again for the time after that."),
        key("left", "earlier").does("Talk before", "Shows what was on before."),
        key("home,0", "present").does("Back to this minute", "After looking ahead or back."),
        key("d", "app.program", "program").does("Program", "All days, sessions and talks."),
        key("p", "app.posters", "posters", priority=True).does(
            "Posters", "Cards by board number or a few letters, starred ones in board order."
        ),
        key("f", "app.people", "people").does("People", "Who speaks, and what you wrote about them."),
        key("b", "app.papers").does("Papers", "Who presented them, where you noted them, what is to be read; BibTeX."),
        key("x", "app.export", "export").does("Export a summary", "Markdown or one HTML page to send round."),
        key("i", "app.import_program", "import").does("Import a program", "From a file, a folder or a web address."),
        key("o", "app.photos").does("Place photos", "Each beside the line that was being typed then."),
        key("c", "app.changes").does("What imports changed", "Moved, cancelled, new talks."),
        key("f6", "other_room", priority=True).does(
            "Another room", "What is on and begins soon, at every conference of the day."
        ),
        key("f7", "app.note_before", priority=True).does("Back to the note before", "The one seen last."),
        key("t", "app.tasks").does(
            "Tasks and questions", "Of the day, the conference or everything; what is open first."
        ),
        key("v", "app.recorded").does(
            "Slides and videos", "What you want to watch, ready or still to come; and all there is."
        ),
        key("g", "app.tags").does("Tags", "As a tree; one is renamed in all notes at once."),
        key("e", "app.day_wrap").does(
            "The end of the day", "What is missing, what is open, ratings and takeaways, and a page of the day."
        ),
        key("m", "app.schedule").does(
            "My schedule", "What you starred, attended and noted, with free time, walks and clashes."
        ),
        key("l", "app.unresolved").does(
            "Links that lead nowhere",
            "Or to one of several notes; people and papers that nobody knows: each with what may be meant.",
        ),
        key("n", "app.new_note", "new note").does("New note", "A note that belongs to no talk."),
        key("a", "attend").does("I was there", "Marks this talk as attended, or takes the mark away."),
        key("w", "watch_later").does("Watch it later", "Marks this talk as one to watch; is:later finds them all."),
        key("alt+x", "no_share").does(
            "Do not share this talk, or share it again", "An export for the public does not mention it."
        ),
        key("1,2,3,4,5", "rate").does("Rate this talk", "One to five; the same again takes the rating away."),
    ),
    Where.PROGRAM: (
        key("enter", "open", "open note").does("Open the note of this talk", "Begins one when there is none."),
        key("space", "star", "star").does(
            "Star this talk, or take the star away", "While typing in the filter: ctrl+s."
        ),
        key("ctrl+s", "star", "star", name="star_typing", priority=True).does(
            "Star while filtering", "The same as space, from within the filter."
        ),
        key("ctrl+g", "attend", "was there", priority=True).does(
            "I was there", "Marks this talk as attended, or takes the mark away."
        ),
        key("alt+w", "watch_later", priority=True).does(
            "Watch it later", "Marks this talk as one to watch; is:later finds them all."
        ),
        key("alt+x", "no_share", priority=True).does(
            "Do not share this talk, or share it again", "An export for the public does not mention it."
        ),
        key("ctrl+r", "rate_talk", "rate").does("Rate this talk", "One to five."),
        key("right", "day(1)", "next day").does("Next day"),
        key("left", "day(-1)").does("Day before"),
        key("f2", "only_starred", "starred").does("Only what is starred", "Again for everything."),
        key("f3", "grid", "rooms").does("Rooms side by side", "The day as a table of rooms; again for the list."),
        key("f4", "conference", "conference").does("Another conference", "Goes round the conferences of this vault."),
        key("f6", "app.refresh", "refresh").does(
            "Refresh this conference", "Reads again where its program came from; you see what is new first."
        ),
        key("f7", "app.changes").does("What imports changed", "Moved, cancelled, new talks."),
    ),
    Where.POSTERS: (
        key("enter", "open", "card", priority=True).does(
            "Open the card of this poster", "Type its board number, or a few letters of its title or of a name."
        ),
        key("ctrl+n", "next_card", "next card", priority=True).does(
            "Card of the next poster", "The next starred one that you have not seen, else the next board."
        ),
        key("ctrl+b,space", "star", "star").does("Star this poster, or take the star away"),
        key("f2", "starred", "★ only").does("Only starred posters", "Or all again."),
        key("f3", "all", "all").does("All posters, or those that hang now"),
        key("alt+p", "note", priority=True).does("Note of this poster in full"),
    ),
    Where.POSTER: (
        key("enter", "enter", "next field", priority=True).does("Next field", "Behind the last one, the next card."),
        key("ctrl+n", "next_card", "next card", priority=True).does(
            "Next card", "The next starred poster that you have not seen, else the next board."
        ),
        key("alt+1,alt+2,alt+3,alt+4,alt+5", "rate", priority=True).does(
            "Score this poster", "One to five; the same again takes it away. Or the digit in the last field."
        ),
        key("ctrl+r", "rate_talk").does("Score this poster, asked first"),
        key("ctrl+b", "star", "star").does("Star this poster, or take the star away"),
        key("alt+p", "note", "whole note", priority=True).does(
            "Note of this poster in full", "The same key there comes back to the card."
        ),
        key("ctrl+right_square_bracket,alt+o", "poster.open_link", "paper").does(
            "Open the paper", "Or what else there is to open."
        ),
        key("alt+n", "filler.add_line", priority=True).does("One more line of this field", "A second claim."),
        key("up,shift+tab", "filler.move(-1)").does("Field above"),
        key("down,tab", "filler.move(1)").does("Field below"),
        key("f2", "panel").does("Starred posters beside the card", "Shows or hides them."),
        key("ctrl+g", "attend").does("I was there", "Writing a card marks it, too."),
        key("ctrl+s", "edited.save").does("Save now", "It is saved by itself, too."),
        key("ctrl+o", "leave", "leave").does("Back to the posters", "The card is saved."),
    ),
    Where.NOTE: (
        key("ctrl+n", "switcher.to_next_talk", "next talk", name="next", priority=True).does(
            "Note of the next talk", "In the same room, or the next that is starred."
        ),
        key("f6", "switcher.to_other_room", "other room", priority=True).does(
            "Another room", "What is on now in each room, and what begins within a quarter of an hour."
        ),
        key("f7", "switcher.to_note_before", "note before", priority=True).does(
            "Back to the note before", "Again for this one: it goes to and fro between two."
        ),
        key("f2", "panel.toggle", "panel").does("Talk, links and backlinks", "Shows or hides the panel."),
        key("alt+k", "links.show_related").does("Related notes", "What is like this note, and why."),
        key("f8", "questions.open", "questions").does(
            "Questions to ask", "The open ? lines of this note: put down the answer and who asked."
        ),
        key("f3", "preview", "preview").does("Preview", "The note as others will read it."),
        key("ctrl+t", "stamp", "stamp").does(
            "Stamp this line with the time", "Every line is stamped when it is begun; this does it again."
        ),
        key("ctrl+l", "editor.toggle_task").does(
            "Task: make, tick off, open again", "This line, or every selected one."
        ),
        key("ctrl+right_square_bracket,alt+o", "links.go_from_cursor").does(
            "Follow the link here",
            "A note, a person, a web page; away from a link, everything this note leads to. Or ctrl+click.",
        ),
        key("alt+l", "file.show_links").does(
            "Links to this note", "Who links here, and where it is named in plain words: these can be made links."
        ),
        key("alt+t", "file.rename").does("Rename this note", "With every link to it, in all notes; shown first."),
        key("alt+h", "file.show_history").does(
            "Earlier versions of this note",
            "Compare them with what it says now; restore all of it, a passage or a line.",
        ),
        key("alt+g", "file.delete").does("Delete this note", "What links to it is told before; it can be restored."),
        key("", "questions.hush").does("Put the reminder of questions away"),
        key("alt+up,alt+a", "editor.move_lines(-1)").does("Move the line up", "Or the selected lines."),
        key("alt+down,alt+z", "editor.move_lines(1)").does("Move the line down", "Or the selected lines."),
        key("alt+d", "editor.duplicate_lines").does("Duplicate the line", "Or the selected lines."),
        key("", "editor.select_all").does("Select the whole note"),
        key("alt+j", "editor.join_lines").does("Join this line and the next", "Or the selected lines."),
        key("ctrl+f", "find_bar.open", "find").does(
            "Find and replace in this note", "As you type; capitals and accents count when you type them."
        ),
        key("alt+e", "file.edit_outside").does(
            "Open it in your editor", "$VISUAL or $EDITOR, at this line; what you change there can be undone here."
        ),
        key("alt+m", "mover.choose").does(
            "Move what was typed lately to another talk",
            "The wrong room? The last minutes or all of it go, with the stamps; the same key takes it back.",
        ),
        key("alt+n", "app.new_note").does(
            "New note", "A note that belongs to no talk; a program that is imported later finds its talk."
        ),
        key("", "matcher.choose").does(
            "Which talk is this note about?",
            "For a note that was begun without a program; what is known of the talk is filled in.",
        ),
        key("alt+v", "player.play").does(
            "Play the recording from this line", "Opens the video at the moment at which the line was typed."
        ),
        key("alt+r", "player.set").does(
            "The talk's recording",
            "When it begins and where it is to be seen; one line whose place is known is enough.",
        ),
        key("", "panel.references.fetch_titles").does(
            "Fetch titles of references", "How the papers and pages in this note are called, from the network."
        ),
        key("ctrl+b", "star").does("Star this talk, or take the star away"),
        key("ctrl+r", "rate_talk").does("Rate this talk", "One to five."),
        key("ctrl+g", "attend").does("I was there", "Marks this talk as attended."),
        key("alt+w", "watch_later").does("Watch it later", "Marks this talk as one to watch; is:later finds them all."),
        key("alt+x", "no_share").does(
            "Do not share this talk, or share it again", "An export for the public does not mention it."
        ),
        key("f4", "stamping").does(
            "Stamp every new line, or stop", "While the talk is on, lines are stamped by themselves."
        ),
        key("alt+p", "switcher.to_card", priority=True).does(
            "Card of this poster", "Claim, trick, doubt; the same key comes back."
        ),
        key("", "templates.choose").does("Insert a template", "At the cursor, filled for this talk."),
        key("ctrl+s", "edited.save").does("Save now", "It is saved by itself, too."),
        key("ctrl+o", "leave", "leave").does("Leave the note", "It is saved."),
    ),
    Where.MOVE: (
        key("enter", "open", "move").does("Move them to this talk", "Its note is shown then."),
        key("right", "minutes(1)", "minutes").does("Other minutes", "All of the note, or the last few."),
        key("left", "minutes(-1)").does("The minutes before"),
    ),
    Where.MATCH: (
        key("enter", "open", "this talk").does("It is about this talk", "What the program knows is filled in."),
    ),
    Where.SCHEDULE: (
        key("enter", "open", "open note").does("Open the note of this talk"),
        key("space", "star", "star").does("Star this talk, or take the star away"),
        key("a", "attend", "was there").does("I was there", "Marks this talk as attended."),
        key("w", "watch_later").does("Watch it later", "Marks this talk as one to watch."),
        key("alt+x", "no_share").does(
            "Do not share this talk, or share it again", "An export for the public does not mention it."
        ),
        key("x", "export_it", "export").does("Export it", "As a calendar for the phone, or on paper."),
    ),
    Where.ROOMS: (
        key("enter", "open", "go there", priority=True).does(
            "Go to this talk’s note", "It takes the place of the note you come from; F7 there goes back."
        ),
    ),
    Where.VERSIONS: (
        key("enter,i", "both_passages", "both in the text").does(
            "Both in the text", "What differs stands there twice, yours first; ctrl+z undoes it."
        ),
        key("b", "keep_both", "two files").does(
            "Keep both, as two files", "The other version goes to a second file beside this one."
        ),
        key("m", "keep_mine", "mine").does("Keep mine", "What the other program wrote is replaced."),
        key("t", "take_theirs", "theirs").does("Take theirs", "ctrl+z in the note brings yours back."),
        key("escape", "leave", "later").does("Choose later", "Nothing is lost: ctrl+s in the note comes back here."),
    ),
    Where.TASKS: (
        key("enter", "open", "open").does("Open the note at this line"),
        key("space", "tick", "tick · answer").does(
            "Tick off, or note the answer",
            "Of a task: done, or open again. Of a question: what was said, and who asked.",
        ),
        key("f2", "scope", "day or all").does("This day, this conference, everything"),
        key("f3", "sort", "order").does("By time, newest first, by conference"),
    ),
    Where.DAY_WRAP: (
        key("enter", "next", "next").does(
            "Take this and go on", "Does what is ticked, keeps what is typed, and shows the next step."
        ),
        key("space", "tick", "tick").does("Tick, or note the answer"),
        key("right,ctrl+n", "skip", "skip").does("Skip this step", "What was typed is kept."),
        key("left,ctrl+b", "before", "back a step").does("The step before"),
        key("o", "open", "open note").does("Open this note", "Or begin one."),
        key("x", "export_day", "export").does(
            "Export this day", "For yourself, the team or everybody; seen before it is written."
        ),
        key("ctrl+o", "leave", "leave").does("Leave", "Everything is kept as it is."),
    ),
    Where.SEARCH: (
        key("enter", "open", "open").does("Open what was found", "At the line that was found."),
        key("tab", "preview", "preview", priority=True).does(
            "Preview", "Shows or hides the text around what was found. Where something is offered, tab takes it."
        ),
        key("space", "tick").does("Tick a task", "In its file, or opens it again; when the arrows chose it."),
        key("ctrl+s", "save", "save").does("Save this search", "Under a name, as a list that stays live."),
        key("ctrl+o", "app.saved", "saved").does("Saved searches", "To open, rename or delete one."),
        key("ctrl+y", "take_suggestion").does(
            "Take the suggestion", "Searches for the word that is shown in place of one that nothing has."
        ),
        key("alt+g", "delete_note").does("Delete this note", "What links to it is told before; it can be restored."),
        key("f2", "sort", "order").does("Best first or newest first"),
        key("slash,f5", "words").does("Type on", "Back from the hits to the line."),
    ),
    Where.SAVED: (
        key("enter", "open", "search").does("Search", "What it finds now."),
        key("f2", "rename", "rename").does("Rename"),
        key("delete", "delete", "delete").does("Delete", "After asking."),
    ),
    Where.PAPERS: (
        key("enter", "open", "open").does("Open this paper’s page", "Who presented it, what you noted, its BibTeX."),
        key("space", "mark", "to read, read").does("To read, read, or neither", "Goes from one to the next."),
        key("f2", "order", "order").does(
            "In another order", "What is to be read first, the newest first, what was noted most."
        ),
        key("f3", "copy_bibtex", "BibTeX").does(
            "Copy the BibTeX of what is listed", "Filter first: what the filter hides is left out."
        ),
    ),
    Where.PAPER: (
        key("enter", "open", "open").does("Open this talk, line, person or page"),
        key("r", "mark", "to read, read").does("To read, read, or neither", "Goes from one to the next."),
        key("o", "browse", "browser").does("Open the paper in the browser", "Its best address."),
        key("e", "write", "write").does(
            "Write about this paper", "Becomes a note in “Papers” when something is typed."
        ),
        key("y", "copy_citekey", "citekey").does("Copy the citekey"),
        key("Y", "copy_bibtex", "BibTeX").does("Copy the BibTeX"),
        key("f", "fetch", "fetch").does(
            "Fetch who wrote it, when and where", "From the network, after a question; kept in the vault."
        ),
    ),
    Where.PEOPLE: (
        key("enter", "open", "open").does("Open this person's page", "Talks by year, notes and links."),
        key("f2", "order", "order").does("Another order", "Yours first, by name, most talks first, last met first."),
        key("f3", "same", "same person?").does(
            "Names that may be one person’s", "Say whether they are; nothing is joined by itself."
        ),
    ),
    Where.PERSON: (
        key("enter", "open", "open").does("Open this talk or note"),
        key("space", "mark", "star · tick").does(
            "Star this talk, tick this follow-up", "Again takes the star away. Of a question: what was answered."
        ),
        key("a", "attend").does("I was there", "Marks this talk as attended, or takes the mark away."),
        key("w", "watch_later").does("Watch it later", "Marks this talk as one to watch; is:later finds them all."),
        key("1,2,3,4,5", "rate").does("Rate this talk", "One to five; the same again takes the rating away."),
        key("e", "write", "write").does(
            "Write about this person", "Opens the note about them; a new one is on the disk once something is typed."
        ),
        key("m", "same", "same as").does("The same person as …", "Say which other name is theirs, or take that back."),
    ),
    Where.SAME_PEOPLE: (
        key("enter,y", "accept", "one person").does("One person", "All talks stand on one page."),
        key("n", "refuse", "two people").does("Two people", "They are not proposed again."),
    ),
    Where.UNRESOLVED: (
        key("enter", "open", "open").does("Open the note at this line"),
        key("l", "link", "link").does("Link it to what is proposed", "Only these words change."),
        key("right", "turn(1)", "another").does("Propose another"),
        key("left", "turn(-1)").does("Propose the one before"),
        key("n", "create", "new note").does(
            "Begin the note that it names", "A person’s in People, a paper’s in Papers."
        ),
        key("x", "plain", "plain text").does("Leave it as plain text"),
        key("u,ctrl+z", "undo", "undo").does("Undo the last change"),
    ),
    Where.LINKS: (
        key("enter", "open", "open").does("Open the note at this line"),
        key("l", "link", "link").does("Make this place a link", "Only these words change."),
        key("a", "link_all", "link all").does("Make every place a link", "All of them, or none."),
        key("r", "rename", "rename").does("Rename this note", "With every link to it."),
        key("u,ctrl+z", "undo", "undo").does("Undo the last change"),
    ),
    Where.RENAME: (
        key("enter", "rename", "rename").does("Rename, and rewrite the links", "What is shown: all of it, or nothing."),
        key("ctrl+o", "leave", "leave").does("Leave the name as it is"),
    ),
    Where.HISTORY: (
        key("enter", "restore", "restore all").does(
            "Restore this version",
            "The whole note as it was; ctrl+z in the note undoes it, and what it says now is kept, too.",
        ),
        key("p", "restore_passage", "passage").does(
            "Restore this passage", "The changed lines around the chosen one, as they were."
        ),
        key("l", "restore_line", "line").does("Restore this line", "Brings back a + line; takes out a - line."),
        key("tab", "switch", "to the changes", priority=True).does(
            "Versions or changed lines", "Which of the two the arrows move in."
        ),
    ),
    Where.HISTORIES: (key("enter", "open", "versions").does("Earlier versions"),),
    Where.IMPORT: (
        key("ctrl+s", "write", "write", priority=True).does("Write it into the vault", "What you wrote there stays."),
        key("enter", "enter").does("Write what is shown", "Then: to its program."),
        key("f2,e", "edit", "correct").does("Correct name, zone or first day", "What is shown follows at once."),
        key("f3,w", "more", "show all").does("All warnings, changes and rooms", "Again for the first ones."),
        key("f4,t", "talks", "talks").does(
            "Look through all talks", "As they were understood, before they are written."
        ),
        key("f8,d", "rows", "rows").does(
            "Correct doubtful rows", "Beside their source lines; corrections apply to the next version, too."
        ),
        key("f6,plus", "add", "add a source").does("Add another source", "Several sources become one program."),
        key("f7,c", "changes").does("What imports changed", "In the conference that is shown."),
    ),
    Where.READ_TALKS: (
        key("enter", "open", "whole talk").does(
            "The whole talk", "In place of the list where there is no room for both."
        ),
    ),
    Where.READ_ROWS: (
        key("t", "set_part('title')", "title").does("Use the selected part as the title", "Of this row only."),
        key("s", "set_part('speaker')", "speaker").does(
            "Use the selected part as the speaker", "Of this row only; it may name several."
        ),
        key("x,delete", "set_row('no-talk')", "no talk").does(
            "This row is not a talk", "Nor are rows with the same text."
        ),
        key("n,enter", "open", "next").does("Next doubtful row", "After the last one, the first."),
        key("y", "set_row('right')", "right").does("This row is right as it is", "It is no longer doubtful."),
        key("u,ctrl+z", "undo_correction", "undo").does("Undo your last correction of this row"),
        key("space", "mark", "mark").does("Mark this row", "To group the marked rows into one session."),
        key("g", "group", "session").does("Group the marked rows into one session", "You give it a title."),
        key("c", "choose_column", "column").does(
            "Choose what the whole column is", "Title, speaker, time, day, room …"
        ),
        key("T", "set_column('title')").does("Use the whole column for titles"),
        key("S", "set_column('speaker')").does("Use the whole column for speakers"),
        key("right", "part(1)").does("Select the next part of the row"),
        key("left", "part(-1)").does("Select the previous part"),
        key("plus", "longer(1)").does("Extend the selection by a part"),
        key("minus", "longer(-1)").does("Shrink the selection by a part"),
    ),
    Where.CHANGES: (
        key("enter", "open", "open note").does("Open the note of this talk", "Begins one when there is none."),
    ),
    Where.EXPORT: (
        key("ctrl+s", "write", "write", priority=True).does(
            "Write the file",
            "A Markdown file that is there is made again around what you changed in it; any other is "
            "replaced when asked twice. Esc stops what takes long.",
        ),
        key("ctrl+o", "open", "open", priority=True).does(
            "Open what was written", "In the system's program for it. Where there is none, it says where the file lies."
        ),
        key("ctrl+y", "copy", "copy path", priority=True).does("Copy its path"),
        key("f4", "ask", "list").does(
            "All that this row offers",
            "Enter on the row does the same; what is typed narrows the list. ↑ ↓ go from row to row, ← → take "
            "the one before and after, page up and down move the preview.",
        ),
        key("f2", "more", "more choices").does(
            "More choices", "By day, track, theme or person; language, theme, short names, whose notes, and who signs."
        ),
        key("f3", "left_out", "left out").does("What is left out", "And why, by name."),
    ),
    Where.RECORDED: (
        key("enter", "open", "open note").does("Open the note of this talk", "Begins one when there is none."),
        key("ctrl+o", "video", "video", priority=True).does("Open the video"),
        key("space,ctrl+g", "watched", "watched").does(
            "I have watched it", "It counts as attended and leaves the list; again undoes that."
        ),
        key("f2", "other_list", "to watch or all").does("What to watch, or all slides and videos"),
        key("ctrl+s", "slides", "slides", priority=True).does("Open the slides"),
        key("alt+w", "watch_later", "on or off the list", priority=True).does(
            "Watch it later, or not", "Of a talk that you starred and missed this takes the star away."
        ),
        key("f4", "check", "check links").does(
            "Are these links still there?",
            "Asks the network, one thing a second and host; esc stops it and keeps what is known.",
        ),
    ),
    Where.TAGS: (
        key("enter", "open", "show notes").does("What has this tag", "Searches for it, and for what is nested in it."),
        key("f2", "rename", "rename or merge").does(
            "Rename this tag, or merge it into another", "In all notes at once; you see every line first."
        ),
    ),
    Where.PHOTOS: (
        key("enter", "place", "place").does(
            "Place the photos", "Each beside the line that was being typed; once they are placed, opens the note."
        ),
        key("space", "leave_out", "leave out").does("Leave this photo out", "Again to take it in."),
        key("f2", "watch", "watch").does(
            "Watch this folder", "Places what comes into it while confnotes runs; again ends it."
        ),
    ),
    Where.EVERYWHERE: (
        key("slash,f5", "app.search", "search").does(
            "Search everything", "Notes, talks, people, papers, tasks and questions, as you type."
        ),
        key("escape", "back", "back").does(
            "Back",
            "To the screen before; stops what is running. In a text it only closes "
            "what is open over it: ctrl+o leaves.",
        ),
        key("ctrl+o", "leave").does("Leave this screen", "Also while a filter is typed."),
        key("ctrl+z", "undo").does(
            "Undo",
            "The last mark, tick, answer or deletion on this screen; in a text what "
            "was done there last, words or mark.",
        ),
        key("ctrl+y", "redo").does("Redo", "What was undone last."),
        key("f1,question_mark", "app.help", "help").does("Help", "Every key of this screen."),
        key("ctrl+p", "app.command_palette", "all commands").does("All commands", "Find a command by its name."),
        key("", "app.saved").does("Saved searches", "Searches that were saved under a name, with what they find now."),
        key("", "app.unresolved").does("Unresolved links, people and papers", "What notes name that is nowhere yet."),
        key("", "app.papers").does("Papers", "Who presented them, where you noted them, what is to be read; BibTeX."),
        key("", "app.schedule").does(
            "My schedule", "What you starred, attended and noted, with free time, walks and clashes."
        ),
        key("", "app.recorded").does(
            "Slides and videos, what to watch later", "And whether their links are still there."
        ),
        key("", "app.history").does("Deleted notes and earlier versions", "Bring back a note, a passage or a line."),
        key("", "app.tags").does("Tags", "All of them; rename or merge one."),
        key("f9", "app.toggle_light").does("Light or dark"),
        key("ctrl+q", "app.quit").does("Quit", "Everything typed is saved."),
    ),
}
