"""The screens about notes: the note itself, its talk, versions, name, links, and deleted notes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from confnotes.tui.command import Command, Need, Where, key
from confnotes.tui.command_lists.talk import ask_rating, attend, do_not_share, star, watch_later


def _emacs(name: str, title: str, more: str = "") -> Command:
    return key(name, f"modes.run('{name}')", name=f"emacs-{name}").does(title, more, name)


EMACS: Final = (  # editing commands, with the preset `emacs`
    _emacs("isearch-forward", "Search forward", "As you type; again for the next match, enter to stay."),
    _emacs("isearch-backward", "Search backward"),
    _emacs("universal-argument", "Prefix argument", "Then a number, then a command: how often."),
    _emacs("digit-argument", "Digit of a prefix argument"),
    _emacs("forward-char", "Next character"),
    _emacs("backward-char", "Previous character"),
    _emacs("next-line", "Next line"),
    _emacs("previous-line", "Previous line"),
    _emacs("move-beginning-of-line", "Start of the line"),
    _emacs("move-end-of-line", "End of the line"),
    _emacs("back-to-indentation", "First letter of the line"),
    _emacs("forward-word", "Next word"),
    _emacs("backward-word", "Previous word"),
    _emacs("forward-sentence", "End of the sentence"),
    _emacs("backward-sentence", "Start of the sentence"),
    _emacs("forward-paragraph", "End of the paragraph"),
    _emacs("backward-paragraph", "Start of the paragraph"),
    _emacs("beginning-of-buffer", "Start of the note"),
    _emacs("end-of-buffer", "End of the note"),
    _emacs("goto-line", "Go to a line", "The prefix argument is its number."),
    _emacs("scroll-up-command", "Page down"),
    _emacs("scroll-down-command", "Page up"),
    _emacs("recenter-top-bottom", "Scroll this line to the middle", "Again to the top, again to the bottom."),
    _emacs("set-mark-command", "Set the mark", "Selects from here. With a prefix argument, goes back to the mark."),
    _emacs("exchange-point-and-mark", "Swap cursor and mark"),
    _emacs("mark-whole-buffer", "Select all"),
    _emacs("mark-word", "Select to the end of the word"),
    _emacs("mark-paragraph", "Select the paragraph"),
    _emacs("delete-char", "Delete the character"),
    _emacs("kill-line", "Kill to the end of the line", "Kills in a row are yanked together."),
    _emacs("kill-word", "Kill the next word"),
    _emacs("backward-kill-word", "Kill the previous word"),
    _emacs("kill-sentence", "Kill to the end of the sentence"),
    _emacs("kill-region", "Kill the selected text", "Between mark and cursor."),
    _emacs("kill-ring-save", "Copy the selected text", "To the kill ring and the clipboard."),
    _emacs("zap-to-char", "Kill up to a character"),
    _emacs("yank", "Yank", "What was killed or copied last."),
    _emacs("yank-pop", "Yank an earlier kill instead"),
    _emacs("open-line", "Open a line"),
    _emacs("newline", "New line"),
    _emacs("quoted-insert", "Insert the next key"),
    _emacs("just-one-space", "One space here"),
    _emacs("delete-horizontal-space", "No space here"),
    _emacs("delete-indentation", "Join to the line above"),
    _emacs("delete-blank-lines", "Delete empty lines here"),
    _emacs("transpose-chars", "Swap two characters"),
    _emacs("transpose-words", "Swap two words"),
    _emacs("transpose-lines", "Swap two lines"),
    _emacs("upcase-word", "Word in capitals"),
    _emacs("downcase-word", "Word in small letters"),
    _emacs("capitalize-word", "Capitalize the word"),
    _emacs("upcase-region", "Selected text in capitals"),
    _emacs("downcase-region", "Selected text in small letters"),
    _emacs("fill-paragraph", "Fill the paragraph", "Breaks its lines at 70 characters; keeps lists and quotes."),
)


_LINES = "Or the selected lines."

NOTES: Final[Mapping[Where, tuple[Command, ...]]] = {
    Where.NOTE: (
        key("next", "switcher.to_next_talk", "next talk", needs=Need.PROGRAM, name="next", priority=True).does(
            "Open the note of the next talk", "In the same room, or the next starred one."
        ),
        key("rooms", "switcher.to_other_room", "rooms", needs=Need.PROGRAM, priority=True).does(
            "Switch to another room",
            "What is on now in each room, and what starts in the next 15 minutes.",
            "track parallel",
        ),
        key("last-note", "switcher.to_note_before", "previous", priority=True).does(
            "Previous note", "Press again to come back: it switches between two notes.", "last back recent"
        ),
        key("details", "panel.toggle", "details").does(
            "Show or hide details", "The talk, its links and its backlinks.", "panel sidebar backlinks speaker abstract"
        ),
        key("colleagues", "panel.colleagues.toggle").does(
            "Whole notes of colleagues",
            "All that your team wrote on this talk; again for the last lines.",
            "team others see wrote about",
        ),
        key("related", "links.show_related").does("Related notes", "Similar notes, and why.", "similar like"),
        key("questions", "questions.open", "questions").does(
            "Questions to ask", "The open ? lines of this note: record the answer and who asked.", "answer q&a"
        ),
        key("preview", "preview", "preview").does(
            "Preview", "The note as readers will see it.", "markdown render rendered reading view"
        ),
        key("bold", "editor.toggle_mark('**')", name="bold").does(
            "Bold", "The selected text, or the word at the cursor. Again removes it.", "strong format emphasis"
        ),
        key("italic", "editor.toggle_mark('*')", name="italic").does(
            "Italic", "The selected text, or the word at the cursor. Again removes it.", "emphasis format slanted"
        ),
        key("link", "writing.insert_link", name="insert_link", priority=True).does(
            "Insert a link", "To a note by its name; around the selected text, to an address.", "url wikilink web"
        ),
        key("timestamp", "stamp", "timestamp").does(
            "Timestamp this line", "New lines get one while the talk is on; this sets it again.", "stamp time clock"
        ),
        key("task", "editor.toggle_task").does(
            "Toggle task", "Makes this line a task, completes it or reopens it.", "todo to-do checkbox mark done tick"
        ),
        key("follow", "links.go_from_cursor").does(
            "Follow the link at the cursor",
            "Elsewhere, lists everything this note links to. Or use ctrl+click.",
            "open go to url",
        ),
        key("backlinks", "file.show_links").does(
            "Backlinks",
            "Notes that link here, and mentions that you can turn into links.",
            "links to this note references mentions",
        ),
        key("rename", "file.rename").does(
            "Rename this note", "Updates every link to it. You see the changes first.", "title name file move"
        ),
        key("versions", "file.show_history").does(
            "Earlier versions of this note",
            "Compare them with the current text; restore all, a passage or a line.",
            "history restore revert diff backup",
        ),
        key("delete", "file.delete").does(
            "Delete this note", "Shows its backlinks first. You can restore it later.", "remove trash"
        ),
        key("place", "file.show_place").does(
            "Show where this note is on disk",
            "The full path of its file.",
            "path file files folder location reveal copy find saved stored notes are",
        ),
        key("private", "file.make_private").does(
            "Make this note private",
            "For you alone, not the team or the public. Sets private: true; #private does the same.",
            "hide confidential secret colleagues stop sharing unshare do not share",
        ),
        key("hush", "questions.hush").does("Hide the reminder of open questions", "", "dismiss"),
        key("line-up", "editor.move_lines(-1)").does("Move the line up", _LINES),
        key("line-down", "editor.move_lines(1)").does("Move the line down", _LINES),
        key("duplicate", "editor.duplicate_lines").does("Duplicate the line", _LINES, "copy"),
        key("same-word", "writing.same_words.add").does(
            "Select the same word again",
            "First the word at the cursor, then the next one: what you type replaces all of them.",
            "multiple cursors multi cursor multicursor occurrence next rename word",
        ),
        key("all-same-words", "writing.same_words.add_all").does(
            "Put a cursor at every place of this word",
            "Or of the selected text.",
            "multiple cursors multi cursor occurrences every",
        ),
        key("skip-same-word", "writing.same_words.skip").does(
            "Skip this place of the word", "Selects the next one instead.", "multiple cursors occurrence leave out"
        ),
        key("select-all", "editor.select_all").does("Select all", "", "whole note text everything"),
        key("join", "editor.join_lines").does("Join this line and the next", _LINES, "merge"),
        key("find", "find_bar.open", "find").does(
            "Find and replace in this note",
            "Capitals and accents count only if you type them.",
            "search text words substitute",
        ),
        key("edit-outside", "file.edit_outside").does(
            "Open in your editor",
            "$VISUAL or $EDITOR, at this line. You can undo changes you make there.",
            "vim external another other own front matter properties yaml metadata",
        ),
        key("move-lines", "mover.choose").does(
            "Move recent lines to another talk",
            "For notes taken in the wrong room. Moves the last minutes or everything; the same key moves them back.",
            "wrong note cut typed wrote",
        ),
        key("new", "app.new_note").does(
            "New note", "A free note, without a talk. A later import can find its talk.", "create add write free blank"
        ),
        key("attach", "matcher.choose").does(
            "Attach this free note to its talk",
            "Fills in what the program knows: time, room, speakers.",
            "match assign link which",
        ),
        key("video", "player.play").does(
            "Play the recording from this line", "Opens the video at the moment you typed it.", "video watch"
        ),
        key("recording", "player.set").does(
            "Set the recording of this talk",
            "Its address and its start; one line whose time in the video you know is enough.",
            "video url offset start",
        ),
        key("fetch", "panel.references.fetch_titles").does(
            "Fetch titles of references",
            "Gets missing titles of papers and pages in this note from the web.",
            "look up links online",
        ),
        star(""),
        ask_rating(),
        attend(),
        watch_later(),
        do_not_share(),
        key("timestamps", "stamping").does(
            "Turn automatic timestamps on or off", "On while the talk is on.", "stamps time every line stop"
        ),
        key("card", "switcher.to_card", priority=True).does(
            "Card of this poster", "Claim, trick, doubt. The same key comes back.", "poster"
        ),
        key("outline", "writing.choose_heading").does(
            "Outline of this note", "Go to one of its headings.", "headings jump table of contents sections toc"
        ),
        key("fold", "writing.fold").does(
            "Fold or unfold this section",
            "All below its heading, or below an item of a list. It opens when the cursor goes there.",
            "collapse hide expand outline heading",
        ),
        key("spelling", "writing.spelling.correct").does(
            "Correct the spelling of a word",
            "Of the underlined word at the cursor, or add it to your dictionary.",
            "spell check misspelt typo suggestions dictionary hunspell",
        ),
        key("paste-picture", "writing.paste_image").does(
            "Paste a picture from the clipboard",
            "It becomes an attachment, shown below this line.",
            "image screenshot photo insert clipboard",
        ),
        key("picture", "previews.view_pictures", name="picture").does(
            "View pictures",
            "Those of this note, as large as the window; begins with the one at the cursor, or the next one.",
            "image photo slide screenshot show large zoom full screen enlarge",
        ),
        key("template", "writing.templates.choose").does(
            "Insert a template", "At the cursor, filled in for this talk.", "snippet"
        ),
        key("live-preview", "previews.switch_live", name="live_preview").does(
            "Live preview",
            "Hides Markdown syntax except on the cursor's line, in all notes. Again shows the source everywhere.",
            "wysiwyg render markup syntax source raw text mode conceal hide show obsidian turn off disable stop",
        ),
        key("save", "edited.save").does("Save now", "Notes are saved automatically, too.", "write disk"),
        key("close", "leave", "close").does("Close the note", "It is saved.", "leave back"),
        *EMACS,
    ),
    Where.MOVE: (
        key("open", "open", "move", needs=Need.ROW).does("Move the lines to this talk", "Opens its note."),
        key("right", "minutes(1)", "minutes").does("Choose which lines to move", "The last minutes, or all."),
        key("left", "minutes(-1)").does("Previous choice of lines"),
    ),
    Where.MATCH: (
        key("open", "open", "attach", needs=Need.TALK).does(
            "Attach the note to this talk", "Fills in what the program knows."
        ),
    ),
    Where.VERSIONS: (
        key("open", "choose('passages')", "merge", name="both_passages").does(
            "Keep both in the text", "Both versions of each passage, yours first. You can undo it.", "merge conflict"
        ),
        key("two-files", "choose('both')", "two files", name="keep_both").does(
            "Keep both as two files", "The other version goes to a second file."
        ),
        key("keep-mine", "choose('mine')", "mine", name="keep_mine").does(
            "Keep mine", "Overwrites what the other program wrote."
        ),
        key("take-theirs", "choose('theirs')", "theirs", name="take_theirs").does(
            "Take theirs", "Undo in the note brings yours back."
        ),
        key("back", "leave", "later").does("Decide later", "Nothing is lost: save the note to come back here."),
    ),
    Where.HISTORY: (
        key("open", "restore", "restore").does(
            "Restore this version", "The whole note. You can undo it, and the current text is kept as a version."
        ),
        key("passage", "restore_passage", "passage").does(
            "Restore this passage", "The changed lines around the cursor."
        ),
        key("line", "restore_line", "line").does("Restore this line", "Brings back a + line, removes a - line."),
        key("tab", "switch", "changes", priority=True).does("Switch between versions and changes"),
    ),
    Where.HISTORIES: (key("open", "open", "versions", needs=Need.ROW).does("Show earlier versions"),),
    Where.LINKS: (
        key("open", "open", "open", needs=Need.ROW).does("Open the note at this line"),
        key("link", "link", "link", needs=Need.MENTION).does(
            "Turn this mention into a link", "Changes only these words."
        ),
        key("all", "link_all", "link all", needs=Need.MENTION).does(
            "Turn all mentions into links", "All of them, or none."
        ),
        key("rename", "rename", "rename").does("Rename this note", "Updates every link to it.", "title name"),
        key("undo", "undo", "undo").does("Undo the last change"),
    ),
    Where.UNRESOLVED: (
        key("open", "open", "open", needs=Need.ROW).does("Open the note at this line"),
        key("link", "link", "link", needs=Need.ROW).does("Link to the suggestion", "Changes only these words."),
        key("right", "turn(1)", "next match", needs=Need.ROW).does("Next suggestion"),
        key("left", "turn(-1)", needs=Need.ROW).does("Previous suggestion"),
        key("new", "create", "new note", needs=Need.ROW).does(
            "Create the missing note", "A person goes to People, a paper to Papers."
        ),
        key("unlink", "plain", "plain text", needs=Need.ROW).does("Turn it into plain text", "", "unlink remove"),
        key("undo", "undo", "undo", needs=Need.STEP).does("Undo the last change"),
    ),
    Where.CONFLICTS: (
        key("open", "open", "open", needs=Need.ROW).does("Open the note at this line"),
        key("keep-mine", "keep('ours')", "keep first", needs=Need.ROW, name="keep_first").does(
            "Keep the first version", "Of the machine that is named first.", "mine ours"
        ),
        key("take-theirs", "keep('theirs')", "second", needs=Need.ROW, name="keep_second").does(
            "Keep the second version", "", "theirs other"
        ),
        key("keep-both", "keep('both')", "both", needs=Need.ROW, name="keep_both").does(
            "Keep both versions", "As two lines."
        ),
        key("undo", "undo", "undo", needs=Need.STEP).does("Undo the last choice"),
    ),
    Where.RENAME: (
        key("open", "rename", "rename").does("Rename and update the links", "Makes all changes shown, or none."),
        key("close", "leave", "cancel").does("Cancel"),
    ),
}
