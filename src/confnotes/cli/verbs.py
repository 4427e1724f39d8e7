"""The verbs of the command line: name, module and one line of help, so that a list of them loads none of them."""

from __future__ import annotations

from typing import NamedTuple

from confnotes.model.mark import FLAGS, Mark


class Verb(NamedTuple):
    """A verb, the module of this package that holds its command, what it is for, and the command's name there."""

    name: str
    module: str
    help: str
    command: str = "command"


VERBS: tuple[Verb, ...] = (
    Verb("init", "init", "Make a vault: a folder for notes."),
    Verb("import", "import_", "Read a conference program into the vault."),
    Verb("now", "now", "What is on now and next, per room."),
    Verb("agenda", "agenda", "The program in time order, a day or the starred talks."),
    Verb("new", "new", "Begin a note, for a talk or free."),
    Verb("add", "add", "Write one line into the note of the talk that is on."),
    Verb("move", "move", "Move what was typed lately to another talk."),
    Verb("match", "match", "Say which talk a note is about that was begun without a program."),
    Verb("photos", "photos", "Place photos beside the lines you typed when you took them."),
    Verb("search", "search", "Find notes, talks, people, papers, tasks and questions."),
    Verb("list", "list_", "List conferences, talks, people, tags, tasks and more."),
    Verb("show", "show", "Show a talk, person, paper or note with its backlinks."),
    Verb("link", "link", "Make plain words that name a note links to it."),
    Verb("rename", "rename", "Rename a note with every link to it."),
    Verb("delete", "delete", "Delete a note; what links to it is told before."),
    Verb("history", "history", "List what a note said before, and deleted notes."),
    Verb("restore", "restore", "Bring back a deleted note, or what a note said before."),
    Verb("paper", "paper", "Show a paper, or say that you read it or want to."),
    Verb("bib", "bib", "Take a bibliography into the vault: Zotero, Better BibTeX, DBLP."),
    Verb("same", "merge_people", "Say that two names are one person's, or see who may be."),
    Verb("star", "mark", "Star a talk, or take the star away.", "star"),
    Verb("rate", "mark", "Rate a talk from 1 to 5.", "rate"),
    Verb("attend", "mark", "Mark a talk as attended.", "attend"),
    Verb("poster", "poster", "Show a poster's card, or write into it."),
    Verb("later", "mark", "Mark a talk as one to watch later; list what there is to watch.", "later"),
    Verb("no-share", "mark", "Tell the public nothing of a talk or session.", "no_share"),
    Verb("recording", "recording", "Say when a talk's recording begins; see each line's moment of it."),
    Verb("fetch-titles", "fetch_titles", "Ask the network how papers and pages in notes are called."),
    Verb("check-links", "check_links", "Ask whether the web addresses of notes and programs are still there."),
    Verb("retag", "retag", "Rename a tag in all notes, or merge it into another."),
    Verb("wrap", "wrap", "Go through a day at its end, and leave a page of it."),
    Verb("export", "export", "Write the summary of a conference, a day or a query."),
    Verb("index", "index", "Bring the search index up to date."),
    Verb("doctor", "doctor", "Say what is wrong here and what mends it."),
    *(
        Verb(mark.value, "mark", f"Mark a talk as {mark.told}.", mark.value)
        for mark in FLAGS
        if mark not in (Mark.STAR, Mark.ATTENDED, Mark.LATER)
    ),
    Verb("completion", "completion", "Print the completion script for a shell."),
)
