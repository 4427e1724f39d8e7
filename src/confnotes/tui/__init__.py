"""The terminal program: screens, widgets and messages; the only importer of textual.

`run.py` starts the screens. `tui/screens/note/` has one file per subject. `base.py` has `EditedNote`, a note in its
editor (journal, file, changes by other programs), and `NotePage`, the screen that shows it: the Note screen or a
poster's card. `screen.py` has `NoteScreen`, which holds a `Controller` (`screens/page.py`) for each subject, with
the subject's state, and passes events to it: `completing`, `links` (following links, searches at the cursor, related
notes; `leads` parses links), `panel` (the note's context, with its `references` and
`colleagues`), `asking`, `playing`, `talk`
(attaching the note to a talk, moving lines to another note, templates), `switching`, `file` (external editor, earlier
versions, renaming, deleting). `versions` is shown when two programs changed the same lines; the widget `FindBar` finds
and replaces. What a controller reads or writes in a thread ends in a method of its own, called on the screen.
`tui/command_lists` declares the commands of each screen; keys, footers, help and palette are generated from it; a
command whose action contains a point belongs to a controller or widget of the screen ("links.show_related").
`tui/confnotes.py` is the app as a screen sees it. `tui/navigation.py` opens screens and notes; `screens/page.py`,
`dialog.py`, `list_screen.py` (gather, rows, filter, pane), `marking.py`, `answering.py` and `rewriting.py` are what
screens share; slow work runs in `tui/beside.py`. The change of a file by a single key is an `UndoStep` (`tui/undo.py`):
lists keep theirs in one bounded stack of the app (its marks are kept in the state folder for the next run,
`actions/program/mark_talk.py`), an editor in its own history, together with edits of the text.

- The work of a screen ends with it. Background reads go through `read_beside` (`tui/beside.py`); when the screen is
closed, they stop at the next file that they ask the vault or the index for (`wanted.py`). Only opening a screen checks
the times of all files; later changes are reported by the system (`vault/folder_watch.py`).
- Keys typed early arrive. A command waits until earlier keys are handled, and later keys wait for the screen that it
shows (`tui/typed_ahead.py`). The first frame of a note is its lines without an editor (`note/first_frame.py`).
- Posters: a card is text. `markup/poster_card.py` reads and writes its lines, `catalogue/program/posters.py` knows the
other posters; the card uses the same editor and keeper as a note.

A bare Textual app takes four fifths of the time until Now is shown. The rest is kept small: what Textual loads and
confnotes never uses is left out (`tui/unneeded.py`); `__main__.py` starts
loading Now (`tui/now_loader.py`) before Textual is imported, and the first frame shows the result; loading reads one
day of the program from the cache; styles of roles belong to the screen, not to each widget; a page has the classes of
its size from the beginning, so that it is styled once; a screen's commands are imported when it is shown; records
compile one method each; garbage is collected from the first frame on, a little at a time. `make bench` measures it.
After the first frame, background work shares one `patience.py`: it rests every two milliseconds, longer while the user
types. A thread yields to another after half a millisecond. Very many notes are indexed by another process with low
priority (`catalogue/searching/update_index.py`).

Textual reads its frame rate when it is imported: at 120 a pressed key is on the screen in 6 to 9 ms rather than 18.
"""

import os

os.environ.setdefault("TEXTUAL_FPS", "120")
