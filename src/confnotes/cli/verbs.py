"""The verbs of the command line, in groups: name, module and one line of help, so that listing them loads none."""

from __future__ import annotations

from typing import NamedTuple

from confnotes.model.mark import FLAGS, Mark


class Verb(NamedTuple):
    """A verb: the module of this package with its command, one line of help, and the command's name there."""

    name: str
    module: str
    help: str
    command: str = "command"


class VerbGroup(NamedTuple):
    """Verbs that `--help` and the manual page list under one heading."""

    title: str
    verbs: tuple[Verb, ...]


VERB_GROUPS: tuple[VerbGroup, ...] = (
    VerbGroup(
        "Start",
        (
            Verb("init", "init", "Create a vault, a folder for your notes."),
            Verb("import", "import_", "Import a conference program, or refresh one."),
            Verb("config", "config", "Show or change your settings."),
            Verb("help", "help_", "Show the help of a command, or answer a question."),
        ),
    ),
    VerbGroup(
        "Write",
        (
            Verb("add", "add", "Add a line to the note of the talk that is on."),
            Verb("new", "new", "Create a note for a talk, or a free note.", "new"),
            Verb("move", "move", "Move recent lines to the note of another talk."),
            Verb("attach", "new", "Attach a free note to its talk.", "attach"),
            Verb("poster", "poster", "Show or fill in the card of a poster."),
            Verb("photos", "photos", "Place photos beside the lines you typed when you took them."),
            Verb("review", "review", "Review a day: fill gaps, rate talks, write the day's page."),
        ),
    ),
    VerbGroup(
        "Find",
        (
            Verb("search", "search", "Search notes, talks, people, papers, tasks and questions."),
            Verb("list", "show", "List conferences, talks, people, tags, tasks and more.", "list_"),
            Verb("show", "show", "Show a talk, person, paper or note with its backlinks.", "show"),
        ),
    ),
    VerbGroup(
        "Program",
        (
            Verb("now", "now", "Show what is on now and next in each room."),
            Verb("agenda", "agenda", "Show the program, a day of it, or your own schedule."),
            Verb("star", "mark", "Star a talk.", "star"),
            Verb("stars", "stars", "Import and export stars of pretalx, Giggity and other programs."),
            Verb("rate", "mark", "Rate a talk from 1 to 5.", "rate"),
            Verb("attend", "mark", "Mark a talk as attended.", "attend"),
            Verb("watch-later", "mark", "Mark a talk to watch later, or list those talks.", "watch_later"),
            Verb("plan", "plan", "Add a meeting or a meal to your schedule."),
            *(
                Verb(mark.value, "mark", f"Mark a talk as {mark.told}.", mark.value)
                for mark in FLAGS
                if mark not in (Mark.STAR, Mark.ATTENDED, Mark.LATER)
            ),
            Verb("no-share", "mark", "Keep a talk or session out of public exports.", "no_share"),
            Verb("recording", "recording", "Link the lines of a note to the recording of its talk."),
        ),
    ),
    VerbGroup(
        "People and papers",
        (
            Verb("merge-people", "merge_people", "List duplicate people, and merge or split them."),
            Verb("paper", "paper", "Show a paper, or mark it as read or to read.", "paper"),
            Verb("bib", "paper", "Import a BibTeX file, for example from Zotero.", "bib"),
            Verb("fetch-titles", "check_links", "Fetch missing titles of papers and pages from the web.", "titles"),
        ),
    ),
    VerbGroup(
        "Share",
        (
            Verb("export", "export", "Export a summary of a conference, a day or a search."),
            Verb("site", "site", "Write a site of your conferences, for colleagues or everybody."),
            Verb("team", "team", "Share your notes with colleagues at a conference, and read theirs."),
            Verb("apply", "apply", "Write the edits of an exported draft back to your notes."),
        ),
    ),
    VerbGroup(
        "Maintain",
        (
            Verb("rename", "rename", "Rename a note, heading or person and update every link.", "rename"),
            Verb("retag", "rename", "Rename or merge a tag in every note.", "retag"),
            Verb("link", "rename", "Turn plain mentions of a note into links.", "link"),
            Verb("delete", "history", "Delete a note.", "delete"),
            Verb("history", "history", "List earlier versions of a note, and deleted notes.", "history"),
            Verb("restore", "history", "Restore a deleted note or an earlier version.", "restore"),
            Verb("check-links", "check_links", "Check the web links of notes and programs.", "check_links"),
            Verb("index", "doctor", "Update the search index.", "index"),
            Verb("doctor", "doctor", "Check the vault for problems.", "doctor"),
            Verb("completion", "completion", "Print the completion script for a shell."),
            Verb("man", "man", "Print the manual page."),
        ),
    ),
    VerbGroup(
        "Connect",
        (
            Verb("sync", "sync", "Sync the vault with your other machines through a git repository."),
            Verb("serve", "servers", "Open the vault on your phone and in browsers.", "serve"),
            Verb("host", "servers", "Relay your team's notes to colleagues nearby as soon as they are saved.", "host"),
            Verb("lsp", "servers", "Run the language server for editors.", "lsp"),
            Verb("mcp", "servers", "Run the MCP server for assistants.", "mcp"),
            Verb("merge-file", "merge_file", "Merge two versions of a file, as a merge driver of git."),
        ),
    ),
)
VERBS: tuple[Verb, ...] = tuple(verb for group in VERB_GROUPS for verb in group.verbs)
