"""The terminal program: screens, widgets and messages; the only importer of textual.

`run.py` is the door to the screens. `tui/screens/note/` is one file a subject. `base.py` has `EditedNote`, a note in
its editor (journal, file, other writers), and `NotePage`, the screen that it is on: a note's or a poster card's.
`screen.py` has `NoteScreen`, which holds a `Controller` (`screens/controller.py`) for each subject, with the subject's
state, and tells it of events: `completing`, `links` (to follow, searches at the cursor, related notes; `leads` says
what text leads where), `panel` (what is known around the note, with its `references`), `asking`, `playing`, `talk`
(which talk it is about, lines that belong to another's note, templates), `switching`, `file` (the person's own editor,
earlier versions, renaming, deleting). `versions` is shown when both sides changed the same lines; finding and replacing
is the widget `FindBar`'s own affair. What a controller reads or writes in a thread ends up in a method of its own,
called on the screen. `tui/command_lists.py` says what each screen can do; keys, footers, help and palette are made from
it; a command whose action has a point in it is done by a controller or widget of the screen ("links.show_related").
`tui/confnotes.py` is the app as a screen sees it. `tui/navigation.py` leads to screens and opens notes;
`screens/page.py`, `dialog.py`, `list_screen.py` (gather, rows, filter, pane), `marking.py`, `answering.py` and
`rewriting.py` are what screens have in common; what takes a while runs in `tui/beside.py`. What a single key did to a
file is an `UndoStep` (`tui/undo.py`): lists keep theirs in one bounded stack of the app (its marks outlive the program
in the state folder, `actions/program/mark_talk.py`), an editor in its own history, beside the words.

- What a screen began ends with it. What is read beside a screen goes through `read_beside` (`tui/beside.py`); when
  the screen is left, the vault and the index end it at the next file they are asked for (`wanted.py`). Nobody asks
  all files for their times but who opens a screen; what changes meanwhile `vault/folder_watch.py` hears from the
  system.
- What is typed early arrives. A command that changes the screen under a typing hand waits until the keys before it
  are in (`tui/typed_ahead.py`), and those behind it wait for the new note (`tui/navigation.py`). The first frame of a
  note is its lines without an editor (`note/first_frame.py`).
- Posters: a card is text. `markup/poster_card.py` reads and writes its lines, `catalogue/program/posters.py` knows
  the hall; the card types into the same editor and keeper as a note.

A bare Textual app takes four fifths of the time until Now is there. The rest is kept small: `__main__.py` begins the
look at what is on (`tui/now_loader.py`) before Textual is imported, and the first frame shows it; a look reads one
day of the program from the cache; styles of roles belong to the screen, not to each widget; a page has the classes of
its size from the beginning, so that it is styled once; a screen's commands are imported when it is shown; records
compile one method each; garbage is collected from the first frame on, a little at a time. `make bench` measures it.

Once there is a frame, work beside it shares one `patience.py`: it rests every two milliseconds, longer while keys
come. A thread gives way to another after half a millisecond. Very many notes are read into the index by a process of
its own (`catalogue/searching/update_index.py`) that gives way to all others.

Textual reads its frame rate when it is imported: at 120 a pressed key is on the screen in 6 to 9 ms rather than 18.
"""

import os

os.environ.setdefault("TEXTUAL_FPS", "120")
